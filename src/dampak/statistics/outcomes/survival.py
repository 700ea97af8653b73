"""How many cases are still open after so many days, and what each case says about it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.outcomes.columns import column_of_flags, column_of_numbers, not_negative

FEWEST_CASES = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenShare:
    """Kaplan and Meier's share still open: a step down at each of ``at``, all of shape (k,).

    ``share`` holds just after the step; ``at_risk`` and ``closed`` count the cases that could and
    did close there.
    """

    at: Floats
    share: Floats
    at_risk: Floats
    closed: Floats

    def mean_until(self, horizon: float) -> float:
        """The area below the share up to the horizon: days until closed, or until then."""
        return float(self.area_after(np.array([0.0]), horizon)[0])

    def area_after(self, moments: Floats, horizon: float) -> Floats:
        """The area from each moment to the horizon."""
        edges = np.unique(np.concatenate([[0.0], self.at[self.at < horizon], [horizon]]))
        levels = np.concatenate([[1.0], self.share])[
            np.searchsorted(self.at, edges[:-1], side="right")
        ]
        filled = np.concatenate([[0.0], (levels * np.diff(edges)).cumsum()])
        return np.asarray(filled[-1] - np.interp(moments, edges, filled))


def cases_of(days: ArrayLike, is_closed: ArrayLike) -> tuple[Floats, Flags]:
    """How long each case took or has been open, and which of the two."""
    column = not_negative(column_of_numbers(days, name="days"), name="days")
    return column, column_of_flags(is_closed, name="is_closed", length=column.size)


def open_share(days: Floats, is_closed: Flags) -> OpenShare:
    """Of cases that were closed, or were still open, after so many days."""
    at = np.unique(days[is_closed])
    order = np.sort(days)
    at_risk = days.size - np.searchsorted(order, at, side="left")
    closed = np.bincount(np.searchsorted(at, days[is_closed]), minlength=at.size)
    share = np.asarray(np.cumprod(1 - closed / at_risk), dtype=np.float64)
    return OpenShare(
        at=at, share=share, at_risk=at_risk.astype(np.float64), closed=closed.astype(np.float64)
    )


def parts_in_mean(days: Floats, is_closed: Flags, *, horizon: float) -> Floats:
    """What each case adds to the error of the restricted mean, shape (n_cases,); sums to nought.

    The slope of the mean in the case's weight (infinitesimal jackknife); the squares add up to
    Greenwood's variance of the area.

    References
    ----------
    Jaeckel (1972), The infinitesimal jackknife. Efron (1981), JASA 76, 312-319.
    """
    found = open_share(days, is_closed)
    until = found.at < horizon
    at, at_risk, closed = found.at[until], found.at_risk[until], found.closed[until]
    # where all at risk close, nothing is left to weigh
    weight = found.area_after(at, horizon) / np.maximum(at_risk - closed, 1)
    drawn = np.concatenate([[0.0], (weight * closed / at_risk).cumsum()])
    passed = drawn[np.searchsorted(at, days, side="right")]
    closes = is_closed & (days < horizon)
    own = np.zeros(days.size)
    own[closes] = weight[np.searchsorted(at, days[closes])]
    return np.asarray(passed - own)
