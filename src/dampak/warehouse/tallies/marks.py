"""Marking: every condition of every indicator, asked once of each row, when it is published."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.indicators.adding import Addend
from dampak.warehouse.scratch import scratch
from dampak.warehouse.tallies import mark_columns as columns
from dampak.warehouse.tallies.key_columns import SERVICE, UNIT, month_number_of
from dampak.warehouse.tallies.mark_columns import Among, MarkColumn, column_of, mark_columns
from dampak.warehouse.tallies.numbers import NOT_NAMED, Numbering, Numbers
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.working_days import UNKNOWN, WorkingDays

MISSING = -1


def marked(
    rows: pa.Table, sheet: Sheet, *, numbering: Numbering, working_days: WorkingDays | None
) -> pa.Table:
    """The rows of a table, in their order, with `mark_columns.columns_read` beside them.

    ``rows`` have the shape of the warehouse, ``numbering`` a number for every code in them;
    ``working_days`` is None where no row holds any day.

    Raises
    ------
    ValueError
        If a unit or service has no number, or a row that is kept apart by days ends before it
        begins.
    """
    beside = {
        columns.UNIT_NUMBER: _numbers(rows, UNIT, numbering.units).cast(pa.uint32()),
        columns.SERVICE_NUMBER: _numbers(rows, SERVICE, numbering.services).cast(pa.uint16()),
        **_answers(rows, sheet),
    }
    for addend in (each for each in columns.addends_of(sheet) if each.by_days):
        first, last = (rows[name] for name in addend.by_days or ())
        days = _days(first, last, working_days)
        column = column_of(addend, sheet)
        beside[column.name] = _by_days(beside[column.name], addend, days, column)
        beside[columns.days_column(addend)] = pa.array(np.maximum(days, 0), pa.uint16())
    for name, values in beside.items():
        rows = rows.append_column(name, values)
    return rows


def _days(
    first: pa.ChunkedArray, last: pa.ChunkedArray, working_days: WorkingDays | None
) -> NDArray[np.int64]:
    if working_days is None:
        return np.full(len(first), UNKNOWN)
    return working_days.between(first, last)


def _answers(rows: pa.Table, sheet: Sheet) -> dict[str, pa.ChunkedArray]:
    """What the engine answers about each row: nothing is joined, so that rows stay in order."""
    asked = [f'{_sql_of(column)} AS "{column.name}"' for column in mark_columns(sheet)]
    asked += [
        f'({addend.adds})::BIGINT AS "{columns.value_column(addend)}"'
        for addend in columns.addends_of(sheet)
        if columns.is_computed(addend)
    ]
    with scratch() as connection:
        connection.register("rows", rows)
        found = connection.sql(f"SELECT {', '.join(asked)} FROM rows").to_arrow_table()  # nosec B608 - names and expressions of our own tables, values are bound
    return {name: found[name] for name in found.column_names}


def _sql_of(column: MarkColumn) -> str:
    bits = " + ".join(
        f"CASE WHEN {_all_of(among)} THEN {1 << bit} ELSE 0 END"
        for bit, among in enumerate(column.conditions)
    )
    month = f"({month_number_of(column.dated_by)}) * {1 << columns.CONDITION_BITS}"
    return f"(CASE WHEN {column.dated_by} IS NULL THEN 0 ELSE {month} + {bits} END)::UINTEGER"


def _all_of(among: Among) -> str:
    return " AND ".join(f"({holds})" for holds in among) or "true"


def _by_days(
    marks: pa.ChunkedArray, addend: Addend, days: NDArray[np.int64], column: MarkColumn
) -> pa.Array:
    """The marks, without the bit of those whose days nobody knows."""
    bit = np.uint32(1 << column.bit_of(addend))
    bits = marks.to_numpy().copy()
    if ((days < 0) & (days != UNKNOWN) & ((bits & bit) > 0)).any():
        raise ValueError(f"{addend.code}: a row that counts ends before it begins.")
    bits[days == UNKNOWN] &= ~bit
    return pa.array(bits)


def _numbers(rows: pa.Table, column: str, numbers: Numbers) -> pa.ChunkedArray:
    """The number of each row's code."""
    if column not in rows.column_names:
        return pa.array(np.full(rows.num_rows, NOT_NAMED))
    words = rows[column].dictionary_encode().combine_chunks()
    codes = words.dictionary.to_pylist()  # also those that no row holds any more
    number_of = numbers.by_code()
    found = np.array([number_of.get(code, MISSING) for code in codes] + [NOT_NAMED])
    given = found[words.indices.fill_null(len(codes)).to_numpy()]
    if (given == MISSING).any():
        missing = codes[int(words.indices[int(np.argmax(given == MISSING))].as_py())]
        raise ValueError(f"There is no number for the {column} {missing}.")
    return pa.array(given)
