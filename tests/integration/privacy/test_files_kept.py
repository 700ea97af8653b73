"""Every folder of the home has a rule or a reason, and what is over goes with the rest."""

import os
import re
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from tests.integration.conftest import upload
from tests.integration.privacy.conftest import AT

import dampak
from dampak.audit.models import Entry
from dampak.foundation.text import Sentence
from dampak.intake.models import DeliveredFile
from dampak.intake.previewing import preview_of
from dampak.intake.receipts import refused_rows_at
from dampak.intake.services import discard_delivery
from dampak.listening.collecting import FILE
from dampak.operations.backup import CannotBackUp
from dampak.operations.backup.locking import alone
from dampak.operations.backup.places import LOCK
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.services import look_through, receive_lists
from dampak.privacy.retention.applying import apply_all, look
from dampak.privacy.retention.files import GOING, STAYING
from dampak.privacy.retention.rules import RULES, SINCE

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)
HOUSE = Path(dampak.__file__).parent
# How rooms name a place in the home: by its name, or by a constant that holds it.
NAMED = re.compile(
    r"""(?:DAMPAK_HOME\)?|\bhome\(\)|(?<!store\.)\bhome) / (?:"([^"/]+)["/]|(?:\w+\.)?([A-Z]+)\b)"""
)
CONSTANTS = re.compile(r"""^((?:[A-Z_]+, )*[A-Z_]+) = ("[^"\n]*"(?:, "[^"\n]*")*)""", re.MULTILINE)
ELSEWHERE = ("warehouse", "benchmark")  # what these call home is the folder of the warehouse
ADVISED = {"home"}  # a folder on a disk of its own, where a home can be brought back
LIST = "nip;nama\n198501012010011901;Wati Xylofon\n"


def constants_of(text: str) -> dict[str, str]:
    """Names of places that a file gives to words in capitals."""
    found = CONSTANTS.findall(text)
    return {
        name: value
        for names, values in found
        for name, value in zip(names.split(", "), re.findall(r'"([^"]*)"', values), strict=False)
    }


def places_in(texts) -> set[str]:
    """What a room writes to in the home; a constant of another file is looked up in all of them."""
    everywhere = {name: value for text in texts for name, value in constants_of(text).items()}
    found = set()
    for text in texts:
        constants = everywhere | constants_of(text)
        found |= {name or constants[constant] for name, constant in NAMED.findall(text)}
    return found - ADVISED


def unruled(texts) -> set[str]:
    """Places in the home that a room writes to and no rule speaks of."""
    places = [place for rule in (*GOING, *STAYING) for place in rule.places]
    return {name for name in places_in(texts) if not any(fnmatch(name, place) for place in places)}


def sources():
    rooms = [room for room in HOUSE.iterdir() if room.is_dir() and room.name not in ELSEWHERE]
    return [file.read_text(encoding="utf-8") for room in rooms for file in room.rglob("*.py")]


def received(office, *, at=AT) -> StaffImport:
    files = [upload("pegawai.csv", LIST)]
    return receive_lists(files, on=date(2026, 3, 1), is_complete=False, paths=None, by="sri", at=at)


def test_no_place_in_the_home_is_without_a_rule():
    texts = sources()
    assert unruled(texts) == set()
    known = {"staff-imports", "uploads", "collecting", "people", "copying", "running"}
    assert known <= places_in(texts)


def test_a_forgotten_folder_is_found():
    planted = 'folder = Path(settings.DAMPAK_HOME) / "photographs" / str(self.pk)'
    assert unruled([planted]) == {"photographs"}
    assert unruled(["with alone_in(wanted.home / faces.FACES):", 'AGE, FACES = "x", "faces"']) == {
        "faces"
    }


def test_what_lies_in_a_home_after_work_has_a_rule(office, home, hand_in_lists):
    found = {f'DAMPAK_HOME / "{entry.name}"' for entry in home.iterdir()}
    assert found
    assert unruled(found) == set()


@pytest.fixture
def hand_in_lists(office):
    came = received(office)
    look_through(came, tell=lambda *_: None)
    return came


@pytest.mark.parametrize("is_looked_at", [False, True])
def test_lists_that_nobody_decided_about_are_discarded_after_thirty_days(
    office, is_looked_at, django_capture_on_commit_callbacks
):
    came = received(office)
    if is_looked_at:
        look_through(came, tell=lambda *_: None)
    assert "undecided-lists" not in apply_all(by="schedule", at=AT + 30 * DAY)
    assert (came.inbox() / "pegawai.csv").exists()
    due = {each.label: each.rows for each in look(at=AT + 31 * DAY)}
    assert set(due) >= {rule.code for rule in GOING}
    assert due["undecided-lists"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert apply_all(by="schedule", at=AT + 31 * DAY)["undecided-lists"] == 1
    came.refresh_from_db()
    assert (came.state, came.decided_by) == (ImportState.DISCARDED, "schedule")
    assert not came.inbox().exists()
    assert not came.desk_folder().exists()


def test_refused_rows_go_ninety_days_after_the_decision(office, hand_in_lists):
    later = AT + 31 * DAY
    apply_all(by="schedule", at=later)
    assert hand_in_lists.folder().is_dir(), "what is masked stays for a while"
    assert "refused-rows" not in apply_all(by="schedule", at=later + 90 * DAY)
    assert apply_all(by="schedule", at=later + 92 * DAY)["refused-rows"] == 1
    assert not hand_in_lists.folder().exists()
    assert apply_all(by="schedule", at=later + 93 * DAY) == {}
    assert Entry.objects.get(details__table="refused-rows").details["rows"] == 1


def test_what_a_crash_left_goes_after_a_day_and_what_is_known_stays(office, home):
    came = received(office)
    lost, answers = home / "staff-imports" / "4711", home / "collecting" / FILE
    for path in (lost / "files" / "pegawai.csv", answers):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LIST)
    for path in (lost, answers, came.folder()):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    assert apply_all(by="schedule", at=AT + DAY) == {}
    gone = apply_all(by="schedule", at=AT + 2 * DAY)
    assert gone == {"left-over-lists": 1, "left-over-responses": 1}
    assert came.inbox().exists()
    assert not lost.exists()


def test_a_copy_that_was_broken_off_goes_after_a_day_and_one_that_is_being_taken_stays(home):
    here = home / "copying"
    half, later = here / ".dampak-taking", here / ".dampak-trying"
    for path in (half, later):
        (path / "people").mkdir(parents=True)
        (path / "people" / "names").write_text(LIST)
    for path, moment in ((half, AT), (later, AT + DAY)):
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    assert apply_all(by="schedule", at=AT + DAY) == {}
    with alone(here / LOCK, refusal=CannotBackUp, taken=Sentence("taken")):
        assert look_for("left-over-copies", at=AT + DAY * 1.5) == 0
        assert apply_all(by="schedule", at=AT + DAY * 1.5) == {}
    assert look_for("left-over-copies", at=AT + DAY * 1.5) == 1
    assert apply_all(by="schedule", at=AT + DAY * 1.5) == {"left-over-copies": 1}
    assert (half.exists(), later.exists(), (here / LOCK).exists()) == (False, True, True)
    assert Entry.objects.get(details__table="left-over-copies").details["rows"] == 1


def test_a_folder_of_copies_in_which_nobody_can_look_keeps_no_other_rule_from_its_work(home):
    answers = home / "collecting" / FILE
    for path in (answers, home / "copying" / ".dampak-taking"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LIST)
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    (home / "copying" / LOCK).symlink_to(answers)
    assert look_for("left-over-copies", at=AT + 2 * DAY) == 0
    assert apply_all(by="schedule", at=AT + 2 * DAY) == {"left-over-responses": 1}


def test_what_goes_while_it_is_looked_at_is_no_fault(home, monkeypatch):
    """A collection takes its file away at its end, a moment after the folder was read."""
    folder = home / "collecting"
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(Path, "iterdir", lambda self: iter([self / "gone.parquet"]))
    assert "left-over-responses" not in apply_all(by="schedule", at=AT)


def test_files_of_a_discarded_delivery_go_and_what_is_accepted_or_waits_stays(
    office, hand_in, served, browser_of, people
):
    waiting, thrown = hand_in([upload("a.csv", LIST)]), hand_in([upload("b.csv", LIST)])
    discard_delivery(thrown, by="sri", at=AT)
    preview_of(thrown)
    assert apply_all(by="schedule", at=AT + 90 * DAY) == {}
    assert apply_all(by="schedule", at=AT + 91 * DAY) == {"intake.DeliveredFile": 1}
    assert thrown.folder().is_dir(), "a back-up that has read the ledger still finds them"
    assert look_for("discarded-deliveries", at=AT + 92 * DAY) == 2
    assert apply_all(by="schedule", at=AT + 92 * DAY) == {"discarded-deliveries": 2}
    assert not list(thrown.folder().parent.glob(f"{thrown.pk}*"))
    assert all(file.path().is_file() for file in DeliveredFile.objects.all())
    assert {file.delivery for file in DeliveredFile.objects.all()} == {waiting, served}
    page = browser_of("sri").get(thrown.get_absolute_url())
    assert "berkasnya sudah dihapus" in page.content.decode()
    assert apply_all(by="schedule", at=AT + 93 * DAY) == {}


def test_a_receipt_that_was_left_of_a_discarded_delivery_goes_too(office, hand_in):
    thrown = hand_in([upload("b.csv", LIST)])
    discard_delivery(thrown, by="sri", at=AT)
    left = refused_rows_at(thrown, everything=True)
    left.parent.mkdir()
    left.write_text(LIST)
    apply_all(by="schedule", at=AT + 91 * DAY)
    assert left.exists()
    assert apply_all(by="schedule", at=AT + 92 * DAY) == {"discarded-deliveries": 2}
    assert not list(thrown.folder().parent.glob(f"{thrown.pk}*"))


def look_for(code: str, *, at) -> int:
    return next(each.rows for each in look(at=at) if each.label == code)


def test_the_page_names_every_table_and_file_in_everyday_indonesian(office):
    from django.test import Client

    client = Client()
    client.force_login(office.chief)
    page = client.get("/privasi/retensi/?hitung").content.decode()
    with override("id"):
        for rule in (*GOING, *STAYING):
            assert gettext(rule.title) != rule.title
            assert gettext(rule.title) in page
    assert "Pegawai" in page
    assert not re.search(r"\b(message|spell|authenticator|content type)s?\b", page)


def test_every_moment_that_a_rule_counts_from_has_its_words():
    assert {rule.since for rule in RULES} == set(SINCE)
