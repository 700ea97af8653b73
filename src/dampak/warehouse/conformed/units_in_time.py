"""Units in time: their rows follow each other, and at no time does anybody stand below themselves.

A row of a unit without a last day ends where the next one begins. The tree is looked at as it was
first, and again on every day from which on some unit stands below another.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

import duckdb

from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.checking import Found
from dampak.warehouse.conformed.tree import tree_faults

ROWS = """
    SELECT row_id, code, parent_code, coalesce(valid_from, DATE '0001-01-01'), valid_to FROM typed
    WHERE row_id NOT IN (SELECT row_id FROM refused) ORDER BY row_id
"""


class Row(NamedTuple):
    """A row of the table of units that nothing else is wrong with."""

    row_id: int
    code: str
    parent: str | None
    begins_on: date
    ends_on: date | None


def misplaced_units(connection: duckdb.DuckDBPyConnection) -> list[Found]:
    """Why rows of units cannot stand when or where they say: each row by its first reason.

    Once rows are refused, those that are left are looked at anew.
    """
    rows = [Row(*row) for row in connection.execute(ROWS).fetchall()]
    told: dict[int, Found] = {}
    while found := list(_overlaps(rows)) or list(_in_circles(rows)) or list(_below_nobody(rows)):
        told = {each.row_ids[0]: each for each in reversed(found)} | told
        rows = [row for row in rows if row.row_id not in told]
    return list(told.values())


def _overlaps(rows: Sequence[Row]) -> Iterator[Found]:
    """Rows that last until after the next one of their unit has begun."""
    for _, of_unit in _by_unit(rows):
        for row, later in pairwise(of_unit):
            if row.ends_on is not None and row.ends_on >= later.begins_on:
                yield Found(
                    row_ids=[row.row_id],
                    field="valid_to",
                    cells=[str(row.ends_on)],
                    message=reasons.OVERLAP,
                    values={
                        "unit": [row.code],
                        "last": [row.ends_on],
                        "next": [later.begins_on],
                        "before": [later.begins_on - timedelta(1)],
                    },
                )


def _in_circles(rows: Sequence[Row]) -> Iterator[Found]:
    for standing in _at_all_times(rows):
        faults = tree_faults({code: row.parent for code, row in standing.items()})
        for code in faults.own_parent:
            yield _misplaced(standing[code], reasons.OWN_PARENT, unit=code)
        for code, line in faults.circles.items():
            circle = " → ".join((*line, line[0]))
            yield _misplaced(standing[code], reasons.PARENT_CIRCLE, unit=code, circle=circle)


def _below_nobody(rows: Sequence[Row]) -> Iterator[Found]:
    codes = {row.code for row in rows}
    for row in rows:
        if row.parent is not None and row.parent not in codes:
            yield _misplaced(row, reasons.UNKNOWN_PARENT, unit=row.code, parent=row.parent)


def _at_all_times(rows: Sequence[Row]) -> Iterator[dict[str, Row]]:
    """Every unit by its last row that had begun, or else by its first; again after every move."""
    units = [(code, list(of_unit)) for code, of_unit in _by_unit(rows)]
    standing = {code: of_unit[0] for code, of_unit in units}
    yield standing
    later = [pair for _, of_unit in units for pair in pairwise(of_unit)]
    later.sort(key=lambda pair: pair[1].begins_on)
    for _, on_one_day in groupby(later, key=lambda pair: pair[1].begins_on):
        came = list(on_one_day)
        standing = standing | {row.code: row for _, row in came}
        if any(row.parent != before.parent for before, row in came):
            yield standing


def _by_unit(rows: Sequence[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
    ordered = sorted(rows, key=attrgetter("code", "begins_on"))
    return groupby(ordered, key=attrgetter("code"))


def _misplaced(row: Row, message: str, **values: str) -> Found:
    return Found(
        row_ids=[row.row_id],
        field="parent_code",
        cells=[row.parent or ""],
        message=message,
        values={name: [value] for name, value in values.items()},
    )
