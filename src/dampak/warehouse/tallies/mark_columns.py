"""The columns that say of each row what it adds, so that no condition is asked twice.

A mark column belongs to a date and to at most sixteen conditions: the month is in its upper half,
as keys have it, and bit ``n`` of its lower half says that the row meets condition ``n``. It is
nought for a row without that date. Beside them lie ``~unit`` and ``~service``, the numbers of keys,
and for each pair of days ``~days_..``, nought where a row has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dampak.indicators.adding import Addend
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.tallies.sheet import Sheet

UNIT_NUMBER, SERVICE_NUMBER = "~unit", "~service"
CONDITION_BITS = 16  # as many as the days of a key: marks take their place in a plain key

Among = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkColumn:
    """One mark column: ``conditions`` in the order of their bits, each as in `Addend.among`."""

    name: str
    dated_by: str
    conditions: tuple[Among, ...]

    def bit_of(self, addend: Addend) -> int:
        """Which bit says that a row contributes."""
        return self.conditions.index(among_of(addend))


def among_of(addend: Addend) -> Among:
    """Who contributes. A row that is kept apart by days must hold both of them."""
    holds = [condition.holds for condition in addend.among]
    if addend.by_days:
        holds += [f"{day} IS NOT NULL" for day in addend.by_days]
    return tuple(holds)


def mark_columns(sheet: Sheet) -> tuple[MarkColumn, ...]:
    """The mark columns of a table."""
    return tuple(_mark_columns(sheet))


def column_of(addend: Addend, sheet: Sheet) -> MarkColumn:
    """The mark column that decides about an addend of the sheet."""
    return next(
        column
        for column in mark_columns(sheet)
        if column.dated_by == addend.dated_by and among_of(addend) in column.conditions
    )


def value_column(addend: Addend) -> str:
    """The column that a row adds: its own where the definition names one, a mark otherwise."""
    own = addend.adds in SHAPES[addend.table].names
    return addend.adds if own else f"~{addend.adds}"


def adds_one(addend: Addend) -> bool:
    """Whether a row that contributes simply counts."""
    return addend.adds == "1"


def is_computed(addend: Addend) -> bool:
    """Whether what a row adds is neither one nor a column that it has anyhow."""
    return value_column(addend) != addend.adds and not adds_one(addend)


def days_column(addend: Addend) -> str:
    """The column of the working days that an addend is kept apart by."""
    return f"~days_{'_'.join(addend.by_days or ())}"


def columns_read(sheet: Sheet) -> tuple[str, ...]:
    """Every column that `tallying.tallied` reads."""
    addends = addends_of(sheet)
    added = [value_column(addend) for addend in addends if not adds_one(addend)]
    days = [days_column(addend) for addend in addends if addend.by_days]
    marks = [column.name for column in mark_columns(sheet)]
    return tuple(dict.fromkeys([UNIT_NUMBER, SERVICE_NUMBER, *marks, *days, *added]))


def addends_of(sheet: Sheet) -> tuple[Addend, ...]:
    """The addends of all drawers."""
    return tuple(addend for drawer in sheet.drawers for addend in drawer.addends)


def _mark_columns(sheet: Sheet) -> Iterator[MarkColumn]:
    addends = addends_of(sheet)
    for date in dict.fromkeys(addend.dated_by for addend in addends):
        dated = [among_of(addend) for addend in addends if addend.dated_by == date]
        conditions = tuple(dict.fromkeys(dated))
        for place in range(0, len(conditions), CONDITION_BITS):
            yield MarkColumn(
                name=f"~{date}" if not place else f"~{date}~{place // CONDITION_BITS}",
                dated_by=date,
                conditions=conditions[place : place + CONDITION_BITS],
            )
