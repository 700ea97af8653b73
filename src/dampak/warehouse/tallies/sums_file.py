"""The sums of a month as they lie on the disk: whole numbers in a row, mapped and not read."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.tallies.bag import Bag
from dampak.warehouse.tallies.month_sums import InMonth, MonthSums, Sheets
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally_file import meanings

FORMAT = "dampak-sums/1"
NUMBERS = "numbers"
Words = NDArray[np.int64]


def written_sums(month: MonthSums, sheets: Sheets) -> bytes:
    """The sums of a month; the same sums are always the same bytes."""
    drawers = [drawer for table in sheets for drawer in month[table]]
    told = {
        "format": FORMAT,
        "meanings": [meanings(sheet) for sheet in sheets.values()],
        "lengths": [_length(drawer) for drawer in drawers],
    }
    words = np.concatenate([piece for drawer in drawers for piece in _pieces(drawer)])
    schema = pa.schema({NUMBERS: pa.int64()}, metadata={"sums": json.dumps(told)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        file.write_table(pa.table([pa.array(words)], schema=schema))
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def read_sums(path: Path, sheets: Sheets) -> MonthSums | None:
    """The sums that `written_sums` wrote; None if they are of other indicators or other formats.

    The arrays lie in the file, and nobody may write to them.
    """
    with pa.memory_map(str(path)) as mapped:
        table = pa.ipc.open_file(mapped).read_all()
    told = json.loads(table.schema.metadata[b"sums"])
    expected = [meanings(sheet) for sheet in sheets.values()]
    if (told["format"], told["meanings"]) != (FORMAT, expected):
        return None
    words: Words = table[NUMBERS].chunk(0).to_numpy()
    found = _drawers(words, told["lengths"], sheets)
    return {name: tuple(next(found) for _ in sheet.drawers) for name, sheet in sheets.items()}


def _length(drawer: InMonth) -> int:
    """Of a bag the number of its keys, of other drawers the number of lines."""
    return len(drawer.of.keys) if isinstance(drawer.of, Bag) else drawer.of.shape[1]


def _pieces(drawer: InMonth) -> Iterator[Words]:
    yield drawer.everywhere
    if isinstance(drawer.of, Bag):
        yield drawer.of.keys.view(np.int64)
        yield drawer.of.counts.ravel()
    else:
        yield drawer.of.ravel()


def _drawers(words: Words, lengths: Sequence[int], sheets: Sheets) -> Iterator[InMonth]:
    at = 0

    def taken(count: int) -> Words:
        nonlocal at
        at += count
        return words[at - count : at]

    every = [drawer for sheet in sheets.values() for drawer in sheet.drawers]
    for drawer, length in zip(every, lengths, strict=True):
        columns = len(drawer.addends)
        everywhere = taken(columns)
        of: Counts | Bag
        if drawer.by_days:
            keys = taken(length).view(np.uint64)
            of = Bag(keys=keys, counts=taken(length).reshape(-1, 1))
        else:
            of = taken(columns * length).reshape(columns, length)
        yield InMonth(of=of, everywhere=everywhere)
