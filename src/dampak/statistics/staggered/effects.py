"""The record that every question about staggered training starts from."""

from dataclasses import dataclass, field

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel
from dampak.statistics.staggered.contrasts import Contrasts, Design
from dampak.statistics.staggered.evidence import Evidence

GROUP_TIME = "group_time/2"  # raised whenever an effect would come out differently


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupTimeEffects:
    """How far each cohort moved beyond its comparison, for each month: k effects.

    All vectors have shape (k,). ``cohorts`` and ``periods`` are positions of months;
    ``values`` and ``standard_errors`` are in the unit of the outcome; ``n_trained`` and
    ``n_comparison`` count the units seen in both months of the comparison, ``masses`` sum the
    weights of the trained ones among them (their number where all units count alike).
    """

    cohorts: Integers
    periods: Integers
    values: Floats
    standard_errors: Floats
    n_trained: Integers
    n_comparison: Integers
    masses: Floats
    panel: Panel = field(repr=False)
    design: Design
    contrasts: Contrasts = field(repr=False)
    evidence: Evidence = field(repr=False)
    method: str = GROUP_TIME

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
        return np.equal(self.contrasts.periods, self.contrasts.bases)
