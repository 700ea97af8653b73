"""Tally sheets: what is counted of each table, and in which column."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dampak.indicators.adding import Addend, addends
from dampak.indicators.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The addends of one table, each meaning once.

    ``plain`` share one bag, a column each in this order; each of ``by_days`` has a bag of its own.
    """

    table: str
    plain: tuple[Addend, ...]
    by_days: tuple[Addend, ...]

    def place_of(self, addend: Addend) -> int:
        """The column of a plain addend, or the bag of one by days; ValueError if not kept."""
        kept = self.by_days if addend.by_days else self.plain
        return [each.meaning for each in kept].index(addend.meaning)


def sheets_of(definitions: Iterable[Definition]) -> Mapping[str, Sheet]:
    """What must be counted of each table to read these indicators, by table."""
    wanted = [addend for definition in definitions for addend in addends(definition)]
    once = list({addend.meaning: addend for addend in reversed(wanted)}.values())[::-1]
    return {
        table: Sheet(
            table=table,
            plain=tuple(each for each in once if each.table == table and not each.by_days),
            by_days=tuple(each for each in once if each.table == table and each.by_days),
        )
        for table in dict.fromkeys(addend.table for addend in once)
    }


def fingerprint(sheets: Mapping[str, Sheet], *, calendar: str) -> str:
    """Changes whenever what is counted does: a column, a condition, or the days of the calendar."""
    meanings = [
        [addend.meaning for addend in (*sheet.plain, *sheet.by_days)]
        for _, sheet in sorted(sheets.items())
    ]
    return hashlib.sha256(json.dumps([calendar, meanings]).encode()).hexdigest()
