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
from dampak.intake.models import DeliveredFile
from dampak.intake.previewing import preview_of
from dampak.intake.services import discard_delivery
from dampak.listening.collecting import FILE
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.services import look_through, receive_lists
from dampak.privacy.retention.applying import apply_all, look
from dampak.privacy.retention.files import GOING, STAYING
from dampak.privacy.retention.rules import RULES, SINCE

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)
HOUSE = Path(dampak.__file__).parent
# How rooms name a place in the home.
NAMED = re.compile(r"""(?:DAMPAK_HOME\)?|\bhome\(\)) / "([^"/]+)["/]""")
LIST = "nip;nama\n198501012010011901;Wati Xylofon\n"


def unruled(texts) -> set[str]:
    """Places in the home that a room writes to and no rule speaks of."""
    named = {name for text in texts for name in NAMED.findall(text)}
    places = [place for rule in (*GOING, *STAYING) for place in rule.places]
    return {name for name in named if not any(fnmatch(name, place) for place in places)}


def sources():
    return [file.read_text(encoding="utf-8") for file in HOUSE.rglob("*.py")]


def received(office, *, at=AT) -> StaffImport:
    files = [upload("pegawai.csv", LIST)]
    return receive_lists(files, on=date(2026, 3, 1), is_complete=False, paths=None, by="sri", at=at)


def test_no_place_in_the_home_is_without_a_rule():
    texts = sources()
    assert unruled(texts) == set()
    assert {"staff-imports", "uploads", "collecting", "people"} <= {
        name for text in texts for name in NAMED.findall(text)
    }


def test_a_forgotten_folder_is_found():
    planted = 'folder = Path(settings.DAMPAK_HOME) / "photographs" / str(self.pk)'
    assert unruled([planted]) == {"photographs"}


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
