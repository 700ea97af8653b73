"""Cells of a list as days and words: each different cell is read once."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.warehouse.conformed.parsing.moments import MONTHS

T = TypeVar("T")

DAY_NUMBER = {name: number for number, names in MONTHS.items() for name in names}
YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})")
CLOCK = re.compile(r"[t ]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?(z|[+-]\d{2}:?\d{2})?$")
SERIAL = re.compile(r"\d{4,5}(\.0+)?")
SERIAL_BEGINS = date(1899, 12, 30)


def trimmed(column: pa.ChunkedArray) -> pa.Array:
    """The cells without blanks around them, as one array."""
    return pc.utf8_trim_whitespace(column).combine_chunks()


def each_once(cells: pa.Array, read: Callable[[str], T]) -> tuple[list[T], pa.Array]:
    """What different cells mean, and for each cell which of them it is."""
    encoded = cells.dictionary_encode()
    return [read(cell) for cell in encoded.dictionary.to_pylist()], encoded.indices


def days_of(cells: pa.Array, *, is_sheet: bool) -> tuple[pa.Array, NDArray[np.object_]]:
    """The days, NULL where there is none, and the code of what is wrong with the others."""
    read, places = each_once(cells, lambda cell: day_of(cell, is_sheet=is_sheet))
    days = pa.array([each if isinstance(each, date) else None for each in read], pa.date32())
    faults = np.array([each if isinstance(each, str) else "" for each in read] or [""], object)
    return days.take(places), faults[np.asarray(places)] if len(cells) else faults[:0]


def day_of(cell: str, *, is_sheet: bool) -> date | str | None:
    """A day as offices write it, nothing for an empty cell, or the code of what is wrong."""
    text = CLOCK.sub("", cell.strip().lower())
    if not text:
        return None
    if is_sheet and SERIAL.fullmatch(text):
        return SERIAL_BEGINS + timedelta(days=int(float(text)))
    parts = _parts(text)
    if parts is None:
        return "no_known_date"
    try:
        return date(*parts)
    except ValueError:
        return "no_such_day"


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (found := NAMED.fullmatch(text)) and found[2] in DAY_NUMBER:
        day, month, year = int(found[1]), DAY_NUMBER[found[2]], int(found[3])
    else:
        return None
    return year, month, day
