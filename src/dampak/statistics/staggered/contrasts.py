"""Which months of a cohort are compared with which, and with whose."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.statistics.arrays import Flags, Integers, whole_number
from dampak.statistics.panel import Panel

Control = Literal["not_yet", "never"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the comparison is drawn; the words are those of the paper and of R's `did`.

    ``control`` is ``"not_yet"`` (units not trained by then, and never trained) or ``"never"``.
    ``base`` is what a month before the training is compared with: ``"varying"``, the month before
    it, or ``"universal"``, the last month before the training. ``anticipation`` counts the periods
    before the training in which units may already have changed. ``horizon`` is the last period
    after the start that is looked at, None for all.
    """

    control: Control = "not_yet"
    base: Base = "varying"
    anticipation: int = 0
    horizon: int | None = None

    def __post_init__(self) -> None:
        if self.control not in ("not_yet", "never"):
            raise ValueError(f"control must be 'not_yet' or 'never', got {self.control!r}")
        if self.base not in ("varying", "universal"):
            raise ValueError(f"base must be 'varying' or 'universal', got {self.base!r}")
        for name in ("anticipation", "horizon"):
            periods = getattr(self, name)
            if name == "anticipation" or periods is not None:
                whole_number(periods, name=name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrasts:
    """k comparisons, cohort by cohort and period by period.

    ``cohorts`` (k,) number the cohorts of `Panel.starts`; ``periods`` and ``bases`` (k,) are the
    two months of each; ``serves`` (n_cohorts, k) says which cohorts may serve as comparison.
    """

    cohorts: Integers
    periods: Integers
    bases: Integers
    serves: Flags

    @property
    def size(self) -> int:
        return int(self.cohorts.size)

    def keeping(self, chosen: Flags) -> "Contrasts":
        return Contrasts(
            cohorts=self.cohorts[chosen],
            periods=self.periods[chosen],
            bases=self.bases[chosen],
            serves=self.serves[:, chosen],
        )


def contrasts_of(panel: Panel, design: Design) -> Contrasts:
    """Those of every cohort that was trained while the data run and has a month before."""
    has_base = panel.starts > design.anticipation
    trained = np.flatnonzero(has_base & (panel.starts < panel.n_periods))
    months = [_months(panel.n_periods, int(panel.starts[c]), design) for c in trained]
    nothing = np.empty(0, dtype=np.int64)
    cohorts = np.concatenate(
        [nothing, *(np.full(m[0].size, c) for c, m in zip(trained, months, strict=True))]
    )
    periods = np.concatenate([nothing, *(m[0] for m in months)])
    bases = np.concatenate([nothing, *(m[1] for m in months)])
    until = np.maximum(periods, bases) + design.anticipation
    if design.control == "never":
        until = np.full_like(until, panel.n_periods - 1 + design.anticipation)
    others = np.arange(panel.starts.size)[:, None] != cohorts
    return Contrasts(
        cohorts=cohorts,
        periods=periods,
        bases=bases,
        serves=(panel.starts[:, None] > until) & others,
    )


def _months(n_periods: int, cohort: int, design: Design) -> tuple[Integers, Integers]:
    last, last_before = n_periods - 1, cohort - design.anticipation - 1
    if design.horizon is not None:
        last = min(last, cohort + design.horizon)
    if design.base == "universal":
        periods = np.arange(last + 1)
        return periods, np.full_like(periods, last_before)
    periods = np.arange(1, last + 1)
    return periods, np.minimum(periods - 1, last_before)
