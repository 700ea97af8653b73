"""Who comes to a counter when, for what, and how long it takes, with the training and without."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.services import EXTRA_DAYS, FALLS_ON
from dampak.simulation.nation.span import LONGEST, MONTHS_BEFORE

Small = NDArray[np.int32]
Numbers = NDArray[np.float32]

SPREAD, SKEW = np.float32(4.0), np.float32(0.7)  # working days; the median of this part is nought


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """One entry a request; ``unit`` counts from the first of the block, days are of the span."""

    unit: Small
    service: NDArray[np.int8]
    received: Small
    waited: Small
    waited_untrained: Small

    def still_open_at(self, day: int, nation: Nation) -> Self:
        """Only those that were not answered before a day."""
        span = nation.span
        kept = np.flatnonzero(span.closing_day(self.received, self.waited_untrained) >= day)
        return type(self)(**{each.name: getattr(self, each.name)[kept] for each in fields(self)})


def draw_arrivals(
    nation: Nation, block: Block, month: int, share: float, rng: np.random.Generator
) -> Arrivals:
    """Who came when for what, and how long it took; in no order, as agencies send their rows."""
    counters, span = nation.counters, nation.span
    expected = nation.requests_expected(block, month) * np.float32(share)
    unit = np.repeat(np.arange(block.n_units, dtype=np.int32), rng.poisson(expected))
    rng.shuffle(unit)
    n = len(unit)
    days = span.arrivals(month)
    received = days[rng.integers(0, len(days), n, np.uint16)]
    place = unit * counters.services.shape[1] + FALLS_ON[rng.integers(0, 256, n, np.uint8)]
    service = counters.services[block.first : block.after].ravel()[place]
    usual = counters.usual_days[block.first : block.after]
    days_needed = usual[unit] + EXTRA_DAYS[service] + _skewed(rng, n)
    days_needed += _shift_when_closed(nation, block, unit, received, days_needed)
    least = (~span.is_working[received]).astype(np.int32)
    untrained = _whole(days_needed, least)
    felt = usual * nation.dose(block, month) * np.float32(nation.effects.time_share)
    return Arrivals(
        unit=unit,
        service=service,
        received=received,
        waited=_whole(days_needed + felt[unit], least) if felt.any() else untrained,
        waited_untrained=untrained,
    )


def _skewed(rng: np.random.Generator, n: int) -> Numbers:
    """Working days beyond the usual, with a long tail and median nought."""
    drawn = rng.standard_normal(n, np.float32)
    drawn *= SKEW
    np.exp(drawn, out=drawn)
    drawn -= 1
    drawn *= SPREAD
    return drawn


def _shift_when_closed(
    nation: Nation, block: Block, unit: Small, received: Small, days_needed: Numbers
) -> Numbers:
    """What season and mood add, by the month in which the request would be closed without them.

    By the month of receipt, a rise of the season would show at fast counters before slow ones,
    and units that were never trained would not move alike.
    """
    span = nation.span
    at = span.upto[received] - 1 + _whole(days_needed, np.int32(0))
    shift = nation.shift[block.first : block.after]
    cell = unit * shift.shape[1] + (span.month_of_working[at] + MONTHS_BEFORE)
    added: Numbers = shift.ravel()[cell]
    return added


def _whole(days: Numbers, least: Small | np.int32) -> Small:
    whole = np.rint(days).astype(np.int32)
    return np.clip(whole, least, LONGEST, out=whole)
