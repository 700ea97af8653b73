"""The record that every question about staggered training starts from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel
from dampak.statistics.staggered.contrasts import Contrast, Design, Measured, measured


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupTimeEffects:
    """How far each cohort moved beyond its comparison, for each month: k effects.

    All vectors have shape (k,). ``cohorts`` and ``periods`` are positions of months;
    ``values`` and ``standard_errors`` are in the unit of the outcome; ``n_trained`` and
    ``n_comparison`` count the units seen in both months of the comparison.
    """

    cohorts: Integers
    periods: Integers
    values: Floats
    standard_errors: Floats
    n_trained: Integers
    n_comparison: Integers
    panel: Panel = field(repr=False)
    design: Design
    contrasts: tuple[Contrast, ...] = field(repr=False)
    method: str = "group_time/1"

    @property
    def periods_since(self) -> Integers:
        """Periods since the first month of training; negative before it."""
        return self.periods - self.cohorts

    @property
    def is_after(self) -> Flags:
        return self.periods_since >= 0

    @property
    def is_reference(self) -> Flags:
        """The month everything is measured from under a universal base: nought by construction."""
        return np.concatenate([c.periods == c.bases for c in self.contrasts])

    def blocks(self) -> Iterator[tuple[slice, Contrast, Measured]]:
        """Cohort by cohort: where its effects lie, who is compared, and each unit's part."""
        start = 0
        for contrast in self.contrasts:
            end = start + contrast.periods.size
            yield slice(start, end), contrast, measured(self.panel, contrast)
            start = end
