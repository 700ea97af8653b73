"""What the analysis will know of its own error, and what the past knew of the plan's.

An effect of so many standard errors is found less often than those errors say if the analysis has
few units to learn its error from, if its intervals run wide, or if the past that the errors were
learnt from was short.
"""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.power.goal import CERTAIN
from dampak.statistics.power.history import History
from dampak.statistics.power.weighing import Rollout
from dampak.statistics.staggered.evidence import worth

WITHIN_0_AND_1 = 12.0  # what is known of a persistence anyway: 1 / variance of an even spread
MANY = 10**9  # orderings: what is left out then is what is asked for
ALIKE = 1e-8  # of the evidence: parts of the variance that no past could tell apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``freedom`` of the test that the analysis makes, ``confidence`` that it attains; ``widening``
    is how many true standard errors its own come to (root of the mean square), ``past_freedom`` the
    degrees of freedom with which the past knew the variance of the plan."""

    freedom: float
    confidence: float
    widening: float
    past_freedom: float


def past_freedom(history: History, weights: Floats) -> float:
    """Degrees of freedom of the variance of a weighted sum, as the past knew it.

    ``weights`` (n_units, n_periods). From the information of restricted likelihood about the four
    parts of the variance. If units differ in how restless they are, by ``unevenness``, the past
    knew less: its units were only some of those that there might have been.
    """
    if history.n_units < 2:
        return CERTAIN
    inverse = np.linalg.inv(history.covariance(history.n_periods))
    moved = [inverse @ slope for slope in history.slopes(history.n_periods)]
    information = np.array([[(one * other.T).sum() for other in moved] for one in moved])
    information[-1, -1] += 2 / (history.n_units - 1) * WITHIN_0_AND_1
    sizes = np.sqrt(np.where(np.diag(information) > 0, np.diag(information), 1.0))
    squares, n_periods = weights.T @ weights, weights.shape[1]
    pulls = np.array([(squares * slope).sum() for slope in history.slopes(n_periods)]) / sizes
    solved = np.linalg.pinv(information / np.outer(sizes, sizes), rcond=ALIKE, hermitian=True)
    total = float((squares * history.covariance(n_periods)).sum())
    by_luck = 2 / (history.n_units - 1) * float(pulls @ solved @ pulls) / total**2
    by_units = history.unevenness / history.n_units
    doubt = by_luck * (1 + history.unevenness) + by_units
    return 2 / max(doubt, 2 / CERTAIN)


def by_permutation(
    history: History, weights: Floats, *, confidence: float, n_orderings: int, n_alike: int
) -> Evidence:
    """Of a test that deals the dates of training out anew, ``weights`` (n_units, n_periods).

    The spread over the orderings is a quadratic form in the outcomes; its freedom is that of
    Satterthwaite less one, for the direction that the effect itself takes up: n - 2 with two
    groups. If the orderings are few, and ``n_alike`` of them always come out alike, less than
    1 - confidence of them can be left out.
    """
    spread = weights.T @ weights @ history.covariance(weights.shape[1])
    own = float(np.trace(spread)) ** 2 / float((spread * spread.T).sum())
    n_orderings = min(n_orderings, MANY)
    left_out = int((1 - confidence) * n_orderings / n_alike + 1e-9) * n_alike / n_orderings
    return Evidence(
        freedom=(weights.shape[0] - 1) * own - 1,
        confidence=1 - left_out,
        widening=1.0,
        past_freedom=past_freedom(history, weights),
    )


def by_welch(history: History, rollout: Rollout, weights: Floats, *, confidence: float) -> Evidence:
    """Of ``staggered.overall_effect`` with ten units or more on each side.

    Its squares are scores about the means of the cohorts, and hold what chance makes of cohorts
    that are compared with together, and of effects that are averaged.
    """
    covariance = history.covariance(rollout.n_periods)
    first, where, counts = np.unique(rollout.first, return_index=True, return_counts=True)
    own = ((weights[where] @ covariance) * weights[where]).sum(axis=1)
    lean = _leanings(first, counts, rollout.n_periods)
    chance = np.einsum("cat,tu,cau->ca", lean, covariance, lean) @ (1 / counts)
    squares = (counts - 1) * own + counts * chance
    trained = first >= 0
    sides = np.array([squares[trained].sum(), squares[~trained].sum()])[:, None]
    months = np.array([rollout.training.sum(axis=1), rollout.first < 0])[:, :, None]
    n = rollout.first.size
    spread, freedom = spread_and_freedom(sides, worth(np.ones(n), np.arange(n), months))
    return Evidence(
        freedom=float(freedom[0]),
        confidence=confidence,
        widening=float(spread[0]) / float(np.sqrt(counts @ own)),
        past_freedom=past_freedom(history, weights),
    )


def _leanings(first: Integers, counts: Integers, n_periods: int) -> Floats:
    """What the means of the cohorts add to the score of a unit, for the cohort that it is in.

    Shape (C, C, n_periods): cohort of the unit, cohort of the mean, month. It would be nothing if
    all cohorts moved alike.
    """
    cells = _cells(first, n_periods)
    total = sum(int(counts[cohort]) for cohort, _, _ in cells)
    overall = np.zeros((first.size, n_periods))
    lean = np.zeros((first.size, first.size, n_periods))
    n_own = np.zeros(first.size)
    for cohort, month, serves in cells:
        change = np.zeros((first.size, n_periods))
        shares = np.where(serves, counts, 0) / counts[serves].sum()
        base = int(first[cohort]) - 1
        roles = (np.arange(first.size) == cohort) - shares
        change[:, month], change[:, base] = roles, -roles
        overall += counts[cohort] / total * change
        lean[cohort] += change / total
        n_own[cohort] += 1
        apart = (
            (shares - np.eye(first.size))[serves] * counts[cohort] / total / counts[serves].sum()
        )
        lean[serves, :, month] += apart
        lean[serves, :, base] -= apart
    return np.asarray(lean - n_own[:, None, None] / total * overall)


def _cells(first: Integers, n_periods: int) -> list[tuple[int, int, Flags]]:
    """Cohort, month and the cohorts that wait then, for each comparison of the analysis."""
    found = []
    for cohort in np.flatnonzero(first > 0):
        for month in range(int(first[cohort]), n_periods):
            waits = (first < 0) | (first > month)
            if waits.any():
                found.append((int(cohort), month, waits))
    return found
