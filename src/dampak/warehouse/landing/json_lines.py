"""JSON lines: one object on each line, its keys being the headers."""

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
import pyarrow as pa

from dampak.warehouse.landing.encodings import Decoded, decoded
from dampak.warehouse.landing.json_blocks import Block, block_of
from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.lines import end_of_line
from dampak.warehouse.landing.source import SEVERAL_VALUES, Body, HeadRow, Unreadable, Written
from dampak.warehouse.landing.widths import MOST_COLUMNS

BLOCK_BYTES = 1 << 20


class JsonLines:
    """Objects, one a line. All are read at once, because any line may bring a new column."""

    def __init__(self, data: bytes, *, encoding: str | None, file: str) -> None:
        text = decoded(data, encoding=encoding, file=file)
        self._blocks = list(_blocks(text))
        names: dict[str, None] = {}
        for block in self._blocks:
            if len(names) <= MOST_COLUMNS:
                names |= dict.fromkeys(block.columns)
        self.head = (HeadRow(row_number=0, next_row=1, cells=tuple(names)),)
        self.written = Written(
            format=Format.JSON_LINES,
            encoding=text.encoding,
            notices=(text.notice,) if text.notice else (),
        )

    def below(self, row: int, width: int) -> Body:
        """All rows; a key that an object lacks is an empty cell."""
        names = self.head[0].cells[:width]
        numbers = [number for block in self._blocks for number in block.numbers]
        refused = tuple(each for block in self._blocks for each in block.refused)
        lines = len(numbers) + sum(each.row_number < max(numbers, default=0) for each in refused)
        return Body(
            columns=tuple(self._column(name) for name in names),
            row_numbers=np.array(numbers, np.int64) + (row - 1),
            refused=refused,
            n_blank=max(numbers, default=lines) - lines,
            unreadable=tuple(self._unreadable({name: place for place, name in enumerate(names)})),
        )

    def _column(self, name: str) -> pa.ChunkedArray:
        chunks = [
            block.columns[name] if name in block.columns else pa.array([""] * len(block.numbers))
            for block in self._blocks
        ]
        return pa.chunked_array(chunks, pa.string())

    def _unreadable(self, places: dict[str, int]) -> Iterator[Unreadable]:
        firsts = accumulate((len(block.numbers) for block in self._blocks), initial=0)
        for first, block in zip(firsts, self._blocks, strict=False):
            for name, row, shown in block.several:
                yield Unreadable(
                    place=places[name], row=first + row, value=shown, message=SEVERAL_VALUES
                )


def _blocks(text: Decoded) -> Iterator[Block]:
    """Blocks of whole lines."""
    letters, start, number = np.frombuffer(text.text, np.uint8), 0, 1
    while start < letters.size:
        end = end_of_line(letters, min(start + BLOCK_BYTES, letters.size))
        lines = bytes(text.text[start:end]).removesuffix(b"\n").split(b"\n")
        yield block_of(lines, first=number, unread=text.unread)
        start, number = end, number + len(lines)
