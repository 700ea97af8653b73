"""CSV as offices send it: comma, semicolon or tab, any of four encodings, titles on top."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from dampak.warehouse.landing.encodings import Decoded, decoded
from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.lines import Text, end_of_line
from dampak.warehouse.landing.records import Records, cut
from dampak.warehouse.landing.source import HEAD_ROWS, Body, HeadRow, Written

DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES = 1 << 18
_SMALLEST_BLOCK = 4 << 20


class DelimitedText:
    """A delimited text: its head is read leniently, its body strictly."""

    def __init__(self, text: Decoded, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self.head = tuple(_head(text.text, delimiter))
        self.written = Written(
            format=Format.CSV,
            encoding=text.encoding,
            delimiter=delimiter,
            notices=(text.notice,) if text.notice else (),
        )

    def below(self, row: int, width: int) -> Body:
        """The records from this physical row on; ragged and broken ones are set aside."""
        records = cut(
            memoryview(self._text.text)[_offset_of(self._text.text, row) :],
            delimiter=self._delimiter,
            width=width,
            first_row=row,
            unread=self._text.unread,
        )
        rows = _strings(records, self._delimiter, width)
        if rows.num_rows != records.row_numbers.size:
            raise AssertionError("the parser and the guard count different records")
        return Body(
            columns=tuple(rows.columns),
            row_numbers=records.row_numbers,
            refused=records.refused,
            n_blank=records.n_blank,
        )


def delimited(
    data: bytes,
    *,
    file: str,
    encoding: str | None,
    delimiter: str | None,
    recognised: Callable[[Sequence[HeadRow]], int],
) -> DelimitedText:
    """Open a delimited text; the separator is the one under which most headers are recognised."""
    text = decoded(data, encoding=encoding, file=file)
    candidates = [DelimitedText(text, each) for each in ((delimiter,) if delimiter else DELIMITERS)]
    return max(candidates, key=lambda each: (recognised(each.head), _widest(each.head)))


def _widest(head: Sequence[HeadRow]) -> int:
    return max((len(row.cells) for row in head), default=0)


def _head(text: Text, delimiter: str) -> Iterator[HeadRow]:
    """The first rows, read so that no quotation mark can swallow more than it should."""
    beginning = bytes(text[:_HEAD_BYTES]).decode(errors="replace")
    lines = beginning.replace("\r\n", "\n").split("\n")[: HEAD_ROWS * 3]
    number = 0
    for _ in range(HEAD_ROWS):
        if number >= len(lines):
            return
        cells, used = _row(lines[number : number + 5], delimiter)
        if cells[:1] == ["sep=" + delimiter.strip()] or cells[:1] == ["sep="]:
            cells = []
        yield HeadRow(row_number=number + 1, next_row=number + used + 1, cells=tuple(cells))
        number += used


def _row(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """The first row of these lines and how many lines it takes; broken quotes take one."""
    for used in range(1, len(lines) + 1):
        text = StringIO("\n".join(lines[:used]), newline="")
        try:
            rows = list(csv.reader(text, delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        return (rows[0] if rows else []), used
    return lines[0].replace('"', "").split(delimiter), 1


def _offset_of(text: Text, row: int) -> int:
    """Where a physical row begins."""
    letters, offset = np.frombuffer(text, np.uint8), 0
    for _ in range(row - 1):
        offset = end_of_line(letters, offset)
    return offset


def _strings(records: Records, delimiter: str, width: int) -> pa.Table:
    """The sound records as columns of strings; nothing is guessed, nothing becomes null."""
    names = [str(place) for place in range(width)]
    if not records.row_numbers.size:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return arrow_csv.read_csv(
        pa.BufferReader(records.text),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=max(_SMALLEST_BLOCK, 2 * records.longest_record)
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            quote_char='"' if records.has_quotes else False,
            newlines_in_values=records.has_long_values,
            ignore_empty_lines=True,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[],
            check_utf8=False,  # decoding has looked
            strings_can_be_null=False,
        ),
    )
