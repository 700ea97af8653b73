"""What a citizen and somebody of the staff do, again and again until the time is over."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from dampak.benchmark.crowd.browsing import BROKEN, Answer, Browser, ServerGone
from dampak.datapack.tables.satisfaction import UNSUR

NEW, AGAIN = 201, 200
SEEN_OTHER = 302
LONGEST_OUTAGE_SECONDS = 60.0
_TOKEN = re.compile(r'name="tanda" value="([^"]+)"')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotLetIn(Exception):
    """The door did not open for somebody of the staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Somebody of the staff: how they sign in, and which pages they may open."""

    name: str
    password: str
    pages: Sequence[str]


@dataclass(slots=True)
class Book:
    """The forms whose citizens were thanked, and what went wrong."""

    thanked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    outages: int = 0
    _lock: Lock = field(default_factory=Lock)

    def thank(self, token: str) -> None:
        with self._lock:
            self.thanked.append(token.partition(".")[0])

    def complain(self, what: str) -> None:
        with self._lock:
            self.wrong.append(what)

    def miss_the_server(self) -> None:
        with self._lock:
            self.outages += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What all share: until when, how long one thinks, and where is written down what happened."""

    is_over: Event
    book: Book
    until: float  # of the monotonic clock: nobody waits longer for a dead server
    thinking_seconds: float

    def think(self, luck: random.Random) -> None:
        if self.thinking_seconds:
            self.is_over.wait(luck.uniform(0.5, 1.5) * self.thinking_seconds)


def answer_forms(browser: Browser, path: str, luck: random.Random, shared: Round) -> None:
    """Open the form, think, send it until somebody says thank you, and begin anew."""
    token = ""
    while not shared.is_over.is_set():
        try:
            if not token:
                token = _opened(browser.get(path, name="form"), shared.book)
                shared.think(luck)
            elif _was_thanked(browser, path, token, luck, shared.book):
                token = ""
        except ServerGone:
            shared.book.miss_the_server()
            browser.wait_until_served(path, until=shared.until)


def _opened(answer: Answer, book: Book) -> str:
    found = _TOKEN.search(answer.body)
    if found is None:
        book.complain(f"no form, status {answer.status}")
        return ""
    return found[1]


def _was_thanked(browser: Browser, path: str, token: str, luck: random.Random, book: Book) -> bool:
    steps = {column.name: str(luck.randint(1, 4)) for column in UNSUR}
    status = browser.post(path, {**steps, "tanda": token}, name="answer").status
    if status in {NEW, AGAIN}:
        book.thank(token)
        return True
    book.complain(f"a response was answered with {status}")
    return status < BROKEN


def browse(browser: Browser, who: Clerk, luck: random.Random, shared: Round) -> None:
    """Sign in and open one page after the other."""
    is_in = False
    while not shared.is_over.is_set():
        try:
            if not is_in:
                _sign_in(browser, who)
                is_in = True
            browser.get(luck.choice(who.pages), name="page")
            shared.think(luck)
        except ServerGone:
            shared.book.miss_the_server()
            browser.wait_until_served(who.pages[0], until=shared.until)


def _sign_in(browser: Browser, who: Clerk) -> None:
    found = _CSRF.search(browser.get("/masuk/", name="").body)
    form = {
        "csrfmiddlewaretoken": found[1] if found else "",
        "username": who.name,
        "password": who.password,
    }
    status = browser.post("/masuk/", form, name="").status
    if status != SEEN_OTHER:
        raise NotLetIn(f"{who.name} was not let in, status {status}")
