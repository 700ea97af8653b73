"""Accounts are searched by names that stand in no address, and the way back stays open."""

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.choosing.kept_words import KEPT, MOST_KEPT, keep_words, words_behind
from dampak.accounts.managing.selectors import PAGE
from dampak.accounts.models import Role, User
from dampak.organisations.services import NewUnit, open_unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LIST = "/pengguna/"


@pytest.fixture
def west(db):
    return open_unit(NewUnit(code="BARAT", name="Dinas Barat"), by="test", at=AT)


@pytest.fixture
def dewi(west) -> Client:
    """The browser of who administers everything."""
    browser = Client()
    browser.force_login(account("dewi", Role.ADMINISTRATOR))
    return browser


def many(unit, n: int) -> None:
    """Accounts that are found by one word, and one that is not."""
    for number in range(n):
        account(f"ratna{number:03d}", Role.CIVIL_SERVANT, unit)
    account("budi", Role.CIVIL_SERVANT, unit)


def names(page) -> list[str]:
    return [each.username for each in page.context["page"].accounts]


def test_what_is_searched_for_stands_in_no_address(dewi, west):
    many(west, 2)
    sent = dewi.post(LIST, {"cari": " ratna "})
    assert sent.status_code == 302
    assert "ratna" not in sent["Location"]
    page = dewi.get(sent["Location"])
    assert names(page) == ["ratna000", "ratna001"]
    assert 'value="ratna"' in page.content.decode()
    assert names(dewi.get(LIST, {"cari": "ratna"})) == ["budi", "dewi", "ratna000", "ratna001"]


def test_further_pages_go_on_within_what_was_found_and_name_nobody(dewi, west):
    many(west, PAGE + 1)
    address = dewi.post(LIST, {"cari": "ratna"})["Location"]
    first = dewi.get(address)
    after = first.context["page"].after
    assert after == User.objects.get(username=f"ratna{PAGE - 1:03d}").pk
    ticket = first.context["ticket"]
    further = f"?pencarian={ticket}&amp;sesudah={after}"
    assert further in first.content.decode()
    assert names(dewi.get(LIST + further.replace("&amp;", "&"))) == [f"ratna{PAGE:03d}"]
    assert names(dewi.get(address)) == names(first)  # the way back


def test_two_searches_stand_side_by_side_and_the_same_words_have_one_ticket(dewi, west):
    many(west, 1)
    ratna, budi, again = (
        dewi.post(LIST, {"cari": words})["Location"] for words in ("ratna", "budi", "ratna")
    )
    assert ratna == again
    assert names(dewi.get(ratna)) == ["ratna000"]
    assert names(dewi.get(budi)) == ["budi"]


def test_a_ticket_of_another_session_finds_by_no_words_and_says_so(dewi, west):
    many(west, 1)
    address, other = dewi.post(LIST, {"cari": "ratna"})["Location"], Client()
    other.force_login(User.objects.get(username="dewi"))
    page = other.get(address)
    assert "tidak disimpan lagi" in page.content.decode()
    assert len(names(page)) == 3


def test_nothing_searched_for_leads_back_to_everybody(dewi):
    assert dewi.post(LIST, {"cari": "  "})["Location"] == LIST
    assert KEPT not in dewi.session


def test_who_is_not_there_is_said_with_what_was_searched_for(dewi):
    page = dewi.post(LIST, {"cari": "<Siti>"}, follow=True).content.decode()
    assert "Tidak ada akun untuk “&lt;Siti&gt;”" in page


def test_a_number_of_somebody_is_not_kept(dewi):
    page = dewi.post(LIST, {"cari": "19850101 201001 1 901"}, follow=True)
    assert "bukan dengan NIP" in page.content.decode()
    assert KEPT not in dewi.session


@pytest.mark.parametrize("after", ["x", "9" * 40, "0", "\0", "-1", "٣"])
def test_a_place_that_is_none_begins_at_the_beginning(dewi, after):
    assert names(dewi.get(LIST, {"sesudah": after})) == ["dewi"]


def test_the_place_of_an_account_elsewhere_tells_nothing(dewi, west):
    """Else the first page after it would tell where in the alphabet its name stands."""
    here = account("adm", Role.ADMINISTRATOR, west)
    hidden = account("budi", Role.CIVIL_SERVANT)
    browser = Client()
    browser.force_login(here)
    assert names(browser.get(LIST, {"sesudah": hidden.pk})) == ["adm"]


def test_only_the_latest_words_are_kept_and_none_too_long():
    session: dict = {}
    tickets = [keep_words(session, f"kata {n}") for n in range(MOST_KEPT + 1)]
    assert words_behind(session, tickets[0]) == ""
    assert words_behind(session, tickets[-1]) == f"kata {MOST_KEPT}"
    assert len(session[KEPT]) == MOST_KEPT
    assert len(words_behind(session, keep_words(session, "x" * 9999))) == 150
    assert words_behind(session, keep_words(session, "a\0b")) == "ab"
