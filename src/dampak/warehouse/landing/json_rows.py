"""One line of JSON read with care: the row it holds, or why it holds none."""

import json
import re
from typing import Any

from dampak.foundation.text import Sentence, gettext_noop

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


def row_of(line: str) -> Row | Sentence:
    """The row that a line holds, its numbers as they are written; or why it holds none."""
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


def text_of(value: Any) -> str:
    """What a person would have written into the cell; nothing for several values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


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


# Numbers stay as they are written: a program would make 1.9900101e17 of a NIP.
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=_number, parse_constant=str, object_pairs_hook=_object
)
