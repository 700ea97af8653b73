"""The second step: a code of an app, a recovery code, and who must have one."""

import json
import time
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import OperationalError, connection, connections
from django.test import Client

from dampak.accounts.signing_in.factors import factors_of, take_factors_away
from dampak.accounts.signing_in.one_time_codes import accept_code
from dampak.audit.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "loket prima 9"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    """A clock that stands until somebody moves it."""
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


def code_of(secret: str, *, seconds: int = 0) -> str:
    """What the app shows now, or so many seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time() + seconds) // 30))


def sign_in(name="sri", password=PASSWORD) -> tuple[Client, object]:
    browser = Client()
    return browser, browser.post("/masuk/", {"username": name, "password": password})


def confirmed(name="sri") -> Client:
    """A browser that signed in and has just shown once more that it is they."""
    browser, _ = sign_in(name)
    answer = browser.post("/akun/pastikan/", {"password": PASSWORD, "next": "/akun/"})
    assert answer.status_code == 302, answer.content.decode()
    return browser


@pytest.fixture
def app(people, clock):
    """Sri has set an app up a minute ago; its secret, and her browser."""
    browser = confirmed()
    secret = browser.get("/akun/aplikasi/").context["form"].secret
    answer = browser.post("/akun/aplikasi/", {"code": code_of(secret)})
    assert answer["Location"] == "/akun/kode-cadangan/"
    clock.shift(60)
    return secret, browser


def recovery_codes(browser) -> list[str]:
    return browser.get("/akun/kode-cadangan/").context["unused_codes"]


def test_setting_up_an_app_asks_first_whether_it_is_still_you(people):
    browser, _ = sign_in()
    answer = browser.get("/akun/aplikasi/")
    assert answer["Location"].startswith("/akun/pastikan/?next=")


def test_with_an_app_the_password_alone_opens_nothing(app):
    secret, _ = app
    browser, answer = sign_in()
    assert answer["Location"] == "/masuk/faktor-kedua/"
    assert browser.get("/kajian/")["Location"].startswith("/masuk/")
    answer = browser.post("/masuk/faktor-kedua/", {"code": code_of(secret)})
    assert answer["Location"] == "/"
    assert browser.get("/kajian/").status_code == 200


def test_the_page_asked_for_is_reached_after_the_second_step(app):
    secret, _ = app
    browser = Client()
    browser.post("/masuk/", {"username": "sri", "password": PASSWORD, "next": "/kajian/"})
    answer = browser.post("/masuk/faktor-kedua/", {"code": code_of(secret)})
    assert answer["Location"] == "/kajian/"


def test_a_wrong_code_is_refused_in_words_and_written_down(app):
    browser, _ = sign_in()
    answer = browser.post("/masuk/faktor-kedua/", {"code": "000000"})
    assert answer.status_code == 422
    assert "Kode ini tidak membuka apa pun" in answer.content.decode()
    failed = Entry.objects.filter(deed="sign-in.failed").first()
    assert (failed.by, failed.details["means"]) == ("sri", "second factor")


def test_a_used_code_is_refused_also_in_another_browser(app):
    secret, _ = app
    first, _ = sign_in()
    code = code_of(secret)
    assert first.post("/masuk/faktor-kedua/", {"code": code})["Location"] == "/"
    second, _ = sign_in()
    assert second.post("/masuk/faktor-kedua/", {"code": code}).status_code == 422


def test_the_code_that_proved_the_app_opens_nothing_afterwards(app, clock):
    secret, _ = app
    clock.shift(-60)
    other, _ = sign_in()
    assert other.post("/masuk/faktor-kedua/", {"code": code_of(secret)}).status_code == 422


def test_codes_of_an_earlier_step_than_the_used_one_are_refused(people, app):
    secret, _ = app
    assert accept_code(people["sri"], code_of(secret)) is not None
    assert accept_code(people["sri"], code_of(secret, seconds=-30)) is None


@pytest.mark.parametrize(("seconds", "opens"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_a_clock_half_a_minute_wrong_is_forgiven(people, app, clock, seconds, opens):
    secret, _ = app
    clock.shift(600)
    assert (accept_code(people["sri"], code_of(secret, seconds=seconds)) is not None) is opens


def test_recovery_codes_are_shown_once(app):
    _, browser = app
    assert len(recovery_codes(browser)) == 10
    page = browser.get("/akun/kode-cadangan/")
    assert "tidak ditampilkan dua kali" in page.content.decode()
    assert set(page.context["unused_codes"]) == {"****"}


def test_a_recovery_code_opens_once(app):
    _, browser = app
    code = recovery_codes(browser)[0]
    first, _ = sign_in()
    assert first.post("/masuk/faktor-kedua/", {"code": code})["Location"] == "/"
    second, _ = sign_in()
    assert second.post("/masuk/faktor-kedua/", {"code": code}).status_code == 422
    assert Entry.objects.filter(deed="second-factor.recovery-code-used").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_sent_twice_at_once_opens_one_door(app, people):
    _, browser = app
    code = recovery_codes(browser)[0]
    together, found = Barrier(6), []

    def try_it() -> None:
        together.wait()
        try:
            found.append(accept_code(people["sri"], code))
        except OperationalError:  # the ledger of the tests lies in memory and cannot queue
            found.append(None)
        finally:
            connections.close_all()

    threads = [Thread(target=try_it) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 6
    assert len([each for each in found if each]) == 1


def test_new_recovery_codes_make_the_old_ones_worthless(app, people):
    _, browser = app
    old = recovery_codes(browser)
    browser.post("/akun/kode-cadangan/baru/")
    assert accept_code(people["sri"], old[0]) is None
    assert accept_code(people["sri"], recovery_codes(browser)[0]) is not None


def test_ten_wrong_codes_close_the_name_also_for_the_right_code(app, settings):
    secret, _ = app
    browser, _ = sign_in()
    for _ in range(9):
        browser.post("/masuk/faktor-kedua/", {"code": "000000"})
    answer = browser.post("/masuk/faktor-kedua/", {"code": code_of(secret)})
    assert answer.status_code == 429


def test_taking_the_last_factor_away_takes_the_codes_along_and_is_written_down(app, people):
    _, browser = app
    browser.post("/akun/aplikasi/cabut/")
    assert not Authenticator.objects.filter(user=people["sri"]).exists()
    assert Entry.objects.filter(deed="second-factor.removed", by="sri").count() == 2
    _, answer = sign_in()
    assert answer["Location"] == "/"


def test_secrets_lie_encrypted(app, people):
    secret, _ = app
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = json.dumps([str(row[0]) for row in cursor.fetchall()])
    assert secret not in kept


def test_with_another_key_codes_open_nothing_and_nothing_breaks(app, people, settings, caplog):
    secret, _ = app
    settings.SECRET_KEY = "another-key-" * 5
    assert accept_code(people["sri"], code_of(secret)) is None
    assert factors_of(people["sri"]).codes_left == 0
    assert "DAMPAK_SECRET_KEY" in caplog.text
    assert secret not in caplog.text


def test_no_secret_and_no_code_is_in_the_book(app):
    secret, browser = app
    codes = recovery_codes(browser)
    told = json.dumps(list(Entry.objects.values_list("details", flat=True)))
    assert secret not in told
    assert not any(code in told for code in codes)


def test_who_lost_phone_and_sheet_is_let_in_by_the_administrators_deed(app, people):
    from django.utils.timezone import now

    assert take_factors_away(people["sri"], by="hasan", at=now()) == 2
    _, answer = sign_in()
    assert answer["Location"] == "/"


def test_a_role_that_needs_a_second_step_opens_nothing_before_it(people, settings):
    settings.SECOND_FACTOR_ROLES = ["evaluator"]
    browser, _ = sign_in()
    assert browser.get("/kajian/")["Location"] == "/akun/"
    assert "Peran Anda memerlukan langkah kedua" in browser.get("/akun/").content.decode()
    other, _ = sign_in("budi")
    assert other.get("/kajian/").status_code == 200


def test_with_a_second_step_that_role_is_let_through(app, settings):
    settings.SECOND_FACTOR_ROLES = ["evaluator"]
    _, browser = app
    assert browser.get("/kajian/").status_code == 200
