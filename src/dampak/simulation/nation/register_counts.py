"""What the register counts once it is clean, in the life that happened and in the other one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.damage import Damage
from dampak.simulation.nation.register_rows import Batch, is_digital
from dampak.simulation.nation.requests import Ending, Requests
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.span import LONGEST

Whole = NDArray[np.int64]

LENGTHS = LONGEST + 1  # 0 to LONGEST working days


def counts_of(nation: Nation, block: Block, batches: Sequence[Batch]) -> dict[str, Whole]:
    """Counts of rows without damage by unit; those with a first axis of two are of both lives.

    ``waited`` (2, units, months of closing, working days) counts the requests answered in the
    window, ``on_time`` (2, units, months) those among them answered by the promised day.
    """
    clean = [_clean(batch) for batch in batches]
    inside = [batch for batch in clean if batch.month >= 0]
    known = [_among(batch, batch.is_channel_known) for batch in inside]
    lives = [_answered(nation, block, clean, trained=trained) for trained in (True, False)]
    return {
        "received": _by_unit(block, [batch.requests.unit for batch in inside]),
        "channel_known": _by_unit(block, [batch.requests.unit for batch in known]),
        "digital": np.stack(
            [_digital(nation, block, known, trained=trained) for trained in (True, False)]
        ),
        "waited": np.stack([waited for waited, _ in lives]),
        "on_time": np.stack([on_time for _, on_time in lives]),
    }


def _clean(batch: Batch) -> Batch:
    return batch if batch.damage is None else _among(batch, batch.damage == Damage.NONE)


def _among(batch: Batch, chosen: NDArray[np.bool_]) -> Batch:
    return Batch(requests=batch.requests.among(chosen), month=batch.month, series=batch.series)


def _by_unit(block: Block, units: Sequence[NDArray[np.int32]]) -> Whole:
    return np.bincount(np.concatenate(units), minlength=block.n_units)


def _digital(nation: Nation, block: Block, known: Sequence[Batch], *, trained: bool) -> Whole:
    units = [
        batch.requests.unit[is_digital(nation, block, batch, trained=trained)] for batch in known
    ]
    return _by_unit(block, units)


def _answered(
    nation: Nation, block: Block, batches: Sequence[Batch], *, trained: bool
) -> tuple[Whole, Whole]:
    """Requests by unit, month of closing and working days; and of them those in time."""
    shape = block.n_units, nation.scale.n_months, LENGTHS
    pairs = [_cells(nation, batch.requests, trained=trained) for batch in batches]
    cells = np.concatenate([cell for cell, _ in pairs])
    in_time = np.concatenate([flag for _, flag in pairs])
    waited = np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape)
    on_time = np.bincount(cells[in_time] // LENGTHS, minlength=shape[0] * shape[1])
    return waited, on_time.reshape(shape[:2])


def _cells(
    nation: Nation, requests: Requests, *, trained: bool
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    waited = requests.waited if trained else requests.waited_untrained
    month = nation.span.month_of_day[nation.span.closing_day(requests.received, waited)]
    is_answered = (requests.ending == Ending.CLOSED) | (requests.ending == Ending.REFUSED)
    counts = is_answered & (month >= 0) & (month < nation.scale.n_months)
    cell = (requests.unit * nation.scale.n_months + month) * LENGTHS + waited
    return cell[counts], (waited <= requests.promise)[counts]
