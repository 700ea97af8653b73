"""Sessions: listed, ended, and ending by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from dampak.accounts.signing_in.sessions import device_of
from dampak.audit.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "loket prima 9"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


def signed_in(name="sri") -> Client:
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    browser.post("/masuk/", {"username": name, "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/kajian/").status_code == 200


def test_every_browser_is_listed_and_the_present_one_is_named(people):
    here, _ = signed_in(), signed_in()
    rows = here.get("/akun/sesi/").context["rows"]
    assert [row["is_this_one"] for row in rows] == [True, False]
    assert rows[0]["device"] == "Firefox, Windows"


def test_one_session_is_ended_and_the_others_live(people):
    here, there, third = signed_in(), signed_in(), signed_in()
    number = UserSession.objects.get(session_key=there.session.session_key).pk
    here.post(f"/akun/sesi/{number}/akhiri/")
    assert [is_in(each) for each in (here, there, third)] == [True, False, True]
    assert Entry.objects.filter(deed="session.ended", by="sri").count() == 1


def test_all_others_are_ended_at_once(people):
    here, there, third = signed_in(), signed_in(), signed_in()
    here.post("/akun/sesi/akhiri-lainnya/")
    assert [is_in(each) for each in (here, there, third)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(people):
    sri, budi = signed_in(), signed_in("budi")
    number = UserSession.objects.get(session_key=sri.session.session_key).pk
    assert budi.post(f"/akun/sesi/{number}/akhiri/").status_code == 404
    assert is_in(sri)


def test_silence_ends_a_session_in_words(people, clock):
    browser = signed_in()
    clock.shift(timedelta(minutes=59))
    assert is_in(browser)
    clock.shift(timedelta(minutes=61))
    answer = browser.get("/kajian/")
    assert answer["Location"] == "/masuk/?next=/kajian/"
    assert "60 menit tidak ada kegiatan" in browser.get("/masuk/").content.decode()
    assert Entry.objects.get(deed="session.ended").details == {"because": "silence"}


def test_a_session_ends_after_a_working_day_however_busy(people, clock):
    browser = signed_in()
    for _ in range(24):
        clock.shift(timedelta(minutes=29))
        assert is_in(browser)
    clock.shift(timedelta(minutes=29))
    assert not is_in(browser)


def test_what_was_being_sent_is_not_done_after_the_end(people, clock):
    browser = signed_in()
    clock.shift(timedelta(hours=2))
    assert browser.post("/akun/sesi/akhiri-lainnya/")["Location"] == "/masuk/?next=/"


def test_a_quick_click_writes_nothing(people, clock):
    browser = signed_in()
    browser.get("/akun/sesi/")
    before = browser.session["session_seen_at"]
    clock.shift(timedelta(seconds=30))
    is_in(browser)
    assert browser.session["session_seen_at"] == before


def test_a_new_password_ends_the_others_and_leaves_this_one(people):
    here, there = signed_in(), signed_in()
    given = {"old_password": PASSWORD, "new_password1": "empat kata lain sekali"}
    answer = here.post("/akun/sandi/", {**given, "new_password2": "empat kata lain sekali"})
    assert answer["Location"] == "/akun/"
    assert [is_in(each) for each in (here, there)] == [True, False]
    assert UserSession.objects.filter(user=people["sri"]).count() == 1
    assert Entry.objects.filter(deed="password.changed", by="sri").count() == 1


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("pendek sekali"[:11], "12 karakter"),
        ("1990010119990310", "seluruhnya terdiri dari angka"),
        ("password123456", "umum"),
        ("sri.wahyuni.sri", "mirip"),
    ],
)
def test_a_weak_password_is_refused_and_the_rules_stood_there_before(people, new, words):
    people["sri"].first_name = "sri.wahyuni.sri"
    people["sri"].save()
    browser = signed_in()
    assert "Sedikitnya dua belas karakter" in browser.get("/akun/sandi/").content.decode()
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = browser.post("/akun/sandi/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_guessing_the_present_password_at_an_open_screen_is_stopped(people):
    browser = signed_in()
    for _ in range(11):
        answer = browser.post("/akun/pastikan/", {"password": "wrong", "next": "/akun/"})
    assert answer.status_code == 429
    assert Entry.objects.filter(deed="sign-in.failed", by="sri").count() == 10


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18 Safari/605", "Safari, macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_devices_are_told_in_words(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize("onward", ["/masuk/", "/masuk/?next=/masuk/", "http://testserver/masuk/"])
def test_the_door_leads_nobody_round_to_itself(people, onward):
    browser = signed_in()
    assert browser.get("/masuk/", {"next": onward})["Location"] == "/"
    told = Client().post("/masuk/", {"username": "sri", "password": PASSWORD, "next": onward})
    assert told["Location"] == "/"


def test_who_was_silent_at_an_open_door_is_led_home(people, clock):
    browser = signed_in()
    clock.shift(timedelta(minutes=61))
    sent = {"username": "sri", "password": PASSWORD}
    told = browser.post("/masuk/", sent, headers={"referer": "http://testserver/masuk/"})
    assert told["Location"] == "/masuk/?next=/"
