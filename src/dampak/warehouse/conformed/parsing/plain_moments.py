"""Days and moments in the two forms that systems write, read without asking about any other.

``31/03/2026`` and ``2026-03-31``, alone or with ``08:15`` or ``08:15:30``, each figure in its
place. What is read here is read as `moments.py` reads it; every other cell is left to that file.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.conformed.cells import Bools, Bytes, Places, ends, filled, letters_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Where year, month and day begin, where the marks between them stand, and which they are."""

    figures: tuple[int, int, int]
    marks: tuple[int, int]
    signs: str


LENGTHS = (10, 16, 19)  # of a day, with minutes, with seconds
DAY_FIRST = Form(figures=(6, 3, 0), marks=(2, 5), signs="/-.")
YEAR_FIRST = Form(figures=(0, 5, 8), marks=(4, 7), signs="-/")
FIRST_YEAR, LAST_YEAR = 1000, 9999
MICROSECONDS = 1_000_000
_MONTHS = np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]")
_FIRST_DAYS = _MONTHS.astype("datetime64[D]").astype(np.int32)
_DAYS_IN = np.diff(_FIRST_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMoments:
    """One entry a cell: ``moments`` in microseconds since 1970, where ``is_read`` is true.

    ``by_place`` marks the ones whose day and month only their places tell apart, and ``day`` is the
    figure that stands for the day.
    """

    moments: NDArray[np.int64]
    is_read: Bools
    has_clock: Bools
    by_place: Bools
    day: NDArray[np.uint8]


def plain_moments(cells: pa.ChunkedArray, *, writes_month_first: bool) -> PlainMoments:
    """Read the cells that are written plainly, and leave the others."""
    n, first = len(cells), 0
    found = PlainMoments(
        moments=np.zeros(n, np.int64),
        is_read=np.zeros(n, bool),
        has_clock=np.zeros(n, bool),
        by_place=np.zeros(n, bool),
        day=np.zeros(n, np.uint8),
    )
    for chunk in cells.chunks:
        places, data = ends(chunk)
        lengths, is_filled = np.diff(places), filled(chunk)
        for length in LENGTHS:
            rows = np.flatnonzero((lengths == length) & is_filled)
            if rows.size:
                letters = letters_at(rows, length, places, data)
                _read(found, rows + first, letters, writes_month_first=writes_month_first)
        first += len(chunk)
    return found


def _read(found: PlainMoments, rows: Places, letters: Bytes, *, writes_month_first: bool) -> None:
    seconds, has_time = _clock(letters)
    for form in (DAY_FIRST, YEAR_FIRST):
        is_marked = _is_any(letters[form.marks[0]], form.signs) & has_time
        if not is_marked.any():
            continue
        by_place = form is DAY_FIRST
        days, day, is_day = _days(letters, form, swaps=by_place and writes_month_first)
        read = is_day & is_marked
        if not read.all():
            days, day, seconds_read, at = days[read], day[read], seconds[read], rows[read]
        else:
            seconds_read, at = seconds, rows
        found.moments[at] = (days * np.int64(86_400) + seconds_read) * MICROSECONDS
        found.day[at] = day
        found.is_read[at], found.by_place[at] = True, by_place
        found.has_clock[at] = len(letters) > LENGTHS[0]


def _days(
    letters: Bytes, form: Form, *, swaps: bool
) -> tuple[NDArray[np.int32], NDArray[np.uint8], Bools]:
    """Days since 1970, the day of the month, and where there is such a day."""
    at_year, at_month, at_day = form.figures
    high, is_high = _two_figures(letters, at_year)
    low, is_low = _two_figures(letters, at_year + 2)
    month, is_month = _two_figures(letters, at_month)
    day, is_day = _two_figures(letters, at_day)
    if swaps:
        month, day = day, month
    fits = is_high & is_low & is_month & is_day & (high >= FIRST_YEAR // 100)
    for mark in form.marks:
        fits &= _is_any(letters[mark], form.signs)
    fits &= (month >= 1) & (month <= 12) & (day >= 1)
    years = high.astype(np.int32) * 100 + low - FIRST_YEAR
    months = np.where(fits, years * 12 + month - 1, 0)
    fits &= day <= _DAYS_IN[months]
    return _FIRST_DAYS[months] + day - 1, day, fits


def _clock(letters: Bytes) -> tuple[NDArray[np.int32], Bools]:
    """Seconds since midnight, and where there is such a time; a day alone is midnight."""
    n = letters.shape[1]
    seconds, fits = np.zeros(n, np.int32), np.ones(n, bool)
    if len(letters) == LENGTHS[0]:
        return seconds, fits
    fits &= _is_any(letters[10], " tT")
    for at, most, worth in ((11, 23, 3600), (14, 59, 60), (17, 59, 1)):
        if at < len(letters):
            figures, are_figures = _two_figures(letters, at)
            fits &= are_figures & (figures <= most)
            fits &= _is_any(letters[at - 1], ":.") if at > 11 else True
            seconds += figures * np.int32(worth)
    return seconds, fits


def _two_figures(letters: Bytes, at: int) -> tuple[NDArray[np.uint8], Bools]:
    tens, ones = letters[at] - np.uint8(48), letters[at + 1] - np.uint8(48)
    return tens * np.uint8(10) + ones, (tens <= 9) & (ones <= 9)


def _is_any(letters: Bytes, marks: str) -> Bools:
    found: Bools = letters == ord(marks[0])
    for mark in marks[1:]:
        found |= letters == ord(mark)
    return found
