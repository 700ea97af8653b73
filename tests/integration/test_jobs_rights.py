"""Work that waits is done only while whoever asked for it has the right to it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests import background_tasks as tasks
from tests import bad_files
from tests.integration.conftest import AT, office

from dampak.accounts.access import Permission
from dampak.accounts.models import Assignment, Role, User
from dampak.audit.models import Entry
from dampak.intake.services import receive_delivery
from dampak.intake.tasks import ask_to_accept, look, take
from dampak.jobs.models import Job, State
from dampak.jobs.needs import Need, scope_at
from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import CLOCK
from dampak.jobs.services import CannotChangeJob, cancel_job, enqueue, retry_job
from dampak.jobs.tasks import Task, task
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.models import Unit
from dampak.privacy.services.incidents import open_incident
from dampak.privacy.tasks import tell

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def filing():
    """A task that takes the right to import, over the unit that its argument names."""
    from dampak.jobs import tasks as registry

    def files(progress, *, path):
        tasks.effect(progress, path)

    need = Need(Permission.IMPORT_DATA, over=lambda *, path: scope_at(path))
    yield task("test.files", title="Files", needs=need)(files)
    del registry._KNOWN["test.files"]


@pytest.fixture
def nightly_task():
    from dampak.jobs import tasks as registry

    def nightly(progress):
        tasks.effect(progress, "night")

    need = Need(Permission.ANSWER_PRIVACY_REQUESTS)
    yield task("test.nightly", title="Files", needs=need, cron="15 2 * * *")(nightly)
    del registry._KNOWN["test.nightly"]


def give(user: User, role: Role, unit: Unit | None = None) -> None:
    """Let somebody have this role and no other."""
    Assignment.objects.filter(user=user).delete()
    Assignment.objects.create(
        user=user, role=role, unit=unit, valid_from=AT.date(), given_by="test", given_at=AT
    )


@pytest.fixture
def west(db) -> Unit:
    return Unit.objects.create(code="BARAT", path="0001", name="Dinas Barat")


def asked(filing: Task, by: str = "sri", path: str | None = "00010001") -> Job:
    return enqueue(filing, key="one", by=by, at=AT, path=path)


def ran(job: Job) -> Job:
    run_ready(clock=now)
    job.refresh_from_db()
    return job


def effects() -> list[str]:
    return list(Entry.objects.filter(deed="effect").values_list("by", flat=True))


def retry(user: User, job: Job) -> int:
    browser = Client()
    browser.force_login(User.objects.get(pk=user.pk))
    return browser.post(reverse("jobs:retry", args=[job.pk])).status_code


def test_a_delivery_is_not_served_for_who_lost_the_right_over_everything(served, people, west):
    rows = bad_files.units("BARAT,Dinas Barat,,2020-01-01")
    delivery = receive_delivery(office(units__csv=rows), by="sri", at=AT)
    job = ask_to_accept(delivery, by="sri", at=now())
    cancel_job(job, by="sri", at=now())
    give(people["sri"], Role.CIVIL_SERVANT, west)
    assert retry(people["sri"], job) == 403
    ran(job)
    delivery.refresh_from_db()
    assert (job.state, delivery.accepted_at) == (State.CANCELLED, None)


def test_what_still_waits_when_the_right_goes_ends_and_the_book_says_so(people, west, filing):
    give(people["sri"], Role.TRAINING_MANAGER, west)
    job = asked(filing)
    give(people["sri"], Role.CIVIL_SERVANT, west)
    assert ran(job).state == State.FAILED
    assert "no longer has the right" in job.told["en"]
    assert "tidak lagi berhak" in job.told["id"]
    assert not effects()
    line = Entry.objects.get(deed="job.refused")
    assert (line.by, line.subject_id) == ("sri", str(job.pk))
    attempt = job.attempts.get()
    assert attempt.ended_at is not None


def test_the_right_has_to_reach_what_it_is_about(people, west, filing):
    give(people["sri"], Role.TRAINING_MANAGER, west)
    assert ran(asked(filing)).state == State.DONE
    elsewhere = enqueue(filing, key="two", by="sri", at=AT, path="0002")
    whole = enqueue(filing, key="three", by="sri", at=AT, path=None)
    assert {ran(elsewhere).state, ran(whole).state} == {State.FAILED}
    assert effects() == ["sri"]


def test_a_closed_account_and_a_name_without_account_have_nothing_done(people, filing):
    mine, nobodys = asked(filing), enqueue(filing, key="two", by="nobody", at=AT, path="0001")
    User.objects.filter(username="sri").update(is_active=False)
    assert {ran(mine).state, ran(nobodys).state} == {State.FAILED}
    assert not effects()


def test_nobody_has_work_done_again_in_the_name_of_who_lost_the_right(people, west, filing):
    job = asked(filing)
    cancel_job(job, by="sri", at=AT)
    give(people["sri"], Role.CIVIL_SERVANT, west)
    with pytest.raises(CannotChangeJob) as refused:
        retry_job(job, by="admin", at=AT)
    assert "no longer has the right" in refused.value.sentence.message
    browser = Client()
    browser.force_login(people["admin"])
    page = browser.post(reverse("jobs:retry", args=[job.pk]), follow=True).content.decode()
    assert "tidak lagi berhak" in page
    assert ran(job).state == State.CANCELLED


def test_who_lacks_the_right_has_nobodys_work_tried_again(people, west, filing):
    job = asked(filing)
    cancel_job(job, by="sri", at=AT)
    with pytest.raises(CannotChangeJob):
        retry_job(job, by="budi", at=AT)
    assert retry_job(job, by="admin", at=AT).asked_by == "sri"  # who is still entitled
    assert ran(job).state == State.DONE


def test_trying_again_is_offered_only_to_who_may(people, west, filing):
    job = asked(filing)
    cancel_job(job, by="sri", at=AT)
    address, shown = reverse("jobs:retry", args=[job.pk]), {}
    for role in (Role.TRAINING_MANAGER, Role.CIVIL_SERVANT):
        give(people["sri"], role, west)
        browser = Client()
        browser.force_login(User.objects.get(username="sri"))
        shown[role] = address in browser.get(job.get_absolute_url()).content.decode()
    assert shown == {Role.TRAINING_MANAGER: True, Role.CIVIL_SERVANT: False}


@pytest.mark.parametrize("is_refused_first", [True, False])
def test_who_has_the_right_asks_anew_and_it_is_done_in_their_name(
    people, west, filing, is_refused_first
):
    job = asked(filing)
    give(people["sri"], Role.CIVIL_SERVANT, west)
    if is_refused_first:
        ran(job)
    assert asked(filing, by="budi").asked_by == "sri"  # he has no right to it either
    assert asked(filing, by="admin") == job
    assert ran(job).state == State.DONE
    assert (job.asked_by, effects()) == ("admin", ["admin"])
    assert asked(filing, by="hasan").asked_by == "admin"  # what is done stays as it was done


def test_the_clock_is_hindered_by_no_right(nightly_task):
    job = enqueue(nightly_task, key="test.nightly@2026-03-02T02:15:00+00:00", by=CLOCK, at=AT)
    assert ran(job).state == State.DONE
    by_name = enqueue(nightly_task, key="test.nightly:by-hand", by=CLOCK, at=AT)
    assert ran(by_name).state == State.FAILED  # nobody becomes the clock by its name


def test_lists_of_staff_take_the_right_over_all_units_that_they_fill(people, west):
    east = Unit.objects.create(code="TIMUR", path="0002", name="Dinas Timur")
    sent = {"sent_at": AT, "sent_by": "sri", "listed_on": AT.date()}
    here, both, whole = (
        StaffImport.objects.create(tops=tops, **sent)
        for tops in ([west.pk], [west.pk, east.pk], None)
    )
    give(people["sri"], Role.TRAINING_MANAGER, west)
    for each in (look, take):
        may = [each.needs.is_met_by("sri", {"number": came.pk}) for came in (here, both, whole)]
        assert may == [True, False, False]
    whole.delete()
    assert not take.needs.is_met_by("sri", {"number": 0})


def test_letters_of_an_incident_take_the_register_of_its_unit(people, west):
    give(people["sri"], Role.STEWARD, west)
    told = {
        "title": "Komputer hilang", "known_at": AT, "people": 40,
        "happened": "Tertinggal di bus", "noticed": "Dilaporkan pegawai", "data": "Nama, surel",
        "handling": "Kata sandi diganti", "recovery": "Laptop disandikan",
    }  # fmt: skip
    here, everywhere = (
        open_incident({**told, "unit": unit}, nonce=nonce, by=people["admin"], at=AT)
        for nonce, unit in (("a", west), ("b", None))
    )
    assert tell.needs.is_met_by("sri", {"incident": here.pk})
    assert not tell.needs.is_met_by("sri", {"incident": everywhere.pk})
    assert not tell.needs.is_met_by("sri", {"incident": 0})
    give(people["sri"], Role.TRAINING_MANAGER, west)
    assert not tell.needs.is_met_by("sri", {"incident": here.pk})
