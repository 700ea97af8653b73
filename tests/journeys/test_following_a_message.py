"""A message that was written leads back to the very site that wrote it."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_link_of_a_message_leads_to_where_it_is_served(visit, site):
    page = visit("/pesan/", who="admin")
    page.get_by_role("button", name="Tulis kepada saya").click()
    page.goto("/kotak-masuk/")
    page.locator("main ul.todo a").first.click()
    link = page.locator("main section a")
    expect(link).to_have_attribute("href", f"{site.url}/kotak-masuk/")
    link.click()
    expect(page.get_by_role("heading", level=1, name="Kotak masuk")).to_be_visible()
