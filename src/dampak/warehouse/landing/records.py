"""Lines into records: every record is kept or set aside with its reason, and none is lost.

An unclosed quotation mark swallows the rest of a file in most readers. Here a value over several
lines must begin right after a delimiter and close within a few lines, in a record that has as many
fields as the header; otherwise only the line that opens it is set aside.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.text import Sentence
from dampak.warehouse.landing.lines import Lines, Text, measured

_LONGEST_VALUE_LINES = 20
OTHER_ENCODING = Sentence(
    "The row holds letters in another encoding than the rest of the file. Export the file again as"
    " CSV UTF-8."
)
_SHOWN = 200
_LONGEST_FIELD = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that is no record: its physical row, its beginning, and why."""

    row_number: int
    value: str
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The sound records as text for a strict reader, the row each begins at, and the others."""

    text: Text
    row_numbers: NDArray[np.int64]
    refused: tuple[Refused, ...]
    n_blank: int
    has_long_values: bool
    has_quotes: bool
    longest_record: int


@dataclass(slots=True)
class _Cutting:
    """What is known while the odd lines are read one by one."""

    text: Text
    lines: Lines
    delimiter: str
    width: int
    first_row: int
    unread: frozenset[int]
    keeps: NDArray[np.bool_]
    rewritten: dict[int, bytes] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    consumed: set[int] = field(default_factory=set)
    has_long_values: bool = False


def cut(
    text: Text,
    *,
    delimiter: str,
    width: int,
    first_row: int,
    unread: frozenset[int] = frozenset(),
) -> Records:
    """Cut the text below the header into records of ``width`` fields.

    ``first_row`` is the physical row of the first line, ``unread`` the rows that the encoding
    could not explain.
    """
    lines = measured(text, delimiter)
    is_unread = np.zeros(lines.starts.size, bool)
    is_unread[[row - first_row for row in unread if 0 <= row - first_row < is_unread.size]] = True
    keeps = ~lines.is_blank & (lines.fields == width) & ~(lines.is_odd | lines.has_nul | is_unread)
    work = _Cutting(text, lines, delimiter, width, first_row, unread, keeps)
    csv.field_size_limit(_LONGEST_FIELD)
    for line in np.flatnonzero(~keeps & ~lines.is_blank):
        if int(line) not in work.consumed:
            _look_closer(work, int(line))
    kept = np.flatnonzero(work.keeps)
    return Records(
        text=_written(work, kept),
        row_numbers=kept.astype(np.int64) + first_row,
        refused=tuple(work.refused),
        n_blank=_blank_between(work, kept),
        has_long_values=work.has_long_values,
        has_quotes=bool(work.rewritten) or bool(lines.has_quotes.any()),
        longest_record=_longest(work, kept),
    )


def _look_closer(work: _Cutting, line: int) -> None:
    """Decide about one line that is not plainly a record."""
    if work.lines.has_nul[line]:
        _refuse(work, line, Sentence("The row holds NUL bytes. Export the file again."))
        return
    fields = _strictly_read(work, _line(work, line))
    last = line
    if fields is None and work.lines.leaves_open[line]:
        last, fields = _until_closed(work, line)
    if any(work.first_row + each in work.unread for each in range(line, last + 1)):
        _consume(work, line, last)
        _refuse(work, line, OTHER_ENCODING)
    elif fields is None:
        _refuse_quotes(work, line)
    else:
        _take_if_it_fits(work, line, last, fields)


def _take_if_it_fits(work: _Cutting, line: int, last: int, fields: list[str]) -> None:
    surplus = fields[work.width :]
    if len(fields) < work.width or any(value.strip() for value in surplus):
        _refuse_width(work, line, len(fields))
        return
    _consume(work, line, last)
    work.keeps[line] = True
    work.has_long_values |= any("\n" in value or "\r" in value for value in fields)
    work.rewritten[line] = _as_csv(fields[: work.width], work.delimiter)


def _until_closed(work: _Cutting, line: int) -> tuple[int, list[str] | None]:
    """Read on to the line that closes the value, if it makes a record of the right width."""
    last_line = min(line + _LONGEST_VALUE_LINES, work.lines.starts.size - 1)
    for last in range(line + 1, last_line + 1):
        if not work.lines.leaves_open[last]:
            continue
        fields = _strictly_read(work, _lines(work, line, last))
        if fields is not None and len(fields) == work.width:
            return last, fields
        break
    return line, None


def _strictly_read(work: _Cutting, text: str) -> list[str] | None:
    """The fields, or nothing where the quotation marks do not add up."""
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=work.delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _consume(work: _Cutting, line: int, last: int) -> None:
    """The lines after the first belong to it and are records no more."""
    for each in range(line + 1, last + 1):
        work.consumed.add(each)
        work.keeps[each] = False


def _refuse(work: _Cutting, line: int, reason: Sentence) -> None:
    beginning = _line(work, line)[:_SHOWN].replace("\0", "␀")
    work.refused.append(Refused(row_number=work.first_row + line, value=beginning, reason=reason))


def _refuse_quotes(work: _Cutting, line: int) -> None:
    if work.lines.leaves_open[line]:
        reason = Sentence(
            "A quotation mark opens a value and is never closed. Close it or remove it."
        )
    else:
        reason = Sentence(
            "A quotation mark or a line break stands in the midst of a value. Double the mark or"
            " remove it."
        )
    _refuse(work, line, reason)


def _refuse_width(work: _Cutting, line: int, found: int) -> None:
    values = {"found": found, "needed": work.width}
    if found < work.width:
        reason = Sentence(
            "The row has %(found)s fields where the header has %(needed)s: some are missing.",
            values,
        )
    else:
        reason = Sentence(
            "The row has %(found)s fields where the header has %(needed)s. Put values that hold"
            " the separator (such as a decimal comma) between quotation marks.",
            values,
        )
    _refuse(work, line, reason)


def _line(work: _Cutting, line: int) -> str:
    return _lines(work, line, line)


def _lines(work: _Cutting, first: int, last: int) -> str:
    written = work.text[work.lines.starts[first] : work.lines.ends[last]]
    return bytes(written).decode(errors="replace")


def _as_csv(fields: Sequence[str], delimiter: str) -> bytes:
    written = StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="").writerow(
        fields
    )
    return written.getvalue().encode()


def _written(work: _Cutting, kept: NDArray[np.int64]) -> Text:
    """The kept records one after the other; unbroken runs are copied whole."""
    if kept.size == work.lines.starts.size and not work.rewritten:
        return work.text
    parts: list[Text] = []
    plain = np.setdiff1d(kept, np.fromiter(work.rewritten, np.int64, len(work.rewritten)))
    runs = np.split(plain, np.flatnonzero(np.diff(plain) > 1) + 1) if plain.size else []
    pieces: list[tuple[int, Text]] = [
        (int(run[0]), work.text[work.lines.starts[run[0]] : work.lines.ends[run[-1]]])
        for run in runs
    ]
    for _, piece in sorted([*pieces, *work.rewritten.items()], key=lambda piece: piece[0]):
        parts.append(piece)
    return b"\n".join(parts) + b"\n" if parts else b""


def _blank_between(work: _Cutting, kept: NDArray[np.int64]) -> int:
    """Blank lines above the last record; those below it are only the end of the file."""
    blank = np.flatnonzero(work.lines.is_blank)
    inside = blank[blank < kept[-1]] if kept.size else blank[:0]
    return sum(int(line) not in work.consumed for line in inside)


def _longest(work: _Cutting, kept: NDArray[np.int64]) -> int:
    """Length of the longest record in bytes; a reader needs that much room at once."""
    lengths = work.lines.ends[kept] - work.lines.starts[kept]
    rewritten = max(map(len, work.rewritten.values()), default=0)
    return max(int(lengths.max(initial=0)), rewritten) + 2
