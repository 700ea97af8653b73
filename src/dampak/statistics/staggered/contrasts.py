"""Which months of a cohort are compared with which, and with whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel

Control = Literal["not_yet", "never"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the comparison is drawn; the words are those of the paper and of R's `did`.

    ``horizon`` is the last period after the start that is looked at, None for all.
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
            if periods is not None and periods < 0:
                raise ValueError(f"{name} counts periods and cannot be negative, got {periods}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrast:
    """The comparisons of one cohort, k of them.

    ``periods`` and ``bases`` (k,) are the two months of each; ``is_comparison`` (n_units, k)
    says which units may serve as comparison, ``is_trained`` (n_units,) which form the cohort.
    """

    cohort: int
    periods: Integers
    bases: Integers
    is_trained: Flags
    is_comparison: Flags

    def keeping(self, chosen: Flags) -> "Contrast":
        return Contrast(
            cohort=self.cohort,
            periods=self.periods[chosen],
            bases=self.bases[chosen],
            is_trained=self.is_trained,
            is_comparison=self.is_comparison[:, chosen],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What the k comparisons of one cohort came to, over the units counted in both months.

    ``effects``, ``n_trained``, ``n_comparison`` have shape (k,). ``is_trained`` and
    ``is_comparison`` (n_units, k) say who was counted on which side. ``scores`` (n_units, k) are
    each unit's distance from its side's mean change, divided by the number on that side: the
    unit's influence on the effect.
    """

    effects: Floats
    n_trained: Floats
    n_comparison: Floats
    is_trained: Flags
    is_comparison: Flags
    scores: Floats


def contrasts_of(panel: Panel, design: Design) -> Iterator[Contrast]:
    """One contrast per cohort that was trained while the data run and has a month before."""
    first = panel.first_trained
    for cohort in np.unique(first[first < panel.n_periods]):
        last_before = int(cohort) - design.anticipation - 1
        if last_before < 0:
            continue
        periods, bases = _months(panel.n_periods, int(cohort), last_before, design)
        until = np.maximum(periods, bases) + design.anticipation
        if design.control == "never":
            until = np.full_like(until, panel.n_periods - 1 + design.anticipation)
        is_trained = first == cohort
        is_comparison = (first[:, None] > until) & ~is_trained[:, None]
        yield Contrast(
            cohort=int(cohort),
            periods=periods,
            bases=bases,
            is_trained=is_trained,
            is_comparison=is_comparison,
        )


def measured(panel: Panel, contrast: Contrast) -> Measured:
    """Mean change of the cohort minus mean change of its comparison, month by month."""
    changes = panel.outcomes[:, contrast.periods] - panel.outcomes[:, contrast.bases]
    counted = np.isfinite(changes)
    changes[~counted] = 0.0
    is_trained = counted & contrast.is_trained[:, None]
    is_comparison = counted & contrast.is_comparison
    trained_mean, n_trained, trained_part = _spread(changes, is_trained)
    comparison_mean, n_comparison, comparison_part = _spread(changes, is_comparison)
    return Measured(
        effects=trained_mean - comparison_mean,
        n_trained=n_trained,
        n_comparison=n_comparison,
        is_trained=is_trained,
        is_comparison=is_comparison,
        scores=trained_part - comparison_part,
    )


def _months(
    n_periods: int, cohort: int, last_before: int, design: Design
) -> tuple[Integers, Integers]:
    last = n_periods - 1
    if design.horizon is not None:
        last = min(last, cohort + design.horizon)
    if design.base == "universal":
        periods = np.arange(last + 1)
        return periods, np.full_like(periods, last_before)
    periods = np.arange(1, last + 1)
    return periods, np.minimum(periods - 1, last_before)


def _spread(changes: Floats, belongs: Flags) -> tuple[Floats, Floats, Floats]:
    size = belongs.sum(axis=0).astype(np.float64)
    safe = np.maximum(size, 1.0)
    mean = np.einsum("ij,ij->j", changes, belongs) / safe
    return mean, size, (changes - mean) * belongs / safe
