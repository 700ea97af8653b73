"""Responses reach the disk together: who comes while one group is written goes with the next.

One durable commit costs as much for a hundred rows as for one. Whoever finds the pen free writes
down everything that waits, his own response and those of others, in one transaction; the others
wait and then find theirs written. Nobody is told that a response is kept before the commit has
reached the disk.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Lock
from typing import Any

from django.db import connection, transaction

from dampak.listening.models import ELEMENTS, Response, Survey
from dampak.listening.response_form import Sheet

MOST_AT_ONCE = 500  # rows of one INSERT: both databases take a few times more values
_COLUMNS = (
    *("survey_id", "nonce", "answered_on", *ELEMENTS),
    *("sex", "age", "education", "occupation", "comment"),
)


class Outcome(StrEnum):
    """What became of a response."""

    KEPT = "kept"
    KEPT_BEFORE = "kept before"  # the same form, sent once more
    NOT_OPEN = "not open"


@dataclass(slots=True, eq=False)
class Filled:
    """One response on its way to the disk, and what became of it."""

    code: str
    nonce: str
    sheet: Sheet
    answered_on: date
    outcome: Outcome | None = None
    fault: BaseException | None = None


@dataclass(slots=True)
class Pen:
    """The one pen of a process; `write` returns when the response is on the disk."""

    _waiting: deque[Filled] = field(default_factory=deque)
    _in_hand: Lock = field(default_factory=Lock)

    def write(self, filled: Filled) -> Outcome:
        """Keep a response, alone or with those that wait; raises what kept it from the disk."""
        self._waiting.append(filled)
        with self._in_hand:
            while filled.outcome is None and filled.fault is None:
                self._write_some()
        if filled.fault is not None:
            raise filled.fault
        if filled.outcome is None:
            raise AssertionError("A response was neither kept nor refused.")
        return filled.outcome

    def _write_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        try:
            outcomes = _kept(some)
        except BaseException as fault:
            for each in some:
                each.fault = fault
            if not isinstance(fault, Exception):
                raise
        else:
            for each, outcome in zip(some, outcomes, strict=True):
                each.outcome = outcome


@transaction.atomic(durable=True)
def _kept(some: Sequence[Filled]) -> list[Outcome]:
    """Write down those whose survey is open; of each, what became of it."""
    open_surveys = _open_surveys(some)
    taken = [each for each in some if (each.code, each.answered_on) in open_surveys]
    rows = [_row(each, open_surveys[each.code, each.answered_on]) for each in taken]
    new = _inserted(rows) if rows else set()
    outcomes = []
    for each in some:
        if (each.code, each.answered_on) not in open_surveys:
            outcomes.append(Outcome.NOT_OPEN)
        elif each.nonce in new:
            new.remove(each.nonce)  # the second of a pair in one group was kept before
            outcomes.append(Outcome.KEPT)
        else:
            outcomes.append(Outcome.KEPT_BEFORE)
    return outcomes


def _open_surveys(some: Sequence[Filled]) -> dict[tuple[str, date], int]:
    """The number of each survey that takes responses, by code and day."""
    found: dict[tuple[str, date], int] = {}
    for day in {each.answered_on for each in some}:
        codes = {each.code for each in some if each.answered_on == day}
        surveys = Survey.objects.open_on(day).filter(code__in=codes)
        found |= {(code, day): number for code, number in surveys.values_list("code", "pk")}
    return found


def _inserted(rows: Sequence[Sequence[Any]]) -> set[str]:
    """The nonces that were not there before."""
    one = f"({', '.join(['%s'] * len(_COLUMNS))})"
    insert = (
        f"INSERT INTO {Response._meta.db_table} ({', '.join(_COLUMNS)})"
        f" VALUES {', '.join([one] * len(rows))}"
        " ON CONFLICT (nonce) DO NOTHING RETURNING nonce"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [value for row in rows for value in row])
        return {nonce for (nonce,) in cursor.fetchall()}


def _row(filled: Filled, survey: int) -> Sequence[Any]:
    sheet = filled.sheet
    told = (sheet.sex, sheet.age, sheet.education, sheet.occupation, sheet.comment)
    return (survey, filled.nonce, filled.answered_on, *sheet.steps, *told)
