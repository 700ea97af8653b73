"""Accepted is what was looked at, and not what came of it since."""

from datetime import timedelta

import pytest
from tests import bad_files
from tests.integration.conftest import AT, office, upload

from dampak.intake.previewing import state_looked_at
from dampak.intake.selectors import store
from dampak.intake.services import CannotAccept, accept_delivery, receive_delivery
from dampak.warehouse.store import deliver

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEST = "BARAT,Dinas Barat,,2020-01-01"
HEADER = "response_id,unit_code,service,answered_on,persyaratan\n"
OF_ALL = HEADER + "".join(f"{n},K1,KTP,2024-01-05,3\n" for n in range(20))
CHANGED = "sejak Anda melihatnya, ada data lain yang masuk"


def received(*files):
    return receive_delivery(files, by="sri", at=AT)


def responses():
    return {each.table: each.rows_kept for each in store().head().inputs}["satisfaction"]


@pytest.fixture
def first(served):
    """A list of units without that of the west, which comes to be served meanwhile."""
    return received(upload("units.csv", bad_files.units("K8,Loket Baru,,2020-01-01")))


def west_is_taken_in():
    rows = OF_ALL + "a,BARAT,KTP,2024-01-05,3\nb,BARAT,KTP,2024-01-06,3\n"
    files = upload("units.csv", bad_files.units(WEST)), upload("skm.csv", rows)
    accept_delivery(received(*files), by="sri", at=AT)


def test_an_open_page_takes_away_nothing_that_came_since(first, browser_of):
    sri = browser_of("sri")
    state = state_on(sri.get(first.get_absolute_url()))
    west_is_taken_in()
    page = sri.post(f"{first.get_absolute_url()}terima/", {"looked_at": state}, follow=True)
    assert CHANGED in page.content.decode()
    assert responses() == 22
    first.refresh_from_db()
    assert first.accepted_at is None
    again = {"looked_at": state_on(page)}  # it is the page that shows what would go
    assert "terima" in page.content.decode()
    sri.post(f"{first.get_absolute_url()}terima/", again)
    assert responses() == 20


def state_on(page):
    return page.context["state"]


def test_a_click_that_says_nothing_of_what_was_seen_takes_in_nothing(first, browser_of):
    page = browser_of("sri").post(f"{first.get_absolute_url()}terima/", follow=True)
    assert CHANGED in page.content.decode()


def test_what_is_taken_in_while_the_files_are_read_is_seen_too(first, monkeypatch):
    from dampak.intake import services

    def read_slowly(landed, *args, **options):
        monkeypatch.undo()
        west_is_taken_in()
        return deliver(landed, *args, **options)

    state = state_looked_at(first)
    monkeypatch.setattr(services, "deliver", read_slowly)
    with pytest.raises(CannotAccept, match="since you looked"):
        accept_delivery(first, by="sri", at=AT, looked_at=state)
    assert responses() == 22
    first.refresh_from_db()
    assert (first.accepted_at, first.acceptance) == (None, "")


def test_a_second_click_on_the_same_page_finds_it_accepted(first, browser_of):
    sri = browser_of("sri")
    told = {"looked_at": state_on(sri.get(first.get_absolute_url()))}
    for _click in range(2):
        page = sri.post(f"{first.get_absolute_url()}terima/", told, follow=True)
        assert "Diterima" in page.content.decode()


def test_the_first_delivery_of_all_is_bound_to_nothing_served(hand_in):
    delivery = hand_in(office())
    state = state_looked_at(delivery)
    accept_delivery(hand_in(office()), by="sri", at=AT - timedelta(days=1))
    with pytest.raises(CannotAccept, match="since you looked"):
        accept_delivery(delivery, by="sri", at=AT, looked_at=state)
