"""A sign-in that waits for its second step opens nothing once there is another password."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from dampak.accounts.models import User
from dampak.accounts.signing_in.forgotten import reset_password
from dampak.accounts.signing_in.mailed_links import new_link
from dampak.accounts.signing_in.models import MailedLink
from dampak.audit.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD, NEW = "loket prima 9", "empat kata yang aneh"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)
SECRET = generate_totp_secret()
SECOND_STEP = "/masuk/faktor-kedua/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


@pytest.fixture
def sri(people) -> User:
    TOTP.activate(people["sri"], SECRET)
    return people["sri"]


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def at_the_second_step(password=PASSWORD) -> Client:
    browser = Client()
    answer = browser.post("/masuk/", {"username": "sri", "password": password})
    assert answer["Location"] == SECOND_STEP
    return browser


def reset(sri: User) -> None:
    token = new_link(sri, MailedLink.Purpose.RESET, address="sri@contoh.go.id", at=MORNING)
    reset_password(token, password=NEW, at=MORNING)


def change(_sri: User) -> None:
    browser = at_the_second_step()
    browser.post(SECOND_STEP, {"code": code()})
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/akun/sandi/", fields)["Location"] == "/akun/"


@pytest.mark.parametrize("renew", [reset, change])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_thief_at_the_second_step_is_stopped_by_a_new_password(sri, clock, renew, method):
    thief = at_the_second_step()
    renew(sri)
    clock.shift(timedelta(minutes=1))
    answer = getattr(thief, method)(SECOND_STEP, {"code": code()}, follow=True)
    assert answer.redirect_chain == [("/masuk/", 302)]
    assert "Sandi akun ini diganti setelah Anda mulai masuk" in answer.content.decode()
    assert thief.get("/akun/")["Location"].startswith("/masuk/")
    assert thief.get(SECOND_STEP)["Location"] == "/masuk/"


def test_the_stopped_sign_in_stands_in_the_book(sri):
    thief = at_the_second_step()
    reset(sri)
    thief.post(SECOND_STEP, {"code": code()})
    failed = Entry.objects.filter(deed="sign-in.failed").latest("pk")
    assert (failed.by, failed.details) == ("sri", {"means": "password of before"})


def test_a_sign_in_with_the_new_password_passes_the_second_step(sri):
    reset(sri)
    assert at_the_second_step(NEW).post(SECOND_STEP, {"code": code()})["Location"] == "/"
