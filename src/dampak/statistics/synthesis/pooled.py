"""One answer from several studies, and what the next place may expect."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.spread_between import level_at, quantiles_of_mixture, spread_between
from dampak.statistics.synthesis.heterogeneity import (
    Between,
    Heterogeneity,
    between_variance,
    heterogeneity,
)
from dampak.statistics.synthesis.studies import effects_and_noise


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pooled:
    """The mean effect over studies, in the unit of the effects.

    ``low`` and ``high`` enclose the mean effect; ``next_low`` and ``next_high`` the effect in one
    further place like these (infinite with two studies, None if all share one effect).
    ``standard_error`` is the published one, the interval is wider. ``weights`` has shape
    (n_studies,) and sums to one; ``n`` counts the studies.
    """

    value: float
    low: float
    high: float
    standard_error: float
    next_low: float | None
    next_high: float | None
    confidence: float
    heterogeneity: Heterogeneity
    weights: Floats
    n: int
    method: str


def pooled_effect(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    between: Between = "reml",
    confidence: float = 0.95,
) -> Pooled | NoAnswer:
    """Average the effects of studies that may truly differ from each other.

    Parameters
    ----------
    values, standard_errors
        Shape (n_studies,), of studies of different units.
    between
        How the variance between studies is estimated.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Pooled
        The interval is that of Hartung, Knapp, Sidik and Jonkman on n - 1 degrees of freedom,
        with their factor not below 1 (it can be close to 0 by luck when studies are few). The
        next place's interval averages over all deviations between studies that fit.
    NoAnswer
        With fewer than two studies.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, an error is not above 0, or ``between`` is
        something else.

    References
    ----------
    Hartung and Knapp (2001), Statistics in Medicine 20, 3875-3889. Sidik and Jonkman (2002),
    Statistics in Medicine 21, 3153-3159. Rover, Knapp and Friede (2015), BMC Medical Research
    Methodology 15, 99: the factor. Higgins, Thompson and Spiegelhalter (2009), JRSS A 172,
    137-159: the next place.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    effects, noise = effects_and_noise(values, standard_errors)
    one = np.ones((effects.size, 1))
    if effects.size < 2:
        return NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=2, found=effects.size)
    variance = between_variance(effects, noise, one, between)
    at = level_at(np.array([variance]), effects, noise, one)
    weights = 1 / (noise + variance)
    value, error = float(at.coefficients[0, 0]), float(weights.sum() ** -0.5)
    factor = max(1.0, float(weights @ (effects - value) ** 2) / (effects.size - 1))
    half_width = float(special.stdtrit(effects.size - 1, (1 + confidence) / 2)) * error
    next_low, next_high = next_place(effects, noise, confidence)
    return Pooled(
        value=value,
        low=value - half_width * factor**0.5,
        high=value + half_width * factor**0.5,
        standard_error=error,
        next_low=next_low,
        next_high=next_high,
        confidence=confidence,
        heterogeneity=heterogeneity(variance, effects, noise, one, confidence),
        weights=weights / weights.sum(),
        n=effects.size,
        method=f"random_effects_{between}/1",
    )


def common_effect(
    *, values: ArrayLike, standard_errors: ArrayLike, confidence: float = 0.95
) -> Pooled | NoAnswer:
    """Average the effects of studies that measure one and the same effect.

    For parts of one study, such as the agencies of one roll-out by one protocol. If studies truly
    differ the interval is too narrow: look at ``heterogeneity``, and use `pooled_effect`.

    Parameters, errors and refusals are those of `pooled_effect`, except that one study will do.
    The interval is normal, and there is no next place.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    effects, noise = effects_and_noise(values, standard_errors)
    one = np.ones((effects.size, 1))
    if effects.size < 1:
        return NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=1, found=0)
    weights = 1 / noise
    value, error = float(weights @ effects / weights.sum()), float(weights.sum() ** -0.5)
    half_width = float(special.ndtri((1 + confidence) / 2)) * error
    return Pooled(
        value=value,
        low=value - half_width,
        high=value + half_width,
        standard_error=error,
        next_low=None,
        next_high=None,
        confidence=confidence,
        heterogeneity=heterogeneity(0.0, effects, noise, one, confidence)
        if effects.size > 1
        else _NOTHING_TO_DIFFER,
        weights=weights / weights.sum(),
        n=effects.size,
        method="common_effect/1",
    )


_NOTHING_TO_DIFFER = Heterogeneity(
    variance=0.0,
    variance_low=0.0,
    variance_high=np.inf,
    q=0.0,
    freedom=0,
    p_value=1.0,
    share=0.0,
    share_low=0.0,
    share_high=1.0,
)


def next_place(effects: Floats, noise: Floats, confidence: float) -> tuple[float, float]:
    """Where a further effect would lie, over all deviations between studies that fit."""
    if effects.size < 3:
        return -np.inf, np.inf
    spread = spread_between(effects, noise, np.ones((effects.size, 1)), even_over="deviations")
    level = spread.level
    deviations = np.sqrt(level.variances + level.covariances[:, 0, 0])[:, None]
    tail = (1 - confidence) / 2
    low, high = (
        float(quantiles_of_mixture(share, spread.weights, level.coefficients, deviations)[0])
        for share in (tail, 1 - tail)
    )
    return low, high
