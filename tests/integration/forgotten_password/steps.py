"""What somebody does who forgot a password: asks, opens the link, sets a new one, signs in."""

import re
from datetime import UTC, datetime, timedelta

from django.test import Client

from dampak.accounts.signing_in.forgotten import answer_requests
from dampak.messaging.delivering import carry, take
from dampak.messaging.models import Message

PASSWORD, NEW = "loket prima 9", "empat kata yang aneh"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)  # a Monday, 10.00 in Jakarta
NIGHT = MORNING + timedelta(hours=12)
FORM = "/masuk/lupa/"
LINK = re.compile(r"/masuk/sandi-baru/[\w-]+/")


def forget(typed="sri", browser=None, now=MORNING):
    """Somebody asks, and the worker answers."""
    answer = (browser or Client()).post(FORM, {"typed": typed})
    answer_requests(at=now)
    return answer


def link_mailed() -> str:
    """The path of the newest link that was written."""
    newest = Message.objects.filter(letter="signing-in.reset").latest("pk")
    return LINK.search(newest.body())[0]


def opened(link: str) -> Client:
    browser = Client()
    answer = browser.get(link)
    assert answer.status_code == 302
    assert answer["Location"] == "/masuk/sandi-baru/"
    assert answer["Referrer-Policy"] == "no-referrer"
    return browser


def set_new(browser: Client, password=NEW):
    return browser.post("/masuk/sandi-baru/", {"password": password, "again": password})


def sign_in(password, browser=None):
    return (browser or Client()).post("/masuk/", {"username": "sri", "password": password})


def deliver_all() -> None:
    for number in Message.objects.due(at=MORNING).values_list("pk", flat=True):
        if parcel := take(number, at=MORNING):
            carry(parcel, at=MORNING)
