"""Bytes into UTF-8, and which lines could not be read."""

import codecs
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dampak.foundation.text import Sentence
from dampak.warehouse.landing.lines import Text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "cp1252"
_UNREAD = "�".encode()
_SPOKEN = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    _WINDOWS: "Windows-1252",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file as UTF-8 without a mark, one line break everywhere.

    ``unread`` holds the physical lines (counted from 1) with bytes that the encoding cannot
    explain; there the text holds replacement characters.
    """

    text: Text
    encoding: str
    unread: frozenset[int]
    notice: Sentence | None


def decoded(data: bytes, *, encoding: str | None, file: str) -> Decoded:
    """Read the bytes in the encoding they are in, or in the one that is given.

    UTF-8 is taken as it is. Where no line is valid UTF-8 beyond plain letters, the file is
    Windows-1252 as a whole; where some lines are and some are not, those that are not are left
    unread, since nobody can know what they say.
    """
    encoding = encoding or _marked(data) or _without_mark(data)
    if encoding not in {"utf-8", "utf-8-sig"}:
        return _recoded(data, encoding, file)
    data = _one_line_break(data)
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    if not _is_utf8_throughout(data):
        return _mixed_or_windows(data[mark:], file)
    return Decoded(text=memoryview(data)[mark:], encoding=encoding, unread=frozenset(), notice=None)


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _without_mark(data: bytes) -> str:
    """UTF-16 shows itself by zeros in every second byte."""
    beginning = data[:4096]
    if beginning[1::2].count(0) * 10 > len(beginning) * 4:
        return "utf-16-le"
    if beginning[0::2].count(0) * 10 > len(beginning) * 4:
        return "utf-16-be"
    return "utf-8"


def _recoded(data: bytes, encoding: str, file: str) -> Decoded:
    text = _one_line_break(data.decode(encoding, errors="replace").encode())
    return Decoded(
        text=text,
        encoding=encoding,
        unread=_lines_with(text, _UNREAD),
        notice=Sentence(
            "%(file)s is written in %(encoding)s, not in UTF-8. It was read all the same; look at"
            " a few names with accents before you rely on it.",
            {"file": file, "encoding": _SPOKEN.get(encoding, encoding)},
        ),
    )


def _mixed_or_windows(data: bytes, file: str) -> Decoded:
    """Either the whole file is Windows-1252, or two encodings are mixed."""
    lines = data.split(b"\n")
    unread = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    beyond_ascii = sum(not line.isascii() for line in lines)
    if beyond_ascii == len(unread):
        return _recoded(data, _WINDOWS, file)
    return Decoded(
        text=data.decode(errors="replace").encode(),
        encoding="utf-8",
        unread=frozenset(unread),
        notice=Sentence(
            "%(file)s mixes two encodings: %(count)s lines are not UTF-8 as the others are. Those"
            " lines were set aside. Export the file again as CSV UTF-8.",
            {"file": file, "count": len(unread)},
        ),
    )


def _is_utf8_throughout(data: bytes) -> bool:
    """Looked at where it lies: a decoded copy would take several times the room."""
    ends = pa.py_buffer(np.array([0, len(data)], np.int64))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _one_line_break(data: bytes) -> bytes:
    r"""Old Macs ended lines with a carriage return alone; `\r\n` is left as it is."""
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _lines_with(data: bytes, sign: bytes) -> frozenset[int]:
    if sign not in data:
        return frozenset()
    return frozenset(
        number for number, line in enumerate(data.split(b"\n"), start=1) if sign in line
    )
