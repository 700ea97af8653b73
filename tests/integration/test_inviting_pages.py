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


def test_a_unit_that_was_looked_for_can_be_chosen(browser):
    page = browser.post(INVITE, FILLED | {"cari": "laboratorium", "unit": "LAB"})
    assert page.status_code == 200
    held = User.objects.get(username="ratna").assignments.get()
    assert (held.role, held.unit.code) == ("head", "LAB")
