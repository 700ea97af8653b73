"""Re-drawing a lottery, measured in passes over the panel."""

from functools import partial

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.benchmark.cases.staggered import SMALL, analytic
from dampak.benchmark.panels import BenchPanel, panel
from dampak.statistics.phased import phased_effect

DRAWS = 9_999
PASSES_PER_THOUSAND = 5


def redrawn(data: BenchPanel) -> float:
    """The effect, its p-value and its interval from 9,999 orderings."""
    found = phased_effect(
        outcomes=data.outcomes,
        first_treated=data.first_treated,
        rng=np.random.default_rng(1),
        draws=DRAWS,
    )
    return float(answered(found).value)


CASES = (
    Case(
        code="lottery-500",
        title="Randomisation inference, 9,999 draws, with its interval",
        size="500 × 48",
        ours=Side(name="dampak", prepare=partial(panel, *SMALL), ask=redrawn),
        peer=Side(name="one pass", prepare=partial(panel, *SMALL), ask=analytic),
        demanded=1 / (PASSES_PER_THOUSAND * DRAWS / 1_000),
        panel_bytes=8 * SMALL[0] * SMALL[1],
        tolerance=None,
        note="One pass is what staggered-500 does: the whole panel read, all effects with errors. "
        "Five passes per thousand draws are allowed, which is a ratio of 0.02.",
    ),
)
