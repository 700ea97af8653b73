"""A whole number for every row, the same on every machine and in every year, from some columns.

The numbers find candidates; whether two rows really have one key is asked of the columns
themselves. So a row with a bad number costs time and nothing else. The mixing is that of
SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, 453-472).
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

ROWS_AT_ONCE = 1 << 16
_NOTHING = np.uint64(0x9E3779B97F4A7C15)  # stands for NULL
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def row_hashes(columns: Sequence[pa.ChunkedArray]) -> Hashes:
    """Shape (n_rows,): one number for each row; equal rows have equal numbers."""
    rows = len(columns[0])
    hashes = np.full(rows, len(columns), np.uint64)
    for column in columns:
        hashes = _mixed(hashes * np.uint64(31) + _of_column(column))
    return hashes


def _of_column(column: pa.ChunkedArray) -> Hashes:
    chunks = [_of_chunk(chunk) for chunk in column.chunks]
    return np.concatenate(chunks) if chunks else np.zeros(0, np.uint64)


def _of_chunk(chunk: pa.Array) -> Hashes:
    if pa.types.is_dictionary(chunk.type):
        words = np.append(_of_chunk(chunk.dictionary), _NOTHING)
        hashes: Hashes = words[chunk.indices.fill_null(len(words) - 1).to_numpy()]
        return hashes
    is_text = pa.types.is_string(chunk.type)
    hashes = _of_texts(chunk) if is_text else _mixed(_as_whole_numbers(chunk))
    if chunk.null_count:
        hashes[chunk.is_null().to_numpy(zero_copy_only=False)] = _NOTHING
    return hashes


def _as_whole_numbers(chunk: pa.Array) -> Hashes:
    if pa.types.is_floating(chunk.type):
        # 0.0 and -0.0 are equal, so they need one number.
        numbers: NDArray[np.float64] = chunk.cast(pa.float64()).fill_null(0).to_numpy()
        return (numbers + 0.0).view(np.uint64)
    if pa.types.is_date(chunk.type):
        chunk = chunk.cast(pa.int32())
    whole: Hashes = chunk.cast(pa.int64()).fill_null(0).to_numpy().view(np.uint64)
    return whole


def _of_texts(texts: pa.Array) -> Hashes:
    slices = range(0, len(texts), ROWS_AT_ONCE)
    blocks = [_of_block(texts.slice(start, ROWS_AT_ONCE)) for start in slices]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.uint64)


def _of_block(texts: pa.Array) -> Hashes:
    """Texts of one length are the rows of a matrix of bytes, mixed eight bytes at a time."""
    texts = texts.fill_null("")
    _valid, ends, held = texts.buffers()
    offsets = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(held, np.uint8) if held else np.zeros(0, np.uint8)
    lengths = np.diff(offsets)
    if len(texts) and (lengths == lengths[0]).all():
        return _of_equal_lengths(data, offsets[:-1], int(lengths[0]))
    hashes = np.empty(len(texts), np.uint64)
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        hashes[rows] = _of_equal_lengths(data, offsets[rows], int(length))
    return hashes


def _of_equal_lengths(data: NDArray[np.uint8], starts: NDArray[np.int32], length: int) -> Hashes:
    words = -(-length // 8)
    padded = np.zeros((len(starts), words * 8), np.uint8)
    if length and starts[-1] - starts[0] == length * (len(starts) - 1):  # one after the other
        padded[:, :length] = data[starts[0] : starts[-1] + length].reshape(-1, length)
    elif length:
        padded[:, :length] = np.lib.stride_tricks.sliding_window_view(data, length)[starts]
    hashes = np.full(len(starts), length, np.uint64)
    for word in padded.view("<u8").T:
        hashes = _mixed(hashes ^ word)
    return hashes


def _mixed(numbers: Hashes) -> Hashes:
    mixed = numbers + _NOTHING
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    return mixed
