"""How much of the total of a test is one thing? McDonald's omega from one common factor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, matrix_of_numbers, share_between_0_and_1
from dampak.statistics.item_analysis.jackknife import reliability_with_interval
from dampak.statistics.item_analysis.tables import answered_in_full, points, too_small

PEOPLE = 100
PEOPLE_PER_ITEM = 5
SMALLEST_OWN = 0.005  # of a question's variance; below, it would be the factor itself


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneFactor:
    """A factor fitted by maximum likelihood: each question's share in it, and its own variance.

    Both of shape (n_items,), in the units of the questions and their squares.
    """

    loadings: Floats
    uniquenesses: Floats


def coefficient_omega(*, scores: ArrayLike, confidence: float = 0.95) -> Measurement | NoAnswer:
    """The share of the total's variance that comes from one thing behind all questions.

    Parameters
    ----------
    scores
        Shape (n_people, n_items). As in `coefficient_alpha`.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` from 0 to 1; ``n`` people with all questions. ``omega/1``: the interval is the
        jackknife's on the scale of log(1 - omega), each person left out by one scoring step.
    NoAnswer
        If there are fewer than three questions, 100 people or five for each question, if a
        question does not vary, or one question alone would be the factor.

    Raises
    ------
    ValueError
        As in `coefficient_alpha`.

    Notes
    -----
    Unlike alpha it lets questions weigh differently. It assumes one factor and unrelated errors.

    References
    ----------
    McDonald (1999), Test Theory, ch. 6. Lawley and Maxwell (1971), Factor Analysis as a
    Statistical Method. Zhang and Yuan (2016), Educational and Psychological Measurement 76.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = answered_in_full(points(scores))
    needed = max(PEOPLE, PEOPLE_PER_ITEM * table.shape[1])
    if refusal := too_small(table, people=needed, items=3):
        return refusal
    centred = table - table.mean(axis=0)
    if (np.ptp(table, axis=0) <= max(1e-12 * np.abs(table).max(), SMALLEST)).any():
        return NoAnswer(why=Silence.NO_SPREAD)
    factor = one_factor(centred.T @ centred / table.shape[0])
    if isinstance(factor, NoAnswer):
        return factor
    return reliability_with_interval(
        float(_omega(factor.loadings, factor.uniquenesses)),
        _without_each(centred, factor),
        confidence=confidence,
        method="omega/1",
    )


def one_factor(covariance: Floats) -> OneFactor | NoAnswer:
    """Fit one common factor to a covariance matrix by maximum likelihood.

    Raises
    ------
    ValueError
        If it is not a full symmetric matrix of three questions or more.
    """
    covariance = matrix_of_numbers(covariance, name="covariance")
    is_square = covariance.shape[0] == covariance.shape[1] >= 3
    if not (is_square and np.allclose(covariance, covariance.T)):
        raise ValueError(f"covariance must be symmetric, 3 by 3 or more, got {covariance.shape}")
    if (np.diag(covariance) <= 0).any():
        return NoAnswer(why=Silence.NO_SPREAD)
    if np.linalg.matrix_rank(covariance, hermitian=True) < len(covariance):
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    variances = np.diag(covariance)
    # a question's own variance is at least what the others cannot foretell
    start = np.log((1 - 0.5 / variances.size) / np.diag(np.linalg.inv(covariance)))
    edges = list(zip(np.log(SMALLEST_OWN * variances), np.log(variances), strict=True))
    found = optimize.minimize(
        lambda logs: _misfit(logs, covariance),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=edges,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1_000},
    )
    own = np.exp(found.x)
    if (own <= 1.01 * SMALLEST_OWN * variances).any() or np.abs(found.jac).max() > 1e-4:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    return OneFactor(loadings=_loadings(own, covariance)[0], uniquenesses=own)


def _loadings(own: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    root = np.sqrt(own)
    values, vectors = np.linalg.eigh(covariance / np.outer(root, root))
    loadings: Floats = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return np.asarray(loadings * (np.sign(loadings.sum()) or 1.0)), np.asarray(values)


def _misfit(logs: Floats, covariance: Floats) -> tuple[float, Floats]:
    own = np.exp(logs)
    loadings, values = _loadings(own, covariance)
    gradient = (loadings**2 + own - np.diag(covariance)) / own
    return float((values[:-1] - np.log(values[:-1]) - 1).sum()), gradient


def _omega(loadings: Floats, own: Floats) -> Floats:
    common = loadings.sum(axis=-1) ** 2
    return np.asarray(common / (common + own.sum(axis=-1)))


def _without_each(centred: Floats, factor: OneFactor) -> Floats:
    """Omega without each person, by one step of Fisher scoring from the whole."""
    n, k = centred.shape
    inverse, scores = _scores(centred, factor)
    step = np.linalg.solve(_information(inverse, factor.loadings), scores.T).T
    moved = np.concatenate([factor.loadings, factor.uniquenesses]) - step * n / (n - 1) ** 2
    return _omega(moved[:, :k], np.maximum(moved[:, k:], 0.0))


def _scores(centred: Floats, factor: OneFactor) -> tuple[Floats, Floats]:
    loadings = factor.loadings
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(factor.uniquenesses))
    seen = centred @ inverse
    scores = np.hstack([seen * (seen @ loadings)[:, None], 0.5 * seen**2])
    return np.asarray(inverse), np.asarray(scores - scores.mean(axis=0))


def _information(inverse: Floats, loadings: Floats) -> Floats:
    leaning = inverse @ loadings
    k = loadings.size
    information = np.empty((2 * k, 2 * k))
    information[:k, :k] = inverse * (loadings @ leaning) + np.outer(leaning, leaning)
    information[:k, k:] = inverse * leaning
    information[k:, :k] = information[:k, k:].T
    information[k:, k:] = 0.5 * inverse**2
    return information
