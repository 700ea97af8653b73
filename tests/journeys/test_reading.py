"""From the front page to the rows behind a number."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_stranger_reads_the_verdict_and_follows_it_to_its_rows(visit):
    page = visit("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Apakah pelatihan mengubah pelayanan?"
    )
    page.get_by_role("link", name="Kajian lengkapnya").click()
    expect(page.locator(".sentence")).to_contain_text("hari kerja")
    expect(page.locator(".chart-wide svg")).to_have_count(2)
    page.get_by_role("link", name="Dari mana?").click()
    expect(page.locator(".rooms > li")).to_have_count(8)


def test_every_picture_has_its_numbers_beside_it(visit):
    page = visit("/kajian/median-completion-time/", who="budi")
    for summary in page.get_by_text("Angka dalam gambar ini").all():
        summary.click()
    tables = page.locator("details.data table")
    expect(tables).to_have_count(2)
    assert tables.first.locator("tbody tr").count() > 20


def test_choosing_a_unit_changes_the_numbers_without_leaving_the_page(visit):
    page = visit("/indikator/median-completion-time/", who="budi")
    page.evaluate("window.stayed = true")
    unit = page.get_by_role("combobox", name="Unit").locator("option").nth(3)
    value, name = unit.get_attribute("value"), unit.inner_text()
    page.get_by_role("combobox", name="Unit").select_option(value)
    expect(page.locator("#course")).to_have_text(name)
    expect(page).to_have_url(re.compile(f"unit={value}"))
    assert page.evaluate("window.stayed") is True


def test_the_same_choice_works_without_scripts(visit):
    page = visit("/indikator/median-completion-time/", who="budi", java_script_enabled=False)
    unit = page.get_by_role("combobox", name="Unit").locator("option").nth(3)
    value, name = unit.get_attribute("value"), unit.inner_text()
    page.get_by_role("combobox", name="Unit").select_option(value)
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#course")).to_have_text(name)


def test_language_and_theme_are_kept_from_page_to_page(visit):
    page = visit("/kajian/", who="budi")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Studies")
    with page.expect_response("**/tampilan/"):
        page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto("/indikator/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("heading", level=1)).to_have_text("Indicators")


def test_theme_and_language_switch_without_scripts(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_role("button", name="Ganti terang atau gelap").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_menu_of_a_phone_opens_without_scripts(visit):
    page = visit("/kajian/", who="sri", viewport=PHONE, java_script_enabled=False)
    expect(page.get_by_role("link", name="Impor data")).to_be_hidden()
    page.get_by_role("button", name="Buka menu").click()
    page.get_by_role("link", name="Impor data").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Impor data")


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit("/kajian/", who="budi")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_report_is_taken_home(visit):
    page = visit("/kajian/median-completion-time/", who="budi")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Laporan (PDF)").first.click()
    path = coming.value.path()
    assert path.read_bytes().startswith(b"%PDF")
