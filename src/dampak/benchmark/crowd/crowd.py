"""Everybody at once for a while, and what they saw."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from time import monotonic

from dampak.benchmark.crowd.browsing import Browser
from dampak.benchmark.crowd.people import (
    LONGEST_OUTAGE_SECONDS,
    Book,
    Clerk,
    Round,
    answer_forms,
    browse,
)
from dampak.benchmark.crowd.stopwatch import Stopwatch, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who comes: citizens to one form, staff with their sign-ins to the pages of each."""

    port: int
    form: str
    citizens: int
    staff: Sequence[Clerk]
    seconds: float
    thinking_seconds: float
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of it."""

    times: Sequence[Times]
    thanked: Sequence[str]
    wrong: Sequence[str]
    outages: int
    seconds: float


def let_in(crowd: Crowd, *, in_the_middle: Callable[[], None] | None = None) -> Seen:
    """Let everybody do what they came for; half-way through something may happen to the server.

    Raises what any of them raised.
    """
    watch, book, began = Stopwatch(), Book(), monotonic()
    shared = Round(
        is_over=Event(),
        book=book,
        until=began + crowd.seconds + LONGEST_OUTAGE_SECONDS,
        thinking_seconds=crowd.thinking_seconds,
    )
    with ThreadPoolExecutor(crowd.citizens + len(crowd.staff)) as people:
        at_work = _begin(people, crowd, watch, shared)
        try:
            _wait(at_work, shared, crowd.seconds / 2)
            if in_the_middle:
                in_the_middle()
            _wait(at_work, shared, began + crowd.seconds - monotonic())
        finally:
            shared.is_over.set()
        for each in at_work:
            each.result()
    faults = [f"{name}: status {code}, {n} times" for (name, code), n in watch.faults.items()]
    return Seen(
        times=watch.times(),
        thanked=book.thanked,
        wrong=[*book.wrong, *faults],
        outages=book.outages,
        seconds=monotonic() - began,
    )


def _begin(
    people: ThreadPoolExecutor, crowd: Crowd, watch: Stopwatch, shared: Round
) -> list[Future[None]]:
    def come(number: int) -> None:
        luck = random.Random(f"{crowd.seed} {number}")  # noqa: S311 - keeps no secret
        browser = Browser(port=crowd.port, watch=watch)
        try:
            if number < crowd.citizens:
                answer_forms(browser, crowd.form, luck, shared)
            else:
                browse(browser, crowd.staff[number - crowd.citizens], luck, shared)
        finally:
            browser.close()

    return [people.submit(come, number) for number in range(crowd.citizens + len(crowd.staff))]


def _wait(at_work: Sequence[Future[None]], shared: Round, seconds: float) -> None:
    """Until the time is over, or one of them has given up."""
    until = monotonic() + seconds
    while monotonic() < until and not any(each.done() for each in at_work):
        shared.is_over.wait(min(0.2, max(until - monotonic(), 0)))
