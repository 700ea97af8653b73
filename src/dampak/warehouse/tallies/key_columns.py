"""SQL for the parts of a key: the numbers of unit and service, the month, the working days.

It is written over a table, with ``numbering`` (`numbers.Numbering`) and ``working_days`` beside it.
"""

from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.tallies.keys import EPOCH
from dampak.warehouse.tallies.numbers import NOT_NAMED

UNIT, SERVICE = "unit_code", "service"


def number_of(table: str, column: str) -> str:
    """The number of a row's unit or service; an error in the engine if its code has none."""
    if column not in SHAPES[table].names:
        return str(NOT_NAMED)
    missing = f"error('There is no number for the {column} ' || {column})"
    known = f"coalesce({_alias(column)}.number, {missing})"
    return f"CASE WHEN {column} IS NULL THEN {NOT_NAMED} ELSE {known} END"


def numbers_joined(table: str) -> str:
    """Joins that `number_of` needs, to stand after the table."""
    return "".join(
        f"\nLEFT JOIN (SELECT number, code FROM numbering WHERE of = '{of}') AS {_alias(column)}"
        f"\n  ON {_alias(column)}.code = {table}.{column}"
        for of, column in (("unit", UNIT), ("service", SERVICE))
        if column in SHAPES[table].names
    )


def month_number_of(day: str) -> str:
    """The month of a day as keys have it."""
    return f"(year({day}) - {EPOCH.year}) * 12 + month({day}) - 1"


def calendar_joined(column: str) -> str:
    """A join that `working_days_between` needs for one of its two columns."""
    return f'\nLEFT JOIN working_days AS "{column}~day" ON "{column}~day".day = {column}'


def working_days_between(first: str, last: str) -> str:
    """The working days from one column to the other; NULL where the calendar lacks one of them."""
    return f"{_upto(last)} - {_upto(first)}"


def _upto(column: str) -> str:
    """Working days up to and including a day: those before it and, if it is one, itself."""
    day = f'"{column}~day"'
    return f"({day}.working_days_before + {day}.is_working_day::INT)"


def _alias(column: str) -> str:
    return f'"{column}~numbered"'
