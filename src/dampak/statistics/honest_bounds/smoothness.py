"""How large is the effect if the trends of the groups parted, but bent only so much per month?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, finite_number, share_between_0_and_1
from dampak.statistics.honest_bounds.lasso_path import lasso_path
from dampak.statistics.honest_bounds.path import (
    Breakdown,
    EventPath,
    HonestInterval,
    checked_violation,
    checked_weights,
    interval_of,
    silence_of,
)
from dampak.statistics.honest_bounds.small_samples import too_few_units, widened_covariance
from dampak.statistics.intervals import correlation_of
from dampak.statistics.searching import largest_refused

NO_DOUBT = 1e-12  # the least eigenvalue of a correlation that is not rounding
FAR = 40.0  # standard errors: the other tail is nought


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """Estimators that a straight difference in trends cannot mislead, from steady to sharp.

    ``rules`` (c, k) are weights of the event study's points; ``bends`` (c,) is how far each can be
    misled if trends bend by one unit a month, ``spreads`` (c,) its standard error. Between two
    neighbours all three lie on straight lines, or below for the spread.
    """

    rules: Floats
    bends: Floats
    covariance: Floats

    def between(self, corner: int, share: float) -> tuple[Floats, float, float]:
        """A rule between two neighbours, how far it can be misled, and its standard error."""
        rule = (1 - share) * self.rules[corner] + share * self.rules[corner + 1]
        bend = (1 - share) * self.bends[corner] + share * self.bends[corner + 1]
        variance = float(rule @ self.covariance @ rule)
        return rule, float(bend), float(np.sqrt(max(variance, 0.0)))


def smoothness_bounds(
    path: EventPath,
    *,
    bend: float,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> HonestInterval | NoAnswer:
    """Bound the effect if the difference in trends changed slope by at most ``bend`` per month.

    Parameters
    ----------
    path
        An event study; `event_path` makes one.
    bend
        The largest change of slope from one month to the next, in the unit of the outcome. 0: the
        groups may have drifted apart, but on a straight line that goes on as before.
    weights
        Shape (n_after,). Which mean of the months after is asked for; None for the first month.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    HonestInterval
        ``honest_smoothness/1``: the shortest interval of fixed length around a linear estimator
        that covers whatever the bends; ``violation`` is ``bend``, ``value`` the estimate under
        parallel trends, which need not be its middle.
    NoAnswer
        Without a month before the reference; without doubt to begin with, or if some mixture of
        the months has none (more points than units stand behind); with too few units for so many
        months before.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, or out of range.

    Notes
    -----
    Published, the covariance is taken as known. The months before are weighted by it, like
    covariates in a regression, so where ``path`` says how many units it came from, standard errors
    are enlarged by what so many covariates cost and the interval takes t in place of the normal.

    References
    ----------
    Rambachan and Roth (2023), Review of Economic Studies 90, 2555-2591, section 4.1. Armstrong and
    Kolesar (2018), Econometrica 86, 655-683. Rao (1967), Fifth Berkeley Symposium 1, 355-372.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    bend = checked_violation(bend, name="bend")
    answer = checked_weights(path, weights)
    if refusal := _silence_of(path, answer):
        return refusal
    middle, half = _shortest(_linear(path, answer, confidence), path.values, bend, confidence)
    return interval_of(
        path,
        answer,
        ends=(middle - half, middle + half),
        violation=bend,
        confidence=confidence,
        method="honest_smoothness/1",
    )


def breakdown_bend(
    path: EventPath,
    *,
    weights: ArrayLike | None = None,
    null: float = 0.0,
    confidence: float = 0.95,
) -> Breakdown | NoAnswer:
    """How far may trends bend per month before the claim falls?

    Parameters and errors are those of `smoothness_bounds`; ``null`` is the effect that the claim
    leaves out.

    Returns
    -------
    Breakdown
        ``honest_breakdown_bend/1``: to a thousandth of the standard error.
    NoAnswer
        As from `smoothness_bounds`.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    answer, null = checked_weights(path, weights), finite_number(null, name="null")
    if refusal := _silence_of(path, answer):
        return refusal
    linear = _linear(path, answer, confidence)

    def refuses(bend: float) -> bool:
        middle, half = _shortest(linear, path.values, bend, confidence)
        return not middle - half <= null <= middle + half

    return Breakdown(
        violation=largest_refused(refuses, start=linear.between(0, 0.0)[2], precision=1e-3),
        null=null,
        confidence=confidence,
        method="honest_breakdown_bend/1",
    )


def _linear(path: EventPath, weights: Floats, confidence: float) -> Linear:
    """Trade bend against spread along the whole path.

    Seen from the month of reference, a bend in month -m misleads the estimator by u_m. The sum
    over the months after fixes u_0, the rest is free, and the months' weights are its second
    differences.
    """
    n, months = path.n_before, np.arange(1, path.n_after + 1)
    second = np.eye(n, n + 1) - 2 * np.eye(n, n + 1, 1) + np.eye(n, n + 1, 2)
    to_weights = second[::-1, :n]  # oldest month first
    fixed = np.concatenate([to_weights[:, 0] * (weights @ months), weights])
    free = np.vstack([to_weights[:, 1:], np.zeros((path.n_after, n - 1))])
    corners = lasso_path(free.T @ path.covariance @ free, free.T @ path.covariance @ fixed)
    ahead = [abs(weights[months > at] @ (months[months > at] - at)) for at in months]
    misled = abs(weights @ months) + sum(ahead) + np.abs(corners).sum(axis=1)
    rules, bends = fixed + corners @ free.T, np.asarray(misled)
    if rules.shape[0] == 1:  # nothing to choose: one month before
        rules, bends = np.repeat(rules, 2, axis=0), np.repeat(bends, 2)
    covariance = widened_covariance(path, fitted=n - 1, confidence=confidence)
    return Linear(rules=rules, bends=bends, covariance=covariance)


def _silence_of(path: EventPath, weights: Floats) -> NoAnswer | None:
    return (
        silence_of(path, weights)
        or too_few_units(path, fitted=path.n_before - 1)
        or _without_doubt(path)
    )


def _without_doubt(path: EventPath) -> NoAnswer | None:
    """A mixture of months that seems known exactly would be taken for the truth."""
    uncertain = np.flatnonzero(np.diagonal(path.covariance) > 0)
    correlation = correlation_of(path.covariance[np.ix_(uncertain, uncertain)])
    if np.linalg.eigvalsh(correlation)[0] > NO_DOUBT:
        return None
    rank = int(np.linalg.matrix_rank(correlation, tol=NO_DOUBT, hermitian=True))
    return NoAnswer(why=Silence.EXACT_FIT, needed=uncertain.size, found=rank)


def _shortest(
    linear: Linear, values: Floats, bend: float, confidence: float
) -> tuple[float, float]:
    """Middle and half the length of the shortest interval; its length is convex on the path."""

    def half_length(corner: int, share: float) -> float:
        _, misled, spread = linear.between(corner, share)
        return spread * _two_sided(bend * misled / spread, confidence)

    last = linear.bends.size - 1
    at_corner = [half_length(min(c, last - 1), float(c == last)) for c in range(last + 1)]
    best = int(np.argmin(at_corner))
    tried = []
    for corner in {max(best - 1, 0), min(best, last - 1)}:
        found = optimize.minimize_scalar(
            lambda share, corner=corner: half_length(corner, share),
            bounds=(0.0, 1.0),
            method="bounded",
            options={"xatol": 1e-9},
        )
        tried.append((float(found.fun), corner, float(found.x)))
    tried.append((at_corner[best], min(best, last - 1), float(best == last)))
    half, corner, share = min(tried)
    return float(linear.between(corner, share)[0] @ values), half


def _two_sided(shift: float, confidence: float) -> float:
    """The value that a standard normal shifted by ``shift`` exceeds in size too seldom."""
    if shift > FAR:
        return float(shift + special.ndtri(confidence))
    low = max(0.0, float(shift + special.ndtri(confidence)))
    high = float(shift + special.ndtri((1 + confidence) / 2))

    def beyond(value: float) -> float:
        return float(special.ndtr(value - shift) - special.ndtr(-value - shift) - confidence)

    return float(optimize.brentq(beyond, max(low - 1e-9, 0.0), high + 1e-9, xtol=1e-12))
