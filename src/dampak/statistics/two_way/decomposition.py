"""What a two-way effect is made of: every comparison of two cohorts, and how much each weighs."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.two_way.panel import WholePanel, whole_panel_of
from dampak.statistics.two_way.residuals import fitted


class Kind(StrEnum):
    """Who is compared with whom. Only the first two are comparisons with untrained units."""

    WITH_NEVER_TRAINED = "with never trained"
    WITH_NOT_YET_TRAINED = "with not yet trained"
    WITH_ALREADY_TRAINED = "with already trained"
    WITH_ALWAYS_TRAINED = "with always trained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two cohorts over the months in which only one of them changes.

    ``trained_from`` is the month in which the changing cohort was first trained;
    ``compared_from`` that of the other, None if it never was and 0 if it always was. ``value`` is
    its difference-in-differences in the unit of the outcome, ``weight`` its part in the two-way
    effect, between 0 and 1. ``n_trained`` and ``n_comparison`` count the units of the two.
    """

    kind: Kind
    trained_from: int
    compared_from: int | None
    value: float
    weight: float
    n_trained: int
    n_comparison: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """All comparisons in a two-way effect; their weights add up to 1.

    ``value`` is their weighted sum: the two-way effect. Months that were not counted take part
    with what the regression says they would have been, which changes none of its coefficients.
    """

    comparisons: tuple[Comparison, ...]
    value: float
    method: str = "goodman_bacon/1"

    def share_of(self, kind: Kind) -> float:
        """The weight of all comparisons of one kind, between 0 and 1."""
        return sum(each.weight for each in self.comparisons if each.kind is kind)

    def value_of(self, kind: Kind) -> float | None:
        """The weighted mean of the comparisons of one kind; None if there are none."""
        share = self.share_of(kind)
        if not share:
            return None
        return sum(e.weight * e.value for e in self.comparisons if e.kind is kind) / share


def goodman_bacon(*, outcomes: ArrayLike, first_treated: ArrayLike) -> Decomposition | NoAnswer:
    """Take a two-way effect apart into all comparisons of two cohorts that it averages.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_units,). Position of the first period of training; 0 if trained before the data
        began or in its first period, -1 if never while they run.

    Returns
    -------
    Decomposition
        One comparison for each pair of cohorts and each direction. Those with units *already*
        trained count the later change of these units' own effect against the training.
    NoAnswer
        If nobody was trained while the data run, or everybody at once; with fewer than two months
        of data; if training cannot be told from units and months.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number.

    References
    ----------
    Goodman-Bacon (2021), Journal of Econometrics 225, 254-277, theorem 1 and eq. 10.
    """
    panel = whole_panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    fit = fitted(panel)
    if not fit.can_be_told:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    return decomposed(panel, fit.means)


def decomposed(panel: WholePanel, means: Floats) -> Decomposition:
    """The comparisons of a panel that has some, from its cohorts' means (g, n_periods)."""
    found = [
        _comparison(panel, means, k, other)
        for k in range(panel.first.size)
        for other in range(panel.first.size)
        if k != other and 0 < panel.first[k] < panel.n_periods
    ]
    total = sum(each.weight for each in found)
    comparisons = tuple(replace(each, weight=each.weight / total) for each in found)
    return Decomposition(
        comparisons=comparisons, value=sum(each.weight * each.value for each in comparisons)
    )


def _comparison(panel: WholePanel, means: Floats, k: int, other: int) -> Comparison:
    """Cohort ``k`` changes, the other does not: up to the other's training, or from it on."""
    start, limit = int(panel.first[k]), int(panel.first[other])
    months = np.arange(panel.n_periods)
    window = months < limit if limit > start else months >= limit
    gap = means[k] - means[other]
    after, before = window & (months >= start), window & (months < start)
    return Comparison(
        kind=_kind(start, limit, panel.n_periods),
        trained_from=start,
        compared_from=limit if limit < panel.n_periods else None,
        value=float(gap[after].mean() - gap[before].mean()),
        weight=_weight(panel.size[[k, other]], int(after.sum()), int(before.sum())),
        n_trained=int(panel.size[k]),
        n_comparison=int(panel.size[other]),
    )


def _weight(size: Integers, after: int, before: int) -> float:
    """Goodman-Bacon's weight up to a factor common to all comparisons.

    The share of the pair among all units, squared, times the variance of training within the
    pair and its months, is what the paper's three cases come to.
    """
    return float(size[0] * size[1]) * after * before


def _kind(start: int, limit: int, n_periods: int) -> Kind:
    if limit >= n_periods:
        return Kind.WITH_NEVER_TRAINED
    if limit == 0:
        return Kind.WITH_ALWAYS_TRAINED
    return Kind.WITH_NOT_YET_TRAINED if limit > start else Kind.WITH_ALREADY_TRAINED
