"""Cells without the blanks around them, and empty where nothing was meant.

A register has a million cells, and hardly one has blanks around it. So a look at the bytes finds
the few that may, and only those are read.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.warehouse.conformed.cells import Bools, Bytes, Places, ends

BLANKS = " \t\r\n\u00a0\ufeff"
EMPTY_MARKS = pa.array(["", "-", "--", "na", "n/a", "#n/a", "null", "nan", "none"])
LONGEST_MARK = 4  # bytes
FIRST_BYTES = np.isin(np.arange(256), [blank.encode()[0] for blank in BLANKS])
LAST_BYTES = np.isin(np.arange(256), [blank.encode()[-1] for blank in BLANKS])


def without_blanks(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells without the blanks around them; NULL where nothing was meant."""
    return pa.chunked_array([_bare(chunk) for chunk in cells.chunks], pa.string())


def _bare(cells: pa.Array) -> pa.Array:
    if cells.null_count:
        return _trimmed(cells)
    places, letters = ends(cells)
    cells = _without_empty(cells, places)
    doubtful = np.flatnonzero(_is_doubtful(places, letters[: places[-1]]))
    if not doubtful.size:
        return cells
    rows = cells.take(pa.array(doubtful)).dictionary_encode()
    meant = _trimmed(rows.dictionary)
    if meant.equals(rows.dictionary):
        return cells
    mask = np.zeros(len(cells), bool)
    mask[doubtful] = True
    return pc.replace_with_mask(cells, pa.array(mask), meant.take(rows.indices))


def _trimmed(cells: pa.Array) -> pa.Array:
    bare = pc.utf8_trim(cells, characters=BLANKS)
    is_mark = pc.is_in(pc.utf8_lower(bare), value_set=EMPTY_MARKS)
    return pc.if_else(is_mark, pa.scalar(None, pa.string()), bare)


def _without_empty(cells: pa.Array, places: Places) -> pa.Array:
    """The same cells where they lie, the ones without a letter being NULL."""
    is_filled = places[1:] > places[:-1]
    if is_filled.all():
        return cells
    bits = np.packbits(np.pad(is_filled, (cells.offset, 0)), bitorder="little")
    _, offsets, data = cells.buffers()
    return pa.Array.from_buffers(
        cells.type, len(cells), [pa.py_buffer(bits), offsets, data], offset=cells.offset
    )


def _is_doubtful(places: Places, letters: Bytes) -> Bools:
    """Cells that begin or end as blanks do, or are as short as the marks of an empty cell."""
    lengths = np.diff(places)
    found = lengths <= LONGEST_MARK
    if _may_hold_blanks(letters):
        found |= FIRST_BYTES[letters[np.minimum(places[:-1], letters.size - 1)]]
        found |= LAST_BYTES[letters[np.maximum(places[1:], 1) - 1]]
    return np.asarray(found & (lengths > 0))


def _may_hold_blanks(letters: Bytes) -> bool:
    text = letters.tobytes()
    return any(blank.encode()[:1] in text for blank in BLANKS)
