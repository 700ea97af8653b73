"""Pages of refusal forgive and teach, and lead back to pages of this site only."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory

from dampak.accounts.form_page import page_of_form
from dampak.website.uploads import MEBIBYTE

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PASSWORD = "loket prima 9"
OURS = "http://testserver"
NOT_OURS = [
    "",
    "https://evil.example/impor/baru/",
    "http://testserver.evil.example/impor/baru/",
    "http://testserver@evil.example/impor/baru/",
    "http://testserver:81/impor/baru/",
    "http://testserver//evil.example/",
    "http://testserver/\\evil.example/",
    "javascript:alert(1)//testserver/",
    "data:text/html,<script>alert(1)</script>",
    "//testserver/impor/baru/",
    "http://[broken/impor/baru/",
    "http://testserver/tidak-ada-di-sini/",
]


class NotGathered:
    """The files of a site that `dampak run` has not prepared."""

    def url(self, name: str) -> str:
        raise ValueError(name)


@pytest.fixture
def strict(people):
    """Sri's browser, before a site that asks forms for their mark."""
    browser = Client(enforce_csrf_checks=True)
    browser.login(username="sri", password=PASSWORD)
    return browser


def expired(browser: Client, **headers: str) -> str:
    browser.cookies["csrftoken"] = "a" * 32
    told = browser.post(
        "/impor/baru/", {"csrfmiddlewaretoken": "b" * 32 + "d" * 32}, headers=headers
    )
    assert told.status_code == 403
    return str(told.content.decode())


def test_an_expired_form_says_what_was_kept_and_leads_back_to_its_page(strict):
    page = expired(strict, referer=f"{OURS}/impor/baru/?dari=2024")
    assert "Formulir ini sudah kedaluwarsa" in page
    assert "Tidak ada yang disimpan atau diubah" in page
    assert "Tekan Kembali di peramban" in page
    assert 'href="/impor/baru/?dari=2024"' in page


@pytest.mark.parametrize("referer", NOT_OURS)
def test_no_page_of_refusal_leads_to_where_somebody_else_says(strict, referer):
    page = expired(strict, referer=referer)
    assert "Buka ulang halamannya</a>" not in page
    assert "evil" not in page
    assert "alert(1)" not in page


def test_what_the_browser_tells_cannot_leave_its_place_in_the_page(strict):
    page = expired(strict, referer=f'{OURS}/impor/baru/?a="><script>alert(1)</script>')
    assert "<script>alert(1)" not in page
    assert "%3Cscript" in page or "&lt;script" in page


def test_a_browser_without_cookies_is_told_of_cookies(people):
    told = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "sri"})
    assert told.status_code == 403
    page = told.content.decode()
    assert "Izinkan kuki untuk alamat ini" in page
    assert "kedaluwarsa" not in page


def test_a_form_from_another_address_names_the_setting_that_proxies_need(strict):
    page = expired(strict, origin="https://evil.example")
    assert "Formulir ini dikirim dari alamat lain" in page
    assert "DAMPAK_TRUSTED_ORIGINS" in page
    assert "evil" not in page


def test_the_page_speaks_the_language_that_was_chosen(strict):
    strict.cookies["django_language"] = "en"
    page = expired(strict, referer=f"{OURS}/impor/baru/")
    assert '<html lang="en"' in page
    assert "Open the page anew" in page


def test_a_fault_of_ours_bears_the_number_by_which_the_log_knows_it(browser_of, monkeypatch):
    monkeypatch.setattr("dampak.website.home.views.needs_of", 0)
    sri = browser_of("sri")
    sri.raise_request_exception = False
    told = sri.get("/?x=1")
    assert told.status_code == 500
    page = told.content.decode()
    assert told.headers["X-Request-ID"] in page
    assert 'href="/?x=1">Coba sekali lagi</a>' in page


def test_what_is_only_not_there_bears_no_number(browser_of):
    told = browser_of("sri").get("/tidak-ada/")
    assert told.headers["X-Request-ID"] not in told.content.decode()


@pytest.mark.parametrize("has_style", [True, False])
def test_the_barest_page_has_its_style_if_that_is_to_be_had(monkeypatch, has_style):
    from dampak.website.refusals import broken

    def refuse(*_args, **_kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr("dampak.website.refusal_pages.render", refuse)
    if not has_style:
        monkeypatch.setattr("dampak.website.refusal_pages.staticfiles_storage", NotGathered())
    request = RequestFactory().get("/impor/")
    page = broken(request).content.decode()
    assert ("bare.css" in page) is has_style
    assert "<style" not in page  # the policy would refuse it
    assert 'href="/impor/"' in page
    assert 'href="/"' in page


def test_a_role_that_is_missing_leads_to_the_roles_there_are(browser_of):
    page = browser_of("budi").get("/buku/").content.decode()
    assert 'href="/pengguna/peran-saya/"' in page


def test_files_of_who_is_no_longer_signed_in_are_not_called_too_large_for_a_delivery(client):
    sent = {"content_type": "application/octet-stream", "referer": f"{OURS}/impor/baru/"}
    told = client.post("/impor/baru/", b"x" * (2 * MEBIBYTE), **sent)
    assert told.status_code == 413
    assert "Masuk dulu, lalu serahkan lagi berkasnya" in told.content.decode()


def test_what_is_sent_after_the_end_of_a_session_leads_through_the_door_to_the_form(client):
    told = client.post("/impor/baru/", {"x": 1}, headers={"referer": f"{OURS}/impor/baru/?a=1"})
    assert parse_qs(urlsplit(told["Location"]).query) == {"next": ["/impor/baru/?a=1"]}
    door = client.get(told["Location"]).content.decode()
    assert "yang baru saja Anda kirim tidak disimpan" in door


def test_a_button_pressed_after_the_end_does_not_lead_to_an_address_without_a_page(client):
    told = client.post("/akun/sesi/akhiri-lainnya/", headers={"referer": f"{OURS}/akun/sesi/"})
    assert parse_qs(urlsplit(told["Location"]).query) == {"next": ["/akun/sesi/"]}


@pytest.mark.parametrize("referer", NOT_OURS)
def test_no_door_leads_to_where_somebody_else_says(client, referer):
    told = client.post("/impor/baru/", {"x": 1}, headers={"referer": referer})
    assert told["Location"] == "/masuk/?next=/"


def test_an_address_under_which_the_site_is_not_known_leads_nowhere(rf):
    request = rf.post("/", headers={"host": "evil.example", "referer": "http://evil.example/"})
    assert page_of_form(request) == ""
