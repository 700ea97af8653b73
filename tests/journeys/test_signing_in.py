"""Coming in: an app, a passkey, a recovery code, the lock, and sessions that are ended."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import DESK, PHONE, Site, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "empat kata tak berkait"


@pytest.fixture
def person(site: Site, request: pytest.FixtureRequest) -> str:
    """Somebody of this test alone, so that no other test meets their second step."""
    name = "uji-" + re.sub(r"\W+", "-", request.node.name)[:40]
    command = [sys.executable, "-c", "from dampak.cli.main import main; main()", "account", name]
    environ = {**os.environ, "DAMPAK_HOME": str(site.home), "DAMPAK_DEMO": "0"}
    environ.pop("DAMPAK_DATABASE_URL", None)
    subprocess.run(
        [*command, "--role", "civil-servant", "--password", PASSWORD], env=environ, check=True
    )
    return name


@pytest.fixture
def browser_at(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A fresh browser that asks for the site as localhost: passkeys have names, not numbers."""
    contexts = []

    def open_page(address: str = "/masuk/", **wishes: object) -> Page:
        url = site.url.replace("127.0.0.1", "localhost")
        wishes = {"viewport": DESK, "locale": "id-ID", "color_scheme": "light", **wishes}
        contexts.append(chromium.new_context(base_url=url, **wishes))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda said: _refuse_errors(said.type, said.text))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _refuse_errors(kind: str, text: str) -> None:
    assert kind != "error" or text.startswith("Failed to load resource"), text


def give(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Sandi", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()


def at(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def confirm(page: Page) -> None:
    at(page, "/akun/pastikan/")
    assert_fit_for_everybody(page)
    page.get_by_label("Sandi Anda yang berlaku").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()


def code_of(secret: str, *, not_before: float = 0) -> str:
    """What the app shows; waits for a code of a later half minute than that moment's."""
    while int(time.time()) // 30 <= int(not_before) // 30:
        time.sleep(0.5)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(page: Page) -> tuple[str, list[str], float]:
    """Set an app up, on a phone that can type; its secret, the recovery codes, the moment."""
    page.goto("/akun/")
    assert_fit_for_everybody(page)
    page.get_by_role("link", name="Pasang aplikasi").click()
    confirm(page)
    at(page, "/akun/aplikasi/")
    assert_fit_for_everybody(page)
    secret = page.locator(".hash").inner_text().replace(" ", "")
    moment = time.time()
    page.get_by_label("Enam angka").fill(code_of(secret))
    page.get_by_role("button", name="Selesai").click()
    at(page, "/akun/kode-cadangan/")
    assert_fit_for_everybody(page)
    codes = page.locator("#codes li").all_inner_texts()
    page.get_by_role("link", name="Sudah saya simpan").click()
    at(page, "/akun/")
    return secret, codes, moment


def test_an_app_is_set_up_and_then_asked_for_and_a_recovery_code_opens_once(person, browser_at):
    page = browser_at(viewport=PHONE)
    assert_fit_for_everybody(page)
    give(page, person)
    at(page, "/")
    secret, codes, moment = set_up_app(page)
    assert len(codes) == 10

    second = browser_at()
    give(second, person)
    at(second, "/masuk/faktor-kedua/")
    assert_fit_for_everybody(second)
    second.get_by_label("Kode", exact=True).fill(code_of(secret, not_before=moment))
    second.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    at(second, "/")

    for browser, opens in ((browser_at(), True), (browser_at(), False)):
        give(browser, person)
        browser.get_by_label("Kode", exact=True).fill(codes[0])
        browser.locator("main").get_by_role("button", name="Masuk", exact=True).click()
        if opens:
            at(browser, "/")
        else:
            expect(browser.get_by_text("Kode ini tidak membuka apa pun")).to_be_visible()
            assert_fit_for_everybody(browser)


def hold_passkeys(page: Page) -> None:
    """A device with a finger on it, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_passkey_is_set_up_and_opens_alone(person, browser_at):
    page = browser_at()
    hold_passkeys(page)
    give(page, person)
    at(page, "/")
    page.goto("/akun/")
    page.get_by_role("link", name="Tambah kunci sandi").click()
    confirm(page)
    at(page, "/akun/kunci-sandi/")
    assert_fit_for_everybody(page)
    page.get_by_label("Nama kunci sandi ini").fill("Laptop kantor")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    at(page, "/akun/kode-cadangan/")
    page.goto("/akun/")
    expect(page.get_by_role("rowheader", name="Laptop kantor")).to_be_visible()
    assert_fit_for_everybody(page)

    page.get_by_role("button", name="Keluar").first.click()
    page.goto("/masuk/?next=/kajian/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    at(page, "/kajian/")

    # After the password the same passkey is the second step.
    page.get_by_role("button", name="Keluar").first.click()
    page.goto("/masuk/")
    give(page, person)
    at(page, "/masuk/faktor-kedua/")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    at(page, "/")

    # And it shows that it is still the same person.
    page.goto("/akun/pastikan/kunci-sandi/?next=/akun/sesi/")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    at(page, "/akun/sesi/")

    page.goto("/akun/")
    page.get_by_role("link", name="Cabut Laptop kantor").click()
    at(page, re.search(r"/akun/kunci-sandi/\d+/cabut/", page.url)[0])
    assert_fit_for_everybody(page)
    page.locator("main").get_by_role("button", name="Cabut").click()
    at(page, "/akun/")
    expect(page.get_by_text("Belum ada kunci sandi")).to_be_visible()


def test_a_passkey_that_is_there_already_or_cannot_be_read_is_told_in_words(person, browser_at):
    page = browser_at(viewport=PHONE)
    hold_passkeys(page)
    give(page, person)
    at(page, "/")
    page.goto("/akun/kunci-sandi/")
    confirm(page)
    page.get_by_role("button", name="Tambah kunci sandi").click()
    at(page, "/akun/kode-cadangan/")

    page.goto("/akun/kunci-sandi/")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    expect(page.get_by_text("Perangkat ini sudah menyimpan kunci sandi")).to_be_visible()
    assert_fit_for_everybody(page)

    page.goto("/akun/pastikan/kunci-sandi/?next=/akun/sesi/")
    send_in_place_of_a_passkey(page)
    expect(page.get_by_text("Kunci sandi ini tidak membuka")).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    at(page, "/akun/sesi/")

    page.get_by_role("button", name="Buka menu").click()
    page.get_by_role("button", name="Keluar").first.click()
    page.goto("/masuk/")
    give(page, person)
    at(page, "/masuk/faktor-kedua/")
    send_in_place_of_a_passkey(page)
    expect(page.get_by_text("Kunci sandi ini tidak membuka")).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    at(page, "/")


def send_in_place_of_a_passkey(page: Page) -> None:
    """An answer that no device gave."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = document.querySelector("form[data-passkey]");
                form.elements.credential.value = '{"id": "a"}';
                form.submit();
            }"""
        )


def test_without_a_passkey_the_page_says_so_and_stays_usable(browser_at):
    page = browser_at()
    hold_passkeys(page)  # a device that holds none for this address
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Perangkat tidak memberi kunci sandi")).to_be_visible()
    assert_fit_for_everybody(page)


def test_the_lock_says_what_happened_until_when_and_what_to_do(browser_at):
    page = browser_at(viewport=PHONE, color_scheme="dark")
    for _ in range(11):
        give(page, "tidak-ada-nama-ini", "salah semua")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("dicoba 11 kali tanpa hasil")
    expect(notice).to_contain_text(re.compile(r"Terbuka sendiri pukul \d\d\.\d\d WIB"))
    expect(notice).to_contain_text("administrator kantor Anda")
    assert_fit_for_everybody(page)


def test_a_session_is_ended_from_another_browser(person, browser_at):
    here, there = browser_at(), browser_at()
    for page in (here, there):
        give(page, person)
        at(page, "/")
    here.goto("/akun/sesi/")
    assert_fit_for_everybody(here)
    expect(here.locator(".sessions li")).to_have_count(2)
    here.locator(".sessions li").nth(1).get_by_role("button").click()
    expect(here.get_by_text("Sesi itu sudah berakhir")).to_be_visible()
    there.goto("/kajian/")
    at(there, "/masuk/")
    here.goto("/kajian/")
    at(here, "/kajian/")


def test_a_new_password_signs_out_everywhere_else_and_weak_ones_are_refused(person, browser_at):
    here, there = browser_at(), browser_at()
    for page in (here, there):
        give(page, person)
        at(page, "/")
    here.goto("/akun/sandi/")
    assert_fit_for_everybody(here)
    for new, words in (("pendek", "12 karakter"), (person, "mirip"), ("1" * 18, "angka")):
        _change(here, new)
        expect(here.locator(".invalid-feedback").first).to_contain_text(words)
    assert_fit_for_everybody(here)
    _change(here, "lima kata yang lain sekali")
    at(here, "/akun/")
    there.goto("/kajian/")
    at(there, "/masuk/")


def _change(page: Page, new: str) -> None:
    page.get_by_label("Sandi Anda yang berlaku").fill(PASSWORD)
    page.locator("#id_new_password1").fill(new)
    page.locator("#id_new_password2").fill(new)
    page.get_by_role("button", name="Ganti sandi").click()
    page.wait_for_load_state()
