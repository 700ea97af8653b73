"""Taking a second step away says beforehand what ends with it, and afterwards what has ended."""

import pytest
from allauth.mfa.models import Authenticator
from tests.integration.test_second_factor import app, clock

__all__ = ["app", "clock"]  # fixtures, asked for by name
pytestmark = [pytest.mark.database, pytest.mark.django_db]
ALONG = "satu-satunya langkah kedua Anda, dan kode cadangan ikut dicabut"


@pytest.fixture
def passkey(people):
    return Authenticator.objects.create(
        user=people["sri"], type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop kantor"}
    )


def told(browser):
    return browser.get("/akun/").content.decode()


def test_the_last_one_takes_the_recovery_codes_along_and_both_pages_say_so(app):
    _, browser = app
    page = browser.get("/akun/aplikasi/cabut/").content.decode()
    assert ALONG in page
    assert "cukup sandi yang membuka akun Anda" in page
    browser.post("/akun/aplikasi/cabut/")
    assert "Aplikasi sudah dicabut, dan kode cadangan ikut dicabut." in told(browser)


def test_beside_another_one_nothing_goes_along(app, passkey):
    _, browser = app
    address = f"/akun/kunci-sandi/{passkey.pk}/cabut/"
    page = browser.get(address).content.decode()
    assert ALONG not in page
    assert "begitu juga kode cadangan" in page
    browser.post(address)
    assert "Kunci sandi sudah dicabut dan tidak membuka apa pun lagi." in told(browser)
    assert ALONG in browser.get("/akun/aplikasi/cabut/").content.decode()


def test_of_whom_a_second_step_is_demanded_is_told_what_stays_open(app, settings):
    settings.SECOND_FACTOR_ROLES = ("training-manager",)
    _, browser = app
    page = browser.get("/akun/aplikasi/cabut/").content.decode()
    assert "hanya halaman akun Anda yang terbuka" in page
    assert "cukup sandi" not in page
