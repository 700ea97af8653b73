"""Tally sheets: what is counted of each table, and in which column."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dampak.indicators.adding import Addend, addends
from dampak.indicators.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """What is kept in one bag, a column for each addend: all are dated by the same column.

    An addend that is kept apart by days has a drawer of its own.
    """

    dated_by: str
    by_days: tuple[str, str] | None
    addends: tuple[Addend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The addends of one table, each meaning once, in drawers; those by days come last."""

    table: str
    drawers: tuple[Drawer, ...]

    def place_of(self, addend: Addend) -> tuple[int, int]:
        """The drawer and the column of whatever means the same; KeyError if it is not kept."""
        places = {
            each.meaning: (nth, column)
            for nth, drawer in enumerate(self.drawers)
            for column, each in enumerate(drawer.addends)
        }
        return places[addend.meaning]


def sheets_of(definitions: Iterable[Definition]) -> Mapping[str, Sheet]:
    """What must be counted of each table to read these indicators, by table."""
    wanted = [addend for definition in definitions for addend in addends(definition)]
    once = list({addend.meaning: addend for addend in reversed(wanted)}.values())[::-1]
    return {
        table: Sheet(
            table=table, drawers=tuple(_drawers([each for each in once if each.table == table]))
        )
        for table in dict.fromkeys(addend.table for addend in once)
    }


def _drawers(kept: Sequence[Addend]) -> Iterator[Drawer]:
    plain = [addend for addend in kept if not addend.by_days]
    for date in dict.fromkeys(addend.dated_by for addend in plain):
        dated = tuple(addend for addend in plain if addend.dated_by == date)
        yield Drawer(dated_by=date, by_days=None, addends=dated)
    for addend in kept:
        if addend.by_days:
            yield Drawer(dated_by=addend.dated_by, by_days=addend.by_days, addends=(addend,))


def fingerprint(sheets: Mapping[str, Sheet], *, calendar: str) -> str:
    """Changes whenever what is counted does: a column, a condition, or the days of the calendar."""
    meanings = [
        [addend.meaning for drawer in sheet.drawers for addend in drawer.addends]
        for _, sheet in sorted(sheets.items())
    ]
    return hashlib.sha256(json.dumps([calendar, meanings]).encode()).hexdigest()
