"""Raters: Krippendorff's alpha with 999 bootstrap samples."""

from functools import partial
from typing import Any

import numpy as np

from dampak.benchmark.case import Case, Side, answered
from dampak.statistics.arrays import Floats
from dampak.statistics.raters import krippendorff_alpha_by_bootstrap

DRAWS = 999
N_RATERS = 4


def ratings(n_things: int) -> Floats:
    """Four raters, five steps, one judgement in ten missing. Shape (n_things, n_raters)."""
    rng = np.random.default_rng(4)
    quality = rng.normal(3, 1, (n_things, 1)) + rng.normal(0, 0.7, (n_things, N_RATERS))
    steps = np.clip(np.round(quality), 1, 5)
    steps[rng.random(steps.shape) < 0.1] = np.nan
    return steps


def bootstrapped(data: Floats) -> float:
    found = krippendorff_alpha_by_bootstrap(
        ratings=data, level="ordinal", rng=np.random.default_rng(1), draws=DRAWS
    )
    return float(answered(found).value)


def repeated(data: Floats) -> float:
    """The package has no bootstrap: its alpha again and again on things drawn anew."""
    import krippendorff as peer

    rng = np.random.default_rng(1)
    alpha: Any = partial(peer.alpha, level_of_measurement="ordinal")
    for _ in range(DRAWS):
        alpha(data[rng.integers(0, len(data), len(data))].T)
    return float(alpha(data.T))


CASES = tuple(
    Case(
        code=f"agreement-{n_things}",
        title="Krippendorff's alpha, ordinal, bootstrap",
        size=f"{n_things} × {N_RATERS}",
        ours=Side(name="dampak", prepare=partial(ratings, n_things), ask=bootstrapped),
        peer=Side(
            name="krippendorff",
            module="krippendorff",
            prepare=partial(ratings, n_things),
            ask=repeated,
        ),
    )
    for n_things in (500, 5_000)
)
