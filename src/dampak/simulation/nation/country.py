"""One nation with everything decided but its records, which are drawn part by part."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.simulation.draws import luck
from dampak.simulation.nation.adoption import first_trained
from dampak.simulation.nation.counters import Counters, draw_counters
from dampak.simulation.nation.effects import NOTHING, PLANTED, NationalEffects, dose
from dampak.simulation.nation.scale import Block, Scale
from dampak.simulation.nation.span import MONTHS_BEFORE, Span, span_of
from dampak.simulation.nation.tree import Tree, build_tree

Numbers = NDArray[np.float32]

SHIFT = 0.35  # how far a unit's good and bad months lie from its usual ones, in working days
MEMORY = 0.4  # how much of one month's mood lasts into the next
TREND = -0.5  # working days a year: everybody improves a little, trained or not
# working days that every counter needs more: the fasting month with Lebaran, the year's end
SEASON = np.array([0.2, 0.1, 0.6, 0.9, 0.0, 0.1, 0.1, 0.0, -0.2, -0.1, 0.2, 0.8])


@dataclass(frozen=True, kw_only=True)
class Nation:
    """The offices, the calendar and the roll-out of one nation.

    ``shift`` (n_units, months of the span) are the working days that a unit's requests need more
    in the month in which they would be closed.
    """

    scale: Scale
    tree: Tree
    counters: Counters
    span: Span
    first_trained: NDArray[np.int16]
    shift: Numbers

    @cached_property
    def effects(self) -> NationalEffects:
        """What training does here."""
        return NOTHING if self.scale.is_null else PLANTED

    def month(self, index: int) -> date:
        """A month by its place in the window."""
        return months_later(self.scale.months[0], index)

    def unit_codes(self, block: Block) -> list[str]:
        """The codes of a block's units."""
        return self.tree.unit_codes[block.first : block.after]

    def dose(self, block: Block, month: int) -> Numbers:
        """How much of the full effect the units of a block feel in a month."""
        return dose(self.first_trained[block.first : block.after], month)

    def requests_expected(self, block: Block, month: int) -> Numbers:
        """How many requests each unit of a block can expect in a month.

        Equally many on every working day of the year: a rush would make the requests that are
        closed in a month a different mixture at fast and at slow counters.
        """
        mean = np.mean([len(self.span.arrivals(each)) for each in range(self.scale.n_months)])
        a_month = self.scale.rows / self.scale.n_units / self.scale.n_months
        share = np.float32(a_month * len(self.span.arrivals(month)) / mean)
        return self.counters.busyness[block.first : block.after] * share


def build_nation(scale: Scale) -> Nation:
    """Decide everything but the records; the same scale always gives the same nation."""
    span = span_of(scale.months)
    tree = build_tree(scale.n_units, seed=scale.seed)
    counters = draw_counters(tree, seed=scale.seed)
    return Nation(
        scale=scale,
        tree=tree,
        counters=counters,
        span=span,
        first_trained=first_trained(counters, scale.n_months, seed=scale.seed),
        shift=_shift(scale, len(span.starts)),
    )


def _shift(scale: Scale, n_months: int) -> Numbers:
    """Season and slow improvement, shared by all, and each unit's moods (AR(1))."""
    shocks = luck(scale.seed, "moods of a nation").standard_normal(
        (scale.n_units, n_months), np.float32
    )
    moods = np.float32(SHIFT) * shocks
    for month in range(1, n_months):
        moods[:, month] *= np.float32(np.sqrt(1 - MEMORY**2))
        moods[:, month] += np.float32(MEMORY) * moods[:, month - 1]
    index = np.arange(n_months) - MONTHS_BEFORE
    common = SEASON[(scale.months[0].month - 1 + index) % 12] + TREND * index / 12
    return moods + common.astype(np.float32)
