"""How large is the effect if trends parted after the training as much as they did before it?"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    Flags,
    Floats,
    finite_number,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.critical_values import critical_value
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
from dampak.statistics.honest_bounds.vertices import Branch, branches
from dampak.statistics.searching import ends_of, largest_refused

DRAWS = 20_000
FEWEST_DRAWS = 1_000  # the critical value is one in two hundred of them
FIRST_STAGE = 0.1  # of the allowed error goes to the first look, as the paper advises

Accepts = Callable[[Floats], Flags]


def relative_magnitude_bounds(
    path: EventPath,
    *,
    ratio: float,
    rng: np.random.Generator,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> HonestInterval | NoAnswer:
    """Bound the effect if trends parted by at most ``ratio`` times the worst movement before.

    Parameters
    ----------
    path
        An event study; `event_path` makes one.
    ratio
        The largest month-to-month difference in trends after the training, as a multiple of the
        largest before it. 0 is parallel trends, 1 "no worse than was seen before".
    rng, draws
        Draw the critical value of the first look.
    weights
        Shape (n_after,). Which mean of the months after is asked for; None for the first month.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    HonestInterval
        ``honest_relative_magnitudes/1``; ``violation`` is ``ratio``.
    NoAnswer
        Without a month before the reference; without doubt to begin with; with fewer than three
        units; if the data contradict every effect.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, or out of range.

    Notes
    -----
    The conditional least-favourable hybrid test, inverted. Published, the covariance is taken as
    known; where ``path`` says how many units it came from, standard errors are enlarged by t over
    the normal.

    References
    ----------
    Rambachan and Roth (2023), Review of Economic Studies 90, 2555-2591. Andrews, Roth and Pakes
    (2023), Review of Economic Studies 90, 2763-2791.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    ratio = checked_violation(ratio, name="ratio")
    answer = checked_weights(path, weights)
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    if refusal := silence_of(path, answer) or too_few_units(path, fitted=0):
        return refusal
    value, spread = _estimate(path, answer)
    doubted = _doubted(path, confidence)
    accepts = _test(doubted, answer, ratio, confidence, _errors(doubted, rng, draws))
    ends = ends_of(accepts, around=value, spread=spread)
    if ends is None:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    return interval_of(
        path,
        answer,
        ends=ends,
        violation=ratio,
        confidence=confidence,
        method="honest_relative_magnitudes/1",
    )


def breakdown_ratio(
    path: EventPath,
    *,
    rng: np.random.Generator,
    weights: ArrayLike | None = None,
    null: float = 0.0,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> Breakdown | NoAnswer:
    """How many times worse than before may trends have parted before the claim falls?

    Parameters and errors are those of `relative_magnitude_bounds`; ``null`` is the effect that
    the claim leaves out.

    Returns
    -------
    Breakdown
        ``honest_breakdown_ratio/1``: to a hundredth.
    NoAnswer
        As from `relative_magnitude_bounds`.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    answer, null = checked_weights(path, weights), finite_number(null, name="null")
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    if refusal := silence_of(path, answer) or too_few_units(path, fitted=0):
        return refusal
    doubted = _doubted(path, confidence)
    errors = _errors(doubted, rng, draws)

    def refuses(ratio: float) -> bool:
        return not _test(doubted, answer, ratio, confidence, errors)(np.array([null]))[0]

    return Breakdown(
        violation=largest_refused(refuses, start=1.0, precision=0.01),
        null=null,
        confidence=confidence,
        method="honest_breakdown_ratio/1",
    )


def _estimate(path: EventPath, weights: Floats) -> tuple[float, float]:
    after = path.covariance[path.n_before :, path.n_before :]
    value = weights @ path.values[path.n_before :]
    return float(value), float(np.sqrt(weights @ after @ weights))


def _doubted(path: EventPath, confidence: float) -> EventPath:
    """The path as the tests are to see it: nothing is fitted, but the covariance is estimated."""
    return replace(path, covariance=widened_covariance(path, fitted=0, confidence=confidence))


def _errors(path: EventPath, rng: np.random.Generator, draws: int) -> Floats:
    """Errors of the event study as they might have been. Shape (draws, k)."""
    values, vectors = np.linalg.eigh(path.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.asarray(rng.standard_normal((draws, values.size)) @ root.T)


def _test(
    path: EventPath, weights: Floats, ratio: float, confidence: float, errors: Floats
) -> Accepts:
    """Which effects are accepted: those that any branch accepts."""
    level = 1 - confidence
    first = FIRST_STAGE * level
    prepared = [
        (branch, critical_value((errors @ branch.rows.T).max(axis=1), confidence=1 - first))
        for branch in branches(path, weights, ratio)
    ]
    second = (level - first) / (1 - first)

    def accepts(effects: Floats) -> Flags:
        found = np.zeros(effects.size, dtype=bool)
        for branch, worst in prepared:
            found |= _is_accepted(branch, effects, worst, second)
        return found

    return accepts


def _is_accepted(branch: Branch, effects: Floats, worst: float, level: float) -> Flags:
    """The hybrid test: not beyond the worst case, nor beyond what the binding corner explains."""
    violated = branch.level[:, None] - branch.slope[:, None] * effects
    binding = violated.argmax(axis=0)
    largest = violated.max(axis=0)
    variance = np.diagonal(branch.covariance)[binding]
    with np.errstate(divide="ignore", invalid="ignore"):
        pull = branch.covariance[:, binding] / variance
        limit = (violated - pull * largest) / (1 - pull)
    low = np.where(pull < 1 - 1e-9, limit, -np.inf).max(axis=0)
    high = np.where(pull > 1 + 1e-9, limit, np.inf).min(axis=0)
    spread = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        quantile = _truncated_quantile(1 - level, low / spread, np.minimum(high, worst) / spread)
    is_known = spread > 0  # a corner without doubt is violated or it is not
    critical = np.where(is_known, np.maximum(0.0, np.where(is_known, spread * quantile, 0.0)), 0.0)
    return np.asarray((largest <= worst) & (largest <= critical))


def _truncated_quantile(share: float, low: Floats, high: Floats) -> Floats:
    """Of a standard normal between ``low`` and ``high``, reckoned in its nearer tail."""
    upper = low > 0
    a, b = special.ndtr(np.where(upper, -high, low)), special.ndtr(np.where(upper, -low, high))
    at = special.ndtri(np.where(upper, b - share * (b - a), a + share * (b - a)))
    return np.asarray(np.where(upper, -at, at))
