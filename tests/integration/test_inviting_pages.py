"""The pages on which somebody is invited: nothing that was filled in is lost."""

import pytest
from django.test import Client
from tests.integration.conftest import AT

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.organisations.services import NewUnit, open_unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]

INVITE = "/pengguna/undang/"
FILLED = {"username": "ratna", "name": "Ratna Dewi", "role": "head", "until": "2027-03-31"}


@pytest.fixture
def browser(db):
    """An administrator of an office with more units than a list offers."""
    for number in range(30):
        new = NewUnit(code=f"P{number}", name=f"Puskesmas {number}")
        open_unit(new, by="test", at=AT)
    open_unit(NewUnit(code="LAB", name="Laboratorium Air"), by="test", at=AT)
    administrator = open_account(
        "dewi", password="loket prima 9", role=Role.ADMINISTRATOR, unit=None, by="test", at=AT
    )[0]
    client = Client()
    client.force_login(administrator)
    return client


def test_looking_for_a_unit_keeps_what_was_filled_in(browser):
    page = browser.post(INVITE, FILLED | {"cari": "laboratorium", "cari-unit": "1"})
    assert page.status_code == 200
    form = page.context["form"]
    assert {name: form[name].value() for name in FILLED} == FILLED
    assert [code for code, _ in form.fields["unit"].choices] == ["", "*", "LAB"]
    assert not User.objects.filter(username="ratna").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("laboratorium", "1 unit untuk “laboratorium”: pilih di bawah."),
        ("puskesmas", "20 unit pertama untuk “puskesmas”"),
        ("<Samsat>", "Tidak ada unit untuk “&lt;Samsat&gt;”"),
    ],
)
def test_a_search_says_how_much_it_found_for_which_words(browser, words, told):
    page = browser.post(INVITE, FILLED | {"cari": words, "cari-unit": "1"})
    assert told in page.content.decode()
    assert "unit untuk “" not in browser.get(INVITE).content.decode()


def test_a_unit_chosen_before_is_not_counted_as_found(browser):
    sent = FILLED | {"cari": "samsat", "cari-unit": "1", "unit": "LAB"}
    page = browser.post(INVITE, sent).content.decode()
    assert "Tidak ada unit untuk “samsat”" in page
    assert 'value="LAB" selected' in page


def test_the_tree_says_which_words_found_no_unit(browser):
    page = browser.get("/unit/", {"cari": "<Samsat>"}).content.decode()
    assert "Tidak ada unit untuk “&lt;Samsat&gt;”" in page


def test_a_unit_that_was_looked_for_can_be_chosen(browser):
    page = browser.post(INVITE, FILLED | {"cari": "laboratorium", "unit": "LAB"})
    assert page.status_code == 200
    held = User.objects.get(username="ratna").assignments.get()
    assert (held.role, held.unit.code) == ("head", "LAB")


@pytest.mark.parametrize(("words", "searches"), [("laboratorium", True), (" air ", False)])
def test_enter_searches_for_new_words_alone(browser, words, searches):
    page = browser.post(
        INVITE, FILLED | {"cari": words, "shown-for": "air", "unit": "LAB", "enter": "1"}
    )
    assert page.status_code == 200
    assert User.objects.filter(username="ratna").exists() is not searches
