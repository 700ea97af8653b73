"""The address of a button, opened like a page: told in words, and nothing is done."""

import pytest

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize("address", ["/privasi/saya/minta/", "/keluar/", "/tampilan/"])
def test_a_button_opened_as_a_page_says_what_to_do(browser_of, address):
    browser = browser_of("budi")
    told = browser.get(address)
    assert told.status_code == 405
    assert "POST" in told.headers["Allow"]
    assert "Tidak ada halaman di alamat ini" in told.content.decode()
    assert browser.get("/akun/").status_code == 200


def test_whoever_is_no_browser_gets_no_page(browser_of):
    assert browser_of("budi").put("/tampilan/").content == b""
