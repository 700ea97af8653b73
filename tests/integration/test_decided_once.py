"""A delivery is accepted and served, or neither, in whatever order things happen to it."""

import pytest
from django.db import IntegrityError, transaction
from tests import bad_files
from tests.integration.conftest import AT, office, upload
from tests.worker_processes import own_ledger, told_by

from dampak.audit.models import Entry
from dampak.foundation.text import Sentence
from dampak.intake import services
from dampak.intake.models import Delivery
from dampak.intake.receipts import account_of
from dampak.intake.selectors import served_snapshot, store
from dampak.intake.services import CannotAccept, accept_delivery, discard_delivery
from dampak.intake.tasks import ask_to_accept, last_asked
from dampak.jobs.running import run_ready
from dampak.warehouse.store import CannotPublish
from dampak.warehouse.store.manifests import Manifests

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEST = "BARAT,Dinas Barat,,2020-01-01"
NORTH = "UTARA,Dinas Utara,,2020-01-01"


class Died(BaseException):
    """The process ends here; nobody catches it."""


@pytest.fixture
def delivery(served, hand_in):
    return hand_in([upload("units.csv", bad_files.units(WEST))])


def is_served(delivery):
    known = {each.sha256 for each in served_snapshot().inputs}
    return all(file.sha256 in known for file in delivery.files.all())


def assert_one_truth(delivery):
    """What the ledger, the book, the receipt and the warehouse say of it agree."""
    delivery.refresh_from_db()
    is_accepted = delivery.accepted_at is not None
    said = Entry.objects.filter(deed="delivery.accepted", subject_id=str(delivery.pk))
    assert [each.details["snapshot"] for each in said] == [delivery.snapshot_id] * is_accepted
    assert is_served(delivery) == is_accepted
    if is_accepted:
        assert account_of(delivery, everything=True)
        assert store().snapshot(delivery.snapshot_number).id == delivery.snapshot_id
    assert delivery.acceptance == "" or not delivery.is_decided()


def dying(monkeypatch, moment):
    """Accepting dies at this moment, once."""

    def dies(*args, **kwargs):
        monkeypatch.undo()
        raise Died

    def dies_after(deed):
        def done(*args, **kwargs):
            deed(*args, **kwargs)
            dies()

        return done

    room, name, is_done = {
        "before anything": (services, "deliver", False),
        "manifest": (Manifests, "serve", False),
        "served": (services, "deliver", True),
        "receipt": (services, "keep_receipt", True),
    }[moment]
    monkeypatch.setattr(room, name, dies_after(getattr(room, name)) if is_done else dies)


MOMENTS = {"before anything": False, "manifest": False, "served": True, "receipt": True}


def test_nobody_discards_a_delivery_while_it_is_being_accepted(delivery, monkeypatch):
    publish = services.deliver

    def meanwhile(*args, **kwargs):
        with pytest.raises(CannotAccept, match="being decided about at this moment"):
            discard_delivery(delivery, by="budi", at=AT)
        snapshot = publish(*args, **kwargs)
        with pytest.raises(CannotAccept, match="being decided about at this moment"):
            discard_delivery(delivery, by="budi", at=AT)
        return snapshot

    monkeypatch.setattr(services, "deliver", meanwhile)
    accept_delivery(delivery, by="sri", at=AT)
    assert_one_truth(delivery)
    assert delivery.accepted_by == "sri"
    with pytest.raises(CannotAccept, match="was accepted"):
        discard_delivery(delivery, by="budi", at=AT)


@pytest.mark.parametrize(("moment", "came_so_far"), MOMENTS.items())
def test_an_acceptance_that_died_blocks_no_discarding_unless_it_is_served(
    delivery, monkeypatch, moment, came_so_far
):
    dying(monkeypatch, moment)
    with pytest.raises(Died):
        accept_delivery(delivery, by="sri", at=AT)
    if came_so_far:
        with pytest.raises(CannotAccept, match="was accepted"):
            discard_delivery(delivery, by="budi", at=AT)
    else:
        discard_delivery(delivery, by="budi", at=AT)
    assert_one_truth(delivery)
    assert (delivery.accepted_by, delivery.discarded_by) == (
        ("sri", "") if came_so_far else ("", "budi")
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_whoever_accepts_after_one_that_died_serves_it_once(delivery, monkeypatch, moment):
    dying(monkeypatch, moment)
    with pytest.raises(Died):
        accept_delivery(delivery, by="sri", at=AT)
    accept_delivery(delivery, by="hasan", at=AT)
    assert_one_truth(delivery)
    assert served_snapshot().number == 2
    assert delivery.accepted_by == ("sri" if MOMENTS[moment] else "hasan")


def test_what_was_served_before_another_took_its_place_is_not_served_again(
    delivery, hand_in, monkeypatch
):
    dying(monkeypatch, "served")
    with pytest.raises(Died):
        accept_delivery(delivery, by="sri", at=AT)
    later = hand_in([upload("units.csv", bad_files.units(NORTH))])
    accept_delivery(later, by="sri", at=AT)
    accept_delivery(delivery, by="sri", at=AT)
    assert_one_truth(later)
    delivery.refresh_from_db()
    assert (delivery.snapshot_number, served_snapshot().number) == (2, 3)


def test_a_job_that_is_tried_again_writes_down_what_it_served_before(delivery, monkeypatch):
    dying(monkeypatch, "served")
    ask_to_accept(delivery, by="sri", at=AT)
    with pytest.raises(Died):
        run_ready(clock=lambda: AT)
    last_asked(delivery).attempts.update(ended_at=AT)
    type(last_asked(delivery)).objects.update(state="waiting")
    run_ready(clock=lambda: AT)
    assert last_asked(delivery).state == "done"
    assert_one_truth(delivery)
    assert served_snapshot().number == 2


def test_a_disk_that_refuses_after_the_last_step_leaves_it_accepted(delivery, monkeypatch):
    publish = services.deliver

    def refused(*args, **kwargs):
        publish(*args, **kwargs)
        raise CannotPublish(Sentence("The disk refused."))

    monkeypatch.setattr(services, "deliver", refused)
    accept_delivery(delivery, by="sri", at=AT)
    assert_one_truth(delivery)
    assert delivery.accepted_by == "sri"


def test_one_that_was_refused_waits_as_before(served, hand_in):
    delivery = hand_in(office(service_requests__csv="request_id\n1\n"))
    with pytest.raises(CannotAccept):
        accept_delivery(delivery, by="sri", at=AT)
    assert_one_truth(delivery)
    assert (delivery.is_decided(), delivery.acceptance) == (False, "")


def test_the_same_files_that_somebody_else_had_accepted_can_be_discarded(
    served, hand_in, monkeypatch
):
    """Accepting them served nothing new, so nothing has to be said of this delivery."""
    again = hand_in(office())
    dying(monkeypatch, "receipt")
    with pytest.raises(Died):
        accept_delivery(again, by="sri", at=AT)
    discard_delivery(again, by="budi", at=AT)
    again.refresh_from_db()
    assert (again.discarded_by, again.accepted_at) == ("budi", None)
    assert served_snapshot().number == 1
    assert not again.folder().with_name(f"{again.pk}-receipt").exists()


def test_nothing_is_left_beside_the_files_of_a_decision(delivery):
    accept_delivery(delivery, by="sri", at=AT)
    assert not list(delivery.folder().parent.glob("*.lock"))


@pytest.mark.parametrize("decided", ["accepted", "discarded"])
def test_what_is_decided_is_not_being_accepted(delivery, decided):
    decide = {"accepted": accept_delivery, "discarded": discard_delivery}[decided]
    decide(delivery, by="sri", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(acceptance="x")


BEGINS = """
import os, signal
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.timezone import now
from dampak.intake import services
call_command("migrate", verbosity=0)
files = [SimpleUploadedFile(name, text.encode()) for name, text in {files!r}]
delivery = services.receive_delivery(files, by="sri", at=now())
publish = services.deliver
def killed(*args, **kwargs):
    publish(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
services.deliver = killed
if os.fork() == 0:
    from django.db import connections
    connections.close_all()
    services.accept_delivery(delivery, by="sri", at=now())
os.wait()
print(services.store().head().number)
"""
GOES_ON = """
from django.utils.timezone import now
from dampak.intake import services
from dampak.intake.models import Delivery
delivery = Delivery.objects.get()
try:
    services.discard_delivery(delivery, by="budi", at=now())
except services.CannotAccept as refusal:
    print(refusal)
delivery.refresh_from_db()
print(delivery.accepted_by, delivery.snapshot_number, delivery.discarded_by)
"""


@pytest.mark.slow
def test_what_a_process_served_before_it_was_killed_is_accepted_and_not_blocked(home):
    files = [
        ("units.csv", bad_files.units()),
        ("service_requests.csv", bad_files.requests()),
    ]
    with own_ledger(home) as ledger:
        assert told_by(BEGINS.format(files=files), ledger).split() == ["1"]
        refused, told = told_by(GOES_ON, ledger).splitlines()
    assert "was accepted" in refused
    assert told.split() == ["sri", "1"]
