"""JSON lines: one object on each line, its keys being the headers."""

import json
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.landing.encodings import decoded
from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.records import OTHER_ENCODING, Refused
from dampak.warehouse.landing.source import SEVERAL_VALUES, Body, HeadRow, Unreadable, Written
from dampak.warehouse.landing.widths import MOST_COLUMNS

NOT_JSON = gettext_noop("The line is no JSON: it was cut off or is damaged. Export the file again.")
NO_OBJECT = gettext_noop(
    "The line is JSON, but no object with a value for each column. Write each row as one object."
)
TWICE = gettext_noop("The line gives %(name)s two values. Keep one of them.")
NO_LETTERS = gettext_noop("The line holds NUL or half a letter. Export the file again.")
SHOWN = 200
_THREE_DECIMALS = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_MAY_HOLD_NO_LETTERS = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)
_NO_LETTERS = re.compile("[\0\ud800-\udfff]")

Row = dict[str, Any]


class _Twice(ValueError):
    """One object names the same key twice."""


class JsonLines:
    """Objects, one a line. All are read at once, because any line may bring a new column."""

    def __init__(self, data: bytes, *, encoding: str | None, file: str) -> None:
        text = decoded(data, encoding=encoding, file=file)
        self._rows: list[Row] = []
        self._numbers: list[int] = []
        self._refused: list[Refused] = []
        self._blank: list[int] = []
        self._names: dict[str, None] = {}
        for number, line in enumerate(bytes(text.text).split(b"\n"), start=1):
            self._take(number, line.decode().strip(), is_unread=number in text.unread)
        self.head = (HeadRow(row_number=0, next_row=1, cells=tuple(self._names)),)
        self.written = Written(
            format=Format.JSON_LINES,
            encoding=text.encoding,
            notices=(text.notice,) if text.notice else (),
        )

    def below(self, row: int, width: int) -> Body:
        """All rows; a key that an object lacks is an empty cell."""
        unreadable: list[Unreadable] = []
        columns = tuple(
            self._column(name, place, unreadable)
            for place, name in enumerate(list(self._names)[:width])
        )
        last = self._numbers[-1] if self._numbers else 0
        return Body(
            columns=columns,
            row_numbers=np.array(self._numbers, np.int64) + (row - 1),
            refused=tuple(self._refused),
            n_blank=sum(number < last for number in self._blank),
            unreadable=tuple(unreadable),
        )

    def _take(self, number: int, line: str, *, is_unread: bool) -> None:
        if not line:
            self._blank.append(number)
            return
        row = OTHER_ENCODING if is_unread else _read(line)
        if isinstance(row, Sentence):
            self._refused.append(Refused(row_number=number, value=line[:SHOWN], reason=row))
            return
        self._rows.append(row)
        self._numbers.append(number)
        if row.keys() - self._names.keys() and len(self._names) <= MOST_COLUMNS:
            self._names |= dict.fromkeys(row)

    def _column(self, name: str, place: int, unreadable: list[Unreadable]) -> pa.ChunkedArray:
        values = [row.get(name) for row in self._rows]
        try:
            return pa.chunked_array([pc.fill_null(pa.array(values, pa.string()), "")])
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            pass  # something else than texts stands among them
        for row, value in enumerate(values):
            if isinstance(value, list | dict):
                shown = json.dumps(value, ensure_ascii=False)[:SHOWN]
                unreadable.append(
                    Unreadable(place=place, row=row, value=shown, message=SEVERAL_VALUES)
                )
        return pa.chunked_array([[_text(value) for value in values]], pa.string())


def _read(line: str) -> Row | Sentence:
    """The row that a line holds, or why it holds none."""
    try:
        row = _DECODER.decode(line)
    except _Twice as twice:
        return Sentence(TWICE, {"name": str(twice)[:SHOWN]})
    except (ValueError, RecursionError):
        return Sentence(NOT_JSON)
    if not isinstance(row, dict):
        return Sentence(NO_OBJECT)
    if _MAY_HOLD_NO_LETTERS.search(line) and _NO_LETTERS.search(_all_texts(row)):
        return Sentence(NO_LETTERS)
    return row


def _all_texts(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False).replace("\\u0000", "\0")


def _object(pairs: list[tuple[str, Any]]) -> Row:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return row


def _number(written: str) -> str:
    """1.125 of a program is no thousand; a fourth decimal keeps it from being taken for one."""
    return written + "0" if _THREE_DECIMALS.fullmatch(written) else written


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


# Numbers stay as they are written: a program would make 1.9900101e17 of a NIP.
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=_number, parse_constant=str, object_pairs_hook=_object
)
