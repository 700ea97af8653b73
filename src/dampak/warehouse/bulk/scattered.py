"""Rows of one key that lie in several portions of a file, found before any of these is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.bulk.columns import Reader
from dampak.warehouse.bulk.typed_file import TypedFile, says_much
from dampak.warehouse.conformed.repeats import key_of
from dampak.warehouse.parts.hashing import Hashes, row_hashes
from dampak.warehouse.parts.tables import told_apart_by, written_out

Numbers = NDArray[np.int64]
LAST_BITS = np.uint64(0xFFFF)  # of a hash; the place of the portion stands there while sorting
NO_KEY = np.uint64(0xFFFFFFFFFFFF0000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows of a file: ``numbers`` as a spreadsheet shows them, the hash of each key.

    ``months`` are those of `clock.Months`, ``places`` those of the portions in which the rows lie.
    """

    numbers: Numbers
    hashes: Hashes
    months: Numbers
    places: Numbers

    def cut(self, most_rows: int) -> Iterator["Block"]:
        """Blocks of at most so many rows each, unless one key alone has more."""
        order = np.argsort(self.hashes, kind="stable")
        _keys, firsts = np.unique(self.hashes[order], return_index=True)
        ends, first = np.append(firsts, order.size), 0
        while first < order.size:
            last = max(
                ends[np.searchsorted(ends, first + most_rows, side="right") - 1],
                ends[np.searchsorted(ends, first, side="right")],
            )
            yield self.some(np.sort(order[first:last]))
            first = last

    def some(self, rows: Numbers) -> "Block":
        """Those in these places of the block."""
        return Block(
            numbers=self.numbers[rows],
            hashes=self.hashes[rows],
            months=self.months[rows],
            places=self.places[rows],
        )


def scattered(blocks: Callable[[], Iterator[Block]]) -> Block:
    """The rows whose key has rows in several portions; rarely one that only has the same hash."""
    keys = _scattered_keys(blocks())
    found = []
    if keys.size:
        for block in blocks():
            hashes = block.hashes & ~LAST_BITS
            place = np.minimum(np.searchsorted(keys, hashes), keys.size - 1)
            found.append(block.some(np.flatnonzero(keys[place] == hashes)))
    nothing = np.zeros(0, np.int64)
    return Block(
        numbers=np.concatenate([nothing, *(each.numbers for each in found)]),
        hashes=np.concatenate([keys[:0], *(each.hashes for each in found)]),
        months=np.concatenate([nothing, *(each.months for each in found)]),
        places=np.concatenate([nothing, *(each.places for each in found)]),
    )


def key_of_file(file: TypedFile) -> tuple[str, ...]:
    """The fields of the key that the file has; none where only rows that are equal are one.

    A training that names no unit is given that of the person's post, which nobody knows before it
    is conformed.
    """
    alone = told_apart_by(file.table.name)
    if alone is not None and alone not in file.columns:
        return ()
    unknown = {"unit_code"} if file.table.name == "training" else set()
    return tuple(
        name for name in key_of(file.table) if name in file.columns and name not in unknown
    )


def key_hashes(file: TypedFile, reader: Reader, rows: pa.Table) -> Hashes:
    """A number for the key of each row: equal where the conformed rows have equal keys."""
    table = file.table.name
    columns = {
        name: reader.read(
            file.column_of(name), rows.column(name), says_much=says_much(file.table, name)
        ).cells[name]
        for name in rows.column_names
    }
    keys = pa.table(columns)
    hashes = row_hashes(written_out(table, keys).columns)
    alone = told_apart_by(table)
    if alone is not None:
        hashes[~np.asarray(keys.column(alone).is_valid())] = NO_KEY
    return hashes


def _scattered_keys(blocks: Iterator[Block]) -> Hashes:
    """The first bits of these hashes, ascending."""
    told = [(block.hashes & ~LAST_BITS) | block.places.astype(np.uint64) for block in blocks]
    together = np.concatenate(told) if told else np.zeros(0, np.uint64)
    together.sort()
    keys = together & ~LAST_BITS
    is_again = (keys[1:] == keys[:-1]) & (together[1:] != together[:-1]) & (keys[1:] != NO_KEY)
    return np.unique(keys[1:][is_again])
