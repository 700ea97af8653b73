"""Whose account it is: searched for and chosen on a phone, by keyboard and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def search(page: Page, words: str) -> None:
    """From the list of accounts to the people found, by keys alone once the field is reached."""
    page.locator("main table").get_by_role("link", name="Agus Salim").click()
    page.get_by_role("link", name="Pilih data pegawainya").click()
    page.get_by_label("Awal nama, atau NIP lengkap").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Siapa yang dimaksud?")).to_be_visible()


def test_the_demo_shows_what_is_kept_about_somebody_who_serves_there(visit):
    page = visit("/privasi/saya/", who="budi")
    expect(page.get_by_role("heading", name="Tempat Anda bertugas")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d{6}\*{8}\d{4}")).first).to_be_visible()


def test_a_person_is_searched_for_and_chosen_without_scripts(visit):
    page = visit("/pengguna/", who="admin", java_script_enabled=False, viewport=PHONE)
    search(page, "Budi")
    assert "Budi" not in page.url
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ini akun orang tersebut").click()
    refusal = page.get_by_role("alert").filter(has_text="sudah terhubung dengan akun budi")
    expect(refusal).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_people_found_fit_a_phone_and_everybody(visit, scheme):
    page = visit("/pengguna/", who="admin", color_scheme=scheme, viewport=PHONE)
    search(page, "a")
    assert_fit_for_everybody(page)
