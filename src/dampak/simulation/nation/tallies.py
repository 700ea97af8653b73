"""What the records of one month count, by unit, in the life that happened and in the other one.

Kept on disk while a nation is being written: the truth needs all months of a unit together, the
files need all units of a month.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.nation.parts import Part
from dampak.simulation.nation.register_counts import LENGTHS
from dampak.simulation.nation.scale import Block, Scale
from dampak.simulation.voices import ELEMENTS

Whole = NDArray[np.int64]

# before and after the axis of the units; two stands for both lives, the trained one first
SHAPES: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = MappingProxyType(
    {
        "received": ((), ()),
        "channel_known": ((), ()),
        "digital": ((2,), ()),
        "complaints": ((2,), ()),
        "answered": ((), (len(ELEMENTS),)),
        "answer": ((2,), (len(ELEMENTS),)),
        "checked": ((), ()),
        "correct": ((2,), ()),
    }
)
ON_TIME, WAITED, TOLD = "on_time.npy", "waited.npy", "told.json"
WAITS = np.dtype([("cell", "u4"), ("trained", "u2"), ("untrained", "u2")])


class MonthTally:
    """The counts of one month's files, gathered block by block."""

    def __init__(self, scale: Scale) -> None:
        self.n_months = scale.n_months
        self.sums = {
            name: np.zeros((*before, scale.n_units, *after), np.int32)
            for name, (before, after) in SHAPES.items()
        }
        self.on_time = np.zeros((2, scale.n_units, scale.n_months), np.int32)
        self.waits: list[NDArray[np.void]] = []
        self.rows: Counter[str] = Counter()
        self.damage: Counter[str] = Counter()

    def add(self, table: str, block: Block, part: Part) -> None:
        """Take in what one part counts; the blocks of a table come in order."""
        units = slice(block.first, block.after)
        for name in SHAPES.keys() & part.counts.keys():
            before, _ = SHAPES[name]
            self.sums[name][(slice(None),) * len(before) + (units,)] = part.counts[name]
        if "waited" in part.counts:
            self.on_time[:, units] = part.counts["on_time"]
            self.waits.append(_sparse(part.counts["waited"], first_unit=block.first))
        self.rows[table] += part.rows.num_rows
        self.damage.update(part.damage)

    def save(self, folder: Path) -> None:
        """Write everything into a folder, made for it."""
        folder.mkdir()
        for name, sums in self.sums.items():
            np.save(folder / f"{name}.npy", sums)
        np.save(folder / ON_TIME, self.on_time)
        np.save(folder / WAITED, np.concatenate(self.waits))
        told = {"rows": self.rows, "damage": self.damage}
        (folder / TOLD).write_text(json.dumps(told), encoding="utf-8")


class SavedTally:
    """The counts of one month's files, read back a block at a time."""

    def __init__(self, folder: Path, n_months: int) -> None:
        self.n_months = n_months
        self._sums = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in SHAPES}
        self._on_time = np.load(folder / ON_TIME, mmap_mode="r")
        self._waits = np.load(folder / WAITED, mmap_mode="r")
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        self.rows: dict[str, int] = told["rows"]
        self.damage: dict[str, int] = told["damage"]

    def sums(self, name: str, block: Block) -> Whole:
        """One of `SHAPES`, for the units of a block."""
        before, _ = SHAPES[name]
        return np.asarray(
            self._sums[name][(slice(None),) * len(before) + (slice(block.first, block.after),)],
            np.int64,
        )

    def on_time(self, block: Block) -> Whole:
        """Requests answered in time, (2, units, months of closing)."""
        return np.asarray(self._on_time[:, block.first : block.after], np.int64)

    def waited(self, block: Block) -> Whole:
        """Requests answered, (2, units, months of closing, working days)."""
        shape = block.n_units, self.n_months, LENGTHS
        a_unit = self.n_months * LENGTHS
        cells = self._waits["cell"]
        begin, end = np.searchsorted(cells, np.array([block.first, block.after]) * a_unit)
        waits = self._waits[begin:end]
        dense = np.zeros((2, int(np.prod(shape))), np.int64)
        at = waits["cell"].astype(np.int64) - block.first * a_unit
        dense[0, at], dense[1, at] = waits["trained"], waits["untrained"]
        return dense.reshape(2, *shape)


def _sparse(waited: Whole, *, first_unit: int) -> NDArray[np.void]:
    """Only the cells in which somebody waited, in either life."""
    trained, untrained = waited.reshape(2, -1)
    at = np.flatnonzero(trained | untrained)
    found = np.empty(len(at), WAITS)
    found["cell"] = at + first_unit * (waited.shape[2] * waited.shape[3])
    found["trained"], found["untrained"] = trained[at], untrained[at]
    return found
