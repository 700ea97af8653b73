"""Every page at the door speaks the language that whoever stands before it chose there."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from tests.integration.conftest import AT

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "loket prima 9"
HEADING = re.compile(r"<h1[^>]*>([^<]+)</h1>")
SWITCH = re.compile(r'name="next" value="([^"]*)">\s*<button[^>]*value="(en|id)" lang="\2">')


def invited() -> Client:
    """A browser before the link that an administrator has just made for Budi."""
    open_account("mira", password=PASSWORD, role=Role.ADMINISTRATOR, by="test", at=AT)
    mira, budi = Client(), User.objects.get(username="budi")
    mira.post("/masuk/", {"username": "mira", "password": PASSWORD})
    page = mira.post(f"/pengguna/{budi.pk}/tautan/").content.decode()
    browser = Client()
    answer = browser.get(re.search(r"/undangan/[\w:-]+/", page)[0])
    assert (answer["Location"], answer["Referrer-Policy"]) == ("/undangan/", "no-referrer")
    return browser


def half_signed_in() -> Client:
    """Sri's browser, which has said the password and not yet the code."""
    TOTP.activate(User.objects.get(username="sri"), generate_totp_secret())
    browser = Client()
    browser.post("/masuk/", {"username": "sri", "password": PASSWORD})
    return browser


PAGES = {
    "/masuk/?next=/unit/": (Client, "Masuk", "Sign in"),
    "/masuk/lupa/": (Client, "Lupa kata sandi", "Forgot the password"),
    "/masuk/lupa/terkirim/": (Client, "Periksa kotak surel Anda", "Look into your mailbox"),
    "/masuk/sandi-baru/": (Client, "Tautan ini tidak berlaku", "This link opens nothing"),
    "/masuk/faktor-kedua/": (half_signed_in, "Langkah kedua", "Second step"),
    "/undangan/": (invited, "Tentukan sandi Anda", "Set your password"),
}


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_leads_back_to_the_same_page_in_the_other_language(people, path):
    begin, indonesian, english = PAGES[path]
    browser = begin()
    for heading, language in ((indonesian, "en"), (english, "id")):
        page = browser.get(path).content.decode()
        back, offered = SWITCH.search(page).groups()
        assert HEADING.search(page)[1] == heading
        assert (back, offered) == (path, language)
        answer = browser.post("/bahasa/setlang/", {"next": back, "language": offered})
        assert answer["Location"] == path
    assert HEADING.search(browser.get(path).content.decode())[1] == indonesian


def test_the_link_of_an_administrator_sets_a_forgotten_password_once(people):
    browser = invited()
    given = {"password": "empat kata yang aneh", "again": "empat kata yang aneh"}
    assert browser.post("/undangan/", given)["Location"] == "/masuk/"
    again = {"username": "budi", "password": given["password"]}
    assert Client().post("/masuk/", again).status_code == 302
    assert browser.post("/undangan/", given).status_code == 410


def test_a_forged_invitation_is_refused_on_a_page_without_its_token(people):
    browser = Client()
    assert browser.get("/undangan/salah/")["Location"] == "/undangan/"
    assert browser.get("/undangan/").status_code == 410
