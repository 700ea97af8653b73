"""Where is the row with this key? An index beside every part, searched without being read.

Of each row's hash of 64 bits it keeps 48 in order of size, and the group of rows where the row
lies: seven bytes a row, mapped into memory. It may name a row that has another key (in a part of
eight million rows one question in thirty million does), never miss one that has it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.parts.hashing import Hashes, row_hashes
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP
from dampak.warehouse.parts.tables import key_columns, told_apart_by, written_out

Rows = NDArray[np.int64]
LAST_BITS = np.uint64(0xFFFF)  # of a hash; where they were, the group stands while sorting


def keyed_rows(table: str, rows: pa.Table) -> tuple[Rows, Hashes]:
    """The rows that have a key, by their place, and the hash of each key."""
    alone = told_apart_by(table)
    places = np.arange(rows.num_rows)
    if alone:
        places = places[rows.column(alone).is_valid().to_numpy()]
    hashes = row_hashes(written_out(table, rows.select(key_columns(table))).columns)
    return places, hashes[places]


def write_keys(sink: Any, places: Rows, hashes: Hashes) -> None:
    """Write the index of a part: ``places`` of its rows, and the ``hashes`` of their keys."""
    groups = (places // ROWS_IN_A_GROUP).astype(np.uint64)
    narrow = np.uint8 if groups.max(initial=0) < 256 else np.uint16
    kept = (hashes & ~LAST_BITS) | groups
    kept.sort()
    index = pa.table(
        {
            "first": _first_of(kept),
            "rest": _rest_of(kept),
            "group": (kept & LAST_BITS).astype(narrow),
        }
    )
    with pa.ipc.new_file(sink, index.schema) as file:
        file.write_table(index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """``asking``: which of the hashes may be there; ``groups``: the groups of rows to look into."""

    asking: Rows
    groups: Rows


def candidates(path: Path, hashes: Hashes) -> Candidates:
    """Search the index of one part; quickest with ``hashes`` in ascending order."""
    with pa.memory_map(str(path)) as mapped:
        index = pa.ipc.open_file(mapped).read_all()
        first, rest, group = (index.column(at).combine_chunks().to_numpy() for at in range(3))
        asking, places = _hits(first, rest, hashes)
        return Candidates(asking=asking, groups=np.unique(group[places]).astype(np.int64))


def _hits(first: NDArray[np.uint32], rest: NDArray[np.uint16], hashes: Hashes) -> tuple[Rows, Rows]:
    """Which hashes are met, and where in the index; a few hashes share their first 32 bits."""
    wanted = _first_of(hashes)
    place = np.searchsorted(first, wanted).astype(np.int64)
    asking = np.arange(len(hashes))
    met: list[tuple[Rows, Rows]] = [(asking[:0], place[:0])]
    while len(asking):
        asking = asking[place[asking] < len(first)]
        asking = asking[first[place[asking]] == wanted[asking]]
        hit = asking[rest[place[asking]] == _rest_of(hashes[asking])]
        met.append((hit, place[hit]))
        place[asking] += 1
    who, where = (np.concatenate(each) for each in zip(*met, strict=True))
    return np.unique(who), where


def _first_of(hashes: Hashes) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _rest_of(hashes: Hashes) -> NDArray[np.uint16]:
    return ((hashes >> np.uint64(16)) & np.uint64(0xFFFF)).astype(np.uint16)
