"""Invented numbers never look like an office's: the note stands on every page with numbers."""

import pytest
from tests.integration.conftest import AT, PLAN, document_for, office

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOTE = "Data rekaan: kabupaten ini tidak ada."
NOTED = PLAN.replace(
    "[[study]]", f'note = {{ id = "{NOTE}", en = "Invented data." }}\n\n[[study]]', 1
)


@pytest.fixture
def invented(served, people):
    """A released answer to a plan that says its data are invented."""
    from dampak.impact.services import keep_answer, release_finding, seal_plan, write_plan
    from dampak.intake.selectors import served_snapshot

    plan = seal_plan(write_plan(NOTED, by="sri", at=AT), by="sri", at=AT)
    document = document_for(plan, served_snapshot())
    answer = keep_answer(plan, document, by="sri", at=AT)
    release_finding(answer.findings.first(), by=people["hasan"], at=AT)
    return answer


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/indikator/",
        "/indikator/median-completion-time/",
        "/telusur/median-completion-time@*@2024-03/",
        "/kajian/",
        "/kajian/waktu-loket/",
        "/telusur/study:waktu-loket/",
    ],
)
def test_every_page_with_numbers_says_that_they_are_invented(invented, browser_of, address):
    page = browser_of("budi").get(address)
    assert page.status_code == 200
    assert NOTE in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/kajian/waktu-loket/", "/telusur/study:waktu-loket/"])
def test_a_stranger_is_told_as_well(invented, browser_of, address):
    assert NOTE in browser_of("clara").get(address).content.decode()


def test_a_plan_without_the_note_does_not_hide_it(invented, browser_of, people):
    from dampak.impact.services import keep_answer, release_finding, seal_plan, write_plan
    from dampak.intake.selectors import served_snapshot

    other = PLAN.replace("waktu-loket", "waktu-lain").replace("loket-daring", "daring-lain")
    plan = seal_plan(write_plan(other, by="sri", at=AT), by="sri", at=AT)
    answer = keep_answer(plan, document_for(plan, served_snapshot()), by="sri", at=AT)
    release_finding(answer.findings.first(), by=people["hasan"], at=AT)
    for address in ("/kajian/waktu-lain/", "/telusur/study:waktu-lain/", "/"):
        assert NOTE in browser_of("clara").get(address).content.decode()


def test_the_note_leaves_with_the_last_file_it_speaks_of(invented, browser_of, hand_in):
    from tests import bad_files

    from dampak.intake.services import accept_delivery

    own = bad_files.requests(months=("2024-01", "2024-02"))
    accept_delivery(hand_in(office(service_requests__csv=own)), by="sri", at=AT)
    assert NOTE in browser_of("sri").get("/indikator/").content.decode()  # the units are the same
    units = bad_files.units() + "\n"
    accept_delivery(hand_in(office(service_requests__csv=own, units__csv=units)), by="sri", at=AT)
    assert NOTE not in browser_of("sri").get("/indikator/").content.decode()


def test_an_office_without_such_a_note_is_told_nothing(answered, browser_of):
    assert "tone-doubt" not in browser_of("sri").get("/indikator/").content.decode()
