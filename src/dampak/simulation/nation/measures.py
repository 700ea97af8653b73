"""The indicators of a nation in both lives, by the same definitions, straight from the tallies.

The warehouse counts the same from the files. This second way of counting exists because the truth
needs a life that was never written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.tallies import SavedTally

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

POINTS_PER_STEP = 25  # an answer of 4 is worth 100


def indicators(tallies: Sequence[SavedTally], block: Block) -> Mapping[str, Numbers]:
    """Each indicator of a block's units in both lives, (2, units, months); NaN where unread."""
    waited = _added(tally.waited(block) for tally in tallies)
    on_time = _added(tally.on_time(block) for tally in tallies)

    def by_month(name: str) -> Whole:
        """Axes: lives, if there are two; units; elements, if it has them; months."""
        return np.stack([tally.sums(name, block) for tally in tallies], axis=-1)

    means = _over(by_month("answer"), by_month("answered")[None])
    return {
        "median-completion-time": _quantile(waited, 0.5),
        "p90-completion-time": _quantile(waited, 0.9),
        "finished-by-promised-day": _over(on_time, waited.sum(axis=-1)),
        "digital-share": _over(by_month("digital"), by_month("channel_known")[None]),
        "record-accuracy": _over(by_month("correct"), by_month("checked")[None]),
        "complaints-per-1000": 1000 * _over(by_month("complaints"), by_month("received")[None]),
        "ikm": POINTS_PER_STEP * _mean_of_known(means, axis=2),
    }


def _quantile(counts: Whole, q: float) -> Numbers:
    """The quantile of whole numbers counted along the last axis, interpolated between two."""
    upto = np.cumsum(counts, axis=-1)
    n = upto[..., -1]
    at = q * (n - 1)
    low = np.floor(np.maximum(at, 0)).astype(int)
    high = np.minimum(low + 1, np.maximum(n - 1, 0))
    below, above = ((upto <= place[..., None]).sum(axis=-1) for place in (low, high))
    return np.where(n > 0, below + (at - low) * (above - below), np.nan)


def _added(counts: Iterable[Whole]) -> Whole:
    """One after the other, so that only two of them are in memory at a time."""
    return reduce(np.add, counts)


def _over(numerator: Whole, denominator: Whole) -> Numbers:
    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    unread = np.full(numerator.shape, np.nan)
    ratio: Numbers = np.divide(numerator, denominator, out=unread, where=denominator > 0)
    return ratio


def _mean_of_known(numbers: Numbers, *, axis: int) -> Numbers:
    known = np.isfinite(numbers)
    return _over(np.where(known, numbers, 0).sum(axis=axis), known.sum(axis=axis))
