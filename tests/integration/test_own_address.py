"""The e-mail address of an account: entered with the password, kept once its mail was read."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from dampak.accounts.models import User
from dampak.accounts.signing_in.forgotten import answer_requests
from dampak.accounts.signing_in.mailed_links import MOST_AN_HOUR
from dampak.accounts.signing_in.models import MailedLink
from dampak.audit.models import Entry
from dampak.messaging.models import Message, Way

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "loket prima 9"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)
PAGE, CONFIRM, OWN = "/akun/surel/", "/akun/surel/pastikan/", "sri@contoh.go.id"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


def signed_in(name="sri") -> Client:
    browser = Client()
    browser.post("/masuk/", {"username": name, "password": PASSWORD})
    return browser


@pytest.fixture
def sri(people) -> Client:
    return signed_in()


def enter(browser: Client, address=OWN, password=PASSWORD):
    return browser.post(PAGE, {"address": address, "password": password})


def link_mailed() -> str:
    newest = Message.objects.filter(letter="signing-in.address").latest("pk")
    return re.search(rf"{CONFIRM}[\w-]+/", newest.body())[0]


def kept() -> str:
    return User.objects.get(username="sri").email


def test_an_address_holds_once_its_mail_was_read(sri):
    assert enter(sri)["Location"] == "/akun/"
    assert kept() == ""
    assert sri.get(link_mailed())["Location"] == CONFIRM
    assert OWN in sri.get(CONFIRM).content.decode()
    assert kept() == ""
    assert sri.post(CONFIRM)["Location"] == "/akun/"
    assert kept() == OWN
    assert OWN in sri.get("/akun/").content.decode()


def test_the_link_goes_to_the_address_alone_and_names_nobody(sri):
    enter(sri)
    message = Message.objects.get(letter="signing-in.address")
    assert (message.way, message.address, message.user) == (Way.EMAIL, OWN, None)
    assert "sri" not in message.body().replace(link_mailed(), "").lower()


def test_without_the_password_nothing_is_sent(sri):
    answer = enter(sri, password="loket prima 8")
    assert answer.status_code == 422
    assert not MailedLink.objects.exists()


def test_guessing_the_password_closes_the_name(sri):
    for _ in range(11):
        answer = enter(sri, password="loket prima 8")
    assert answer.status_code == 429


def test_a_stranger_to_whom_a_mistyped_address_belongs_opens_nothing(sri):
    """Else whoever reads that mailbox would have a new password sent there."""
    enter(sri)
    budi = signed_in("budi")
    budi.get(link_mailed())
    assert budi.post(CONFIRM).status_code == 410
    assert Client().get(link_mailed())["Location"].startswith("/masuk/")
    assert kept() == ""


def test_it_runs_out_opens_once_and_a_newer_one_ends_it(sri, clock):
    enter(sri)
    first = link_mailed()
    clock.shift(timedelta(seconds=1))
    enter(sri, "baru@contoh.go.id")
    sri.get(first)
    assert sri.get(CONFIRM).status_code == 410
    sri.get(link_mailed())
    assert sri.post(CONFIRM).status_code == 302
    assert sri.post(CONFIRM).status_code == 410
    clock.shift(timedelta(seconds=1))
    enter(sri)
    clock.shift(timedelta(hours=1))
    sri = signed_in()
    sri.get(link_mailed())
    assert sri.post(CONFIRM).status_code == 410
    assert kept() == "baru@contoh.go.id"


def test_the_address_that_was_left_hears_of_it(sri):
    User.objects.filter(username="sri").update(email="lama@contoh.go.id")
    assert enter(sri, "")["Location"] == "/akun/"
    assert kept() == ""
    left = Message.objects.get(letter="signing-in.address-left")
    assert left.address == "lama@contoh.go.id"
    assert [*Entry.objects.filter(deed__startswith="address.").values_list("deed", flat=True)] == [
        "address.removed"
    ]


def test_so_many_links_leave_within_an_hour_and_no_more(sri, clock):
    for _ in range(MOST_AN_HOUR):
        clock.shift(timedelta(seconds=1))
        assert enter(sri).status_code == 302
    assert enter(sri).status_code == 429
    assert MailedLink.objects.count() == MOST_AN_HOUR


def test_strangers_who_forget_the_password_keep_nobody_from_entering_an_address(sri):
    User.objects.filter(username="sri").update(email="lama@contoh.go.id")
    for _ in range(MOST_AN_HOUR):
        Client().post("/masuk/lupa/", {"typed": "sri"})
    answer_requests(at=MORNING)
    assert MailedLink.objects.count() == MOST_AN_HOUR
    assert enter(sri).status_code == 302
