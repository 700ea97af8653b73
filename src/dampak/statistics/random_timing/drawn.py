"""A panel in which the month of training was drawn by lot, ready for the two sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.panel import panel_of
from dampak.statistics.random_timing.forms import Forms, forms_of

MIN_UNITS = 2  # in every cohort; one unit alone shows no spread


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Units ordered by cohort.

    ``outcomes`` (n_units, n_periods) without gaps; ``slots`` (n_units,) the cohort of each, from
    0; ``first`` and ``size`` (g,) as in `forms_of`.
    """

    outcomes: Floats
    slots: Integers
    first: Integers
    size: Integers
    forms: Forms
    dust: float

    @property
    def n_comparison(self) -> int:
        return int(self.size[-1])

    @property
    def n_trained(self) -> int:
        return int(self.size[:-1].sum())

    @property
    def training(self) -> Floats:
        """1 from the first month of training on, else 0. Shape (n_units, n_periods)."""
        months = np.arange(self.outcomes.shape[1])
        return np.asarray(months >= self.first[self.slots][:, None], np.float64)


def drawn_of(*, outcomes: ArrayLike, first_treated: ArrayLike) -> Drawn | NoAnswer:
    """The panel, or why the lot cannot be used."""
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    if not panel.is_complete:
        counted = int(np.isfinite(panel.outcomes).sum())
        cells = panel.outcomes.size
        return NoAnswer(why=Silence.TOO_MANY_MISSING, needed=cells, found=counted)
    starts = np.minimum(panel.first_trained, panel.n_periods)
    order = np.argsort(starts, kind="stable")
    first, slots, size = np.unique(starts[order], return_inverse=True, return_counts=True)
    if size.min() < MIN_UNITS:
        few_trained = size[:-1].min() < MIN_UNITS
        why = Silence.TOO_FEW_TRAINED if few_trained else Silence.TOO_FEW_COMPARISON
        return NoAnswer(why=why, needed=MIN_UNITS, found=int(size.min()))
    y = panel.outcomes[order]
    y -= y.mean(axis=0)  # levels cost digits; a shift of a month changes nothing
    return Drawn(
        outcomes=y,
        slots=slots,
        first=first,
        size=size,
        forms=forms_of(first, size, panel.n_periods),
        dust=panel.dust,
    )
