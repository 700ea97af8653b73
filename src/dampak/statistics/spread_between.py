"""How much do units differ, beyond the noise in the number of each?

The normal model with two levels: a unit's number is its true level plus noise of a known size, and
the true levels scatter around what their covariates lead one to expect. Ranking asks it about
units, evidence synthesis about studies.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from dampak.statistics.arrays import Floats

NEGLIGIBLE = 20.0  # in logarithms: a two-thousand-millionth of the most likely value
FEW_UNITS, POINTS_FOR_FEW, POINTS_FOR_MANY = 2_000, 161, 41
HALVINGS = 46


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """The model for each of g variances between units: all that it implies, at once.

    ``variances`` has shape (g,); ``coefficients`` (g, r); ``covariances`` (g, r, r), those of the
    coefficients; ``expected`` (g, n), what the covariates say; ``kept`` (g, n), the share of its
    own number that a unit keeps; ``log_likelihoods`` (g,), restricted.
    """

    variances: Floats
    coefficients: Floats
    covariances: Floats
    expected: Floats
    kept: Floats
    log_likelihoods: Floats


def level_at(variances: Floats, values: Floats, noise: Floats, design: Floats) -> Level:
    """What the model says if the variance between units were each of ``variances``.

    ``values`` and ``noise`` (variances) have shape (n,), ``design`` (n, r).
    """
    weights = 1 / (variances[:, None] + noise)
    information = (weights[:, None, :] * design.T) @ design
    covariances = np.asarray(np.linalg.inv(information), dtype=np.float64)
    coefficients = (covariances @ ((weights * values) @ design)[:, :, None])[:, :, 0]
    expected = coefficients @ design.T
    logarithms = (
        np.log(weights).sum(axis=1)
        - np.linalg.slogdet(information)[1]
        - (weights * (values - expected) ** 2).sum(axis=1)
    ) / 2
    return Level(
        variances=variances,
        coefficients=coefficients,
        covariances=covariances,
        expected=expected,
        kept=variances[:, None] * weights,
        log_likelihoods=logarithms,
    )


def reml_variance(values: Floats, noise: Floats, design: Floats) -> float:
    """The variance between units of highest restricted likelihood; 0 if none is higher than 0's.

    References
    ----------
    Patterson and Thompson (1971), Biometrika 58, 545-554.
    """

    residuals = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    coarse = np.concatenate([[0.0], float(residuals @ residuals) * np.geomspace(1e-6, 1, 60)])
    at = level_at(coarse, values, noise, design)
    found = _by_scoring(float(coarse[np.argmax(at.log_likelihoods)]), values, noise, design)
    at = level_at(np.array([0.0, found]), values, noise, design)
    return found if at.log_likelihoods[1] > at.log_likelihoods[0] else 0.0


def _by_scoring(variance: float, values: Floats, noise: Floats, design: Floats) -> float:
    """Fisher's scoring from a point near the maximum to the maximum itself."""
    for _ in range(200):
        at = level_at(np.array([variance]), values, noise, design)
        weights = 1 / (variance + noise)
        once, twice = (at.covariances[0] @ (design.T * weights**k) @ design for k in (2, 3))
        trace = weights.sum() - np.trace(once)
        trace_of_square = (weights**2).sum() - 2 * np.trace(twice) + np.trace(once @ once)
        pull = weights**2 @ (values - at.expected[0]) ** 2
        step = float((pull - trace) / trace_of_square)
        variance = max(variance + step, 0.0)
        if abs(step) <= 1e-12 * variance or variance == 0.0:
            break
    return variance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """What the data leave open about the variance between units: ``level`` with ``weights`` (g,).

    The weights sum to one.
    """

    level: Level
    weights: Floats


def spread_between(
    values: Floats,
    noise: Floats,
    design: Floats,
    *,
    even_over: Literal["variances", "deviations"] = "variances",
) -> Spread:
    """Weigh all variances by how well they fit.

    Beforehand each variance from 0 up counts as equally likely, and intervals for the units cover
    even if there is a handful; or each standard deviation, which is narrower for a unit still to
    come. Needs three units more than coefficients, or two.

    References
    ----------
    Morris and Tang (2011), Statistical Science 26, 271-287: even over variances.
    Gelman (2006), Bayesian Analysis 1, 515-534: even over deviations.
    """
    power = 1.0 if even_over == "variances" else 0.5
    points = POINTS_FOR_FEW if values.size <= FEW_UNITS else POINTS_FOR_MANY
    typical = float(1 / np.mean(1 / noise))
    scale = max(float(np.var(values)), float(noise.max()), typical)
    logarithms = np.linspace(np.log(typical) - 12, np.log(scale) + 40, 121)
    problem = values, noise, design
    for _ in range(2):  # with many units the likely variances are a needle's width
        logarithms = _where_likely(logarithms, points, problem, power)
    at, heights = _heights(logarithms, problem, power)
    weights = np.exp(heights - heights.max())
    return Spread(level=at, weights=weights / weights.sum())


def _where_likely(
    logarithms: Floats, points: int, problem: tuple[Floats, Floats, Floats], power: float
) -> Floats:
    _, heights = _heights(logarithms, problem, power)
    near = np.flatnonzero(heights > heights.max() - NEGLIGIBLE)
    low, high = max(near[0] - 1, 0), min(near[-1] + 1, logarithms.size - 1)
    return np.linspace(float(logarithms[low]), float(logarithms[high]), points)


def _heights(
    logarithms: Floats, problem: tuple[Floats, Floats, Floats], power: float
) -> tuple[Level, Floats]:
    at = level_at(np.exp(logarithms), *problem)
    return at, at.log_likelihoods + power * logarithms  # a prior seen on a scale of logarithms


def quantiles_of_mixture(
    share: float, weights: Floats, means: Floats, deviations: Floats
) -> Floats:
    """The quantile of each of n mixtures of g normals; ``means`` and ``deviations`` are (g, n)."""
    z = abs(float(special.ndtri(share))) + 1
    used = weights > 1e-9
    weights, means, deviations = weights[used, None], means[used], deviations[used]
    low, high = (means - z * deviations).min(axis=0), (means + z * deviations).max(axis=0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = (weights * special.ndtr((middle - means) / deviations)).sum(axis=0) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)
