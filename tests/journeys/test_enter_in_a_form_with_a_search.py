"""The Enter key in a form with a search inside: what it does in the search and beside it."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPTS = pytest.mark.parametrize("scripts", [True, False])


def invitation(page: Page, username: str) -> None:
    """What is filled in before a unit is looked for."""
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Nama", exact=True).fill("Ratna Dewi")
    page.get_by_label("Peran").select_option("head")


@SCRIPTS
def test_enter_searches_a_unit_and_then_invites(visit, scripts):
    page = visit("/pengguna/undang/", who="admin", java_script_enabled=scripts)
    username = f"ratna-{scripts}".lower()
    invitation(page, username)
    page.get_by_label("Cari unit").fill("Kecamatan")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nama pengguna")).to_have_value(username)
    expect(page.get_by_label("Peran")).to_have_value("head")
    units = page.get_by_label("Atas unit mana")
    expect(units.locator("option").nth(2)).to_contain_text("Kecamatan")
    units.select_option(index=2)
    page.get_by_label("Nama", exact=True).press("Enter")
    expect(page.get_by_text("/undangan/").first).to_be_visible()


def test_enter_in_the_search_invites_nobody_although_all_is_filled_in(visit):
    page = visit("/pengguna/undang/", who="admin")
    invitation(page, "ratna-dua")
    units = page.get_by_label("Atas unit mana")
    units.select_option(index=2)
    chosen = units.input_value()
    page.get_by_label("Cari unit").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("Nama pengguna")).to_have_value("ratna-dua")
    expect(units).to_have_value(chosen)


@SCRIPTS
def test_enter_searches_a_person_and_on_a_choice_does_the_deed(visit, scripts):
    page = visit("/pengguna/", who="admin", java_script_enabled=scripts)
    page.locator("main table").get_by_role("link", name="Agus Salim").click()
    page.get_by_role("link", name="Pilih data pegawainya").click()
    search = page.get_by_label("Awal nama, atau NIP lengkap")
    search.fill("Budi")
    search.press("Enter")
    first = page.get_by_role("radio").first
    first.check()
    first.press("Enter")
    refusal = page.get_by_role("alert").filter(has_text="sudah terhubung dengan akun budi")
    expect(refusal).to_be_visible()


def test_the_button_behind_enter_is_met_by_nobody(visit):
    page = visit("/pengguna/undang/", who="admin")
    page.get_by_label("Cari unit").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Cari", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Peran")).to_be_focused()
