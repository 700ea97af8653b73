"""Responses reach the disk together: who comes while one group is written goes with the next.

One durable commit costs as much for a hundred rows as for one. Whoever finds the pen free writes
down everything that waits, his own response and those of others, in one transaction; the others
wait and then find theirs written. Nobody is told that a response is kept before the commit has
reached the disk.
"""

from collections import deque
from collections.abc import Sequence, Sized
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Event, Lock
from time import sleep
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from dampak.listening.models import ELEMENTS, Response, Survey
from dampak.listening.response_form import Sheet

MOST_AT_ONCE = 500  # rows of one INSERT: both databases take a few times more values
GATHERING_SECONDS = 0.005  # who does not come alone waits for more; nobody notices so little
# Faults of what one row holds, not of the disk: they must not keep others from the disk.
_OF_ONE_ROW = (DataError, IntegrityError, ValueError)
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
    is_called: Event = field(default_factory=Event, repr=False)  # it is written, or may write


@dataclass(slots=True)
class Pen:
    """The one pen of a process; `write` returns when the response is on the disk.

    Whoever writes hands the pen to the first who came meanwhile, and only then wakes those whose
    responses are written: they need not queue for the pen to learn that they have no use for it.
    """

    _waiting: deque[Filled] = field(default_factory=deque)
    _is_in_hand: bool = False
    _desk: Lock = field(default_factory=Lock)  # held for a moment, never while writing

    def write(self, filled: Filled) -> Outcome:
        """Keep a response, alone or with those that wait; raises what kept it from the disk."""
        with self._desk:
            self._waiting.append(filled)
            must_wait, self._is_in_hand = self._is_in_hand, True
        if must_wait:
            filled.is_called.wait()
        if filled.outcome is None and filled.fault is None:
            self._write_those_waiting()
        if filled.fault is not None:
            raise filled.fault
        if filled.outcome is None:
            raise AssertionError("A response was neither kept nor refused.")
        return filled.outcome

    def _write_those_waiting(self) -> None:
        if len(self._waiting) > 1:
            sleep(GATHERING_SECONDS)
        some = self._taken_up()
        try:
            _write_down(some)
        finally:
            self._hand_on()
            for each in some:
                each.is_called.set()

    def _taken_up(self) -> list[Filled]:
        with self._desk:
            number = min(len(self._waiting), MOST_AT_ONCE)
            return [self._waiting.popleft() for _ in range(number)]

    def _hand_on(self) -> None:
        with self._desk:
            self._is_in_hand = bool(self._waiting)
            if self._waiting:
                self._waiting[0].is_called.set()


def _write_down(some: Sequence[Filled]) -> None:
    """Tell each what became of it, or what kept it from the disk."""
    try:
        outcomes = _kept(some)
    except _OF_ONE_ROW as fault:
        _one_by_one(some, fault)
    except BaseException as fault:
        for each in some:
            each.fault = fault
        if not isinstance(fault, Exception):
            raise
    else:
        for each, outcome in zip(some, outcomes, strict=True):
            each.outcome = outcome


def _one_by_one(some: Sequence[Filled], fault: Exception) -> None:
    if len(some) == 1:
        some[0].fault = fault
    else:
        for each in some:
            _write_down([each])


@transaction.atomic(durable=True)
def _kept(some: Sequence[Filled]) -> list[Outcome]:
    """Write down those whose survey is open; of each, what became of it."""
    open_surveys = _open_surveys(some)
    rows = [
        _row(each, survey)
        for each in some
        if (survey := open_surveys.get((each.code, each.answered_on))) is not None
    ]
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
        codes = list({each.code for each in some if each.answered_on == day})
        asked = (
            f"SELECT code, id FROM {Survey._meta.db_table} WHERE closed_at IS NULL"
            f" AND %s BETWEEN opens_on AND closes_on AND code IN ({_blanks(codes)})"  # nosec B608 - names of our own columns, values are bound
        )
        if connection.vendor == "postgresql":  # closing waits; SQLite has one writer anyway
            asked += " FOR SHARE"
        with connection.cursor() as cursor:
            cursor.execute(asked, [day, *codes])
            found |= {(code, day): number for code, number in cursor.fetchall()}
    return found


def _blanks(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def _inserted(rows: Sequence[Sequence[Any]]) -> set[str]:
    """The nonces that were not there before."""
    one = f"({_blanks(_COLUMNS)})"
    insert = (
        f"INSERT INTO {Response._meta.db_table} ({', '.join(_COLUMNS)})"
        f" VALUES {', '.join([one] * len(rows))}"
        " ON CONFLICT (nonce) DO NOTHING RETURNING nonce"  # nosec B608 - names of our own columns, values are bound
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [value for row in rows for value in row])
        return {nonce for (nonce,) in cursor.fetchall()}


def _row(filled: Filled, survey: int) -> Sequence[Any]:
    sheet = filled.sheet
    told = (sheet.sex, sheet.age, sheet.education, sheet.occupation, sheet.comment)
    return (survey, filled.nonce, filled.answered_on, *sheet.steps, *told)
