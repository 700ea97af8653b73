"""What tallying has to do with each mark column, worked out once for all rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from dampak.indicators.adding import Addend
from dampak.warehouse.tallies.mark_columns import (
    adds_one,
    column_of,
    days_column,
    mark_columns,
    value_column,
)
from dampak.warehouse.tallies.sheet import Drawer, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Add what lies in the column ``named`` wherever the bit is set; one each if it has no name."""

    bit: int
    column: int  # of the bag
    named: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTask:
    """What the bits of a mark column decide about; ``width`` is how many columns the bag has."""

    marks: str
    width: int
    ones: tuple[Add, ...]
    values: tuple[Add, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskByDays:
    """Which rows to keep apart by days: those with this bit in their marks."""

    marks: str
    bit: int
    days: str


def plain_tasks(drawer: Drawer, sheet: Sheet) -> Iterator[PlainTask]:
    """The tasks that fill the bag of a drawer."""
    placed = [(each, column_of(each, sheet), place) for place, each in enumerate(drawer.addends)]
    for marks in mark_columns(sheet):
        adds = [
            Add(
                bit=marks.bit_of(each),
                column=place,
                named="" if adds_one(each) else value_column(each),
            )
            for each, column, place in placed
            if column == marks
        ]
        if adds:
            yield PlainTask(
                marks=marks.name,
                width=len(drawer.addends),
                ones=tuple(each for each in adds if not each.named),
                values=tuple(each for each in adds if each.named),
            )


def task_by_days(addend: Addend, sheet: Sheet) -> TaskByDays:
    """The task that fills the bag of an addend that is kept apart by days."""
    column = column_of(addend, sheet)
    return TaskByDays(marks=column.name, bit=column.bit_of(addend), days=days_column(addend))
