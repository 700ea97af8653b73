"""The list of accounts searched on a phone without scripts: there, onwards and back again."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_way_back_leads_to_what_was_found_and_no_address_names_anybody(visit):
    page = visit("/pengguna/", who="admin", java_script_enabled=False, viewport=PHONE)
    page.get_by_label("Nama atau nama pengguna").fill("wali")
    page.keyboard.press("Enter")
    found = page.locator("main table tbody tr")
    expect(found).to_have_count(1)
    address = page.url
    assert "wali" not in address
    page.get_by_role("link", name="Agus Salim").click()
    expect(page.get_by_role("heading", name="Agus Salim", level=1)).to_be_visible()
    page.go_back()
    assert page.url == address
    expect(found).to_have_count(1)
    page.reload()
    expect(found).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/pengguna/?pencarian=lama", "/buku/?pencarian=lama"])
def test_a_search_that_is_forgotten_is_said_to_everybody(visit, address, scheme):
    page = visit(address, who="admin", viewport=PHONE, color_scheme=scheme)
    expect(page.get_by_role("status")).to_contain_text("tidak disimpan lagi")
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("who", ["budi", "wali"])
def test_an_empty_home_leads_somewhere_for_everybody(visit, who):
    page = visit("/", who=who, viewport=PHONE, color_scheme="dark")
    assert_fit_for_everybody(page)
    page.get_by_role("region", name="Yang dapat Anda lakukan sekarang").get_by_role(
        "link"
    ).first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Yang menunggu Anda hari ini")
