"""Cells as bytes: what can be said about a million of them without reading each."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Places = NDArray[np.int32] | NDArray[np.int64]
Bytes = NDArray[np.uint8]


def in_one(cells: pa.ChunkedArray) -> pa.Array:
    """The cells of a column in one piece; empty ones where there are none."""
    joined = cells.combine_chunks()
    if not isinstance(joined, pa.ChunkedArray):
        return joined
    return joined.chunk(0) if joined.num_chunks else pa.array([], cells.type)


def ends(cells: pa.Array) -> tuple[Places, Bytes]:
    """Where each cell begins and ends, (n + 1), among the bytes of all of them."""
    _, offsets, data = cells.buffers()
    if offsets is None:
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    places = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return places, np.frombuffer(data or b"", np.uint8)


def filled(cells: pa.Array | pa.ChunkedArray) -> Bools:
    """Which cells are not NULL."""
    return np.asarray(cells.is_valid())


def letters_at(rows: Places, length: int, places: Places, data: Bytes) -> Bytes:
    """The bytes of these cells, all of one length: (length, rows)."""
    starts = places[rows]
    if starts[-1] - starts[0] == length * (rows.size - 1):  # one after the other
        together = data[starts[0] : starts[-1] + length].reshape(-1, length)
        return np.ascontiguousarray(together.T)
    letters: Bytes = data[np.arange(length)[:, None] + starts]
    return letters


def rows_with_digits(cells: pa.Array, *, at_least: int) -> Places:
    """The rows of the cells that hold so many digits or more."""
    places, data = ends(cells)
    long = np.flatnonzero(np.diff(places) >= at_least)
    if not long.size:
        return long
    is_digit = (data[: places[-1]] - np.uint8(ord("0"))) < 10
    bounds = np.column_stack((places[long], places[long + 1])).ravel().astype(np.int64)
    if bounds[-1] == is_digit.size:
        bounds = bounds[:-1]
    digits = np.add.reduceat(is_digit, bounds, dtype=np.int32)[::2]
    return long[digits >= at_least]
