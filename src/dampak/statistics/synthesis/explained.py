"""Why do studies differ: longer courses, another year, another kind of office?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.spread_between import level_at
from dampak.statistics.synthesis.heterogeneity import (
    Between,
    Heterogeneity,
    between_variance,
    heterogeneity,
)
from dampak.statistics.synthesis.studies import design_with, effects_and_noise

FEWEST_TO_JUDGE_SIZE = 10
EXACT = 1e-20  # of the squares in units of noise; what is left of studies on one line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explained:
    """A line through the studies' effects; arrays have shape (1 + n_covariates,).

    The first number is the effect where all covariates are 0, the others the change of the effect
    per unit of each covariate. ``heterogeneity`` is what the covariates leave unexplained.
    """

    values: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    heterogeneity: Heterogeneity
    confidence: float
    n: int
    method: str


def effects_explained_by(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    covariates: ArrayLike,
    between: Between = "reml",
    confidence: float = 0.95,
) -> Explained | NoAnswer:
    """Draw a line through the effects of studies (meta-regression).

    A comparison of studies, not an experiment: whatever else differs between them differs too.
    Ten studies per covariate is a usual minimum. A 0/1 covariate compares two groups of studies.

    Parameters
    ----------
    values, standard_errors
        Shape (n_studies,).
    covariates
        Shape (n_studies, k), in their own units.
    between
        How the variance left between studies is estimated.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    Explained
        Intervals as in `pooled_effect`, on n - k - 1 degrees of freedom.
    NoAnswer
        With fewer than two studies more than coefficients, or if a covariate repeats others.

    Raises
    ------
    ValueError
        If an input is not finite numbers of fitting shape, or an error is not above 0.

    References
    ----------
    Knapp and Hartung (2003), Statistics in Medicine 22, 2693-2710.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    effects, noise = effects_and_noise(values, standard_errors)
    design = design_with(covariates, n_studies=effects.size)
    n_studies, n_coefficients = design.shape
    if n_studies < n_coefficients + 2:
        return NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=n_coefficients + 2, found=n_studies)
    centred, back = _centred(design)
    if np.linalg.matrix_rank(centred) < n_coefficients:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    variance = between_variance(effects, noise, centred, between)
    at = level_at(np.array([variance]), effects, noise, centred)
    weighted = (effects - at.expected[0]) ** 2 / (noise + variance)
    freedom = n_studies - n_coefficients
    factor = max(1.0, float(weighted.sum()) / freedom)
    coefficients = back @ at.coefficients[0]
    errors = np.sqrt(np.diag(back @ at.covariances[0] @ back.T) * factor)
    half_widths = errors * special.stdtrit(freedom, (1 + confidence) / 2)
    return Explained(
        values=coefficients,
        low=coefficients - half_widths,
        high=coefficients + half_widths,
        standard_errors=errors,
        heterogeneity=heterogeneity(variance, effects, noise, centred, confidence),
        confidence=confidence,
        n=n_studies,
        method=f"effects_explained_{between}/1",
    )


def _centred(design: Floats) -> tuple[Floats, Floats]:
    """The design around its means in units of its spread, and the way back for coefficients."""
    means, spread = design[:, 1:].mean(axis=0), design[:, 1:].std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    centred = np.hstack([design[:, :1], (design[:, 1:] - means) / spread])
    back = np.diag(np.r_[1.0, 1 / spread])
    back[0, 1:] = -means / spread
    return centred, back


def small_study_effects(
    *, values: ArrayLike, standard_errors: ArrayLike, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Do small studies show larger effects? Then perhaps the small ones without effect are missing.

    Parameters
    ----------
    values, standard_errors
        Shape (n_studies,).
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        How much the effect grows per unit of standard error (Egger's line, weighted); 0 where
        small and large studies agree. ``n`` counts the studies.
    NoAnswer
        With fewer than ten studies, if all are of one size, or if all lie on one line.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, or an error is not above 0.

    Notes
    -----
    Small studies may truly differ (better trainers, keener offices); and with effects that are
    computed from their own error (odds ratios, shares) the line tilts by itself.

    References
    ----------
    Egger, Davey Smith, Schneider and Minder (1997), BMJ 315, 629-634. Sterne and others (2011),
    BMJ 343, d4002: ten studies at least.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    effects, noise = effects_and_noise(values, standard_errors)
    if effects.size < FEWEST_TO_JUDGE_SIZE:
        return NoAnswer(
            why=Silence.TOO_FEW_STUDIES, needed=FEWEST_TO_JUDGE_SIZE, found=effects.size
        )
    if np.ptp(noise) <= 1e-9 * noise.max():
        return NoAnswer(why=Silence.NO_SPREAD)
    design = np.column_stack([np.ones(effects.size), np.sqrt(noise)])
    at = level_at(np.zeros(1), effects, noise, design)
    freedom = effects.size - 2
    factor = ((effects - at.expected[0]) ** 2 / noise).sum() / freedom
    if factor <= EXACT * max(1.0, float((effects**2 / noise).mean())):
        return NoAnswer(why=Silence.EXACT_FIT)
    value, error = float(at.coefficients[0, 1]), float(np.sqrt(at.covariances[0, 1, 1] * factor))
    half_width = float(special.stdtrit(freedom, (1 + confidence) / 2)) * error
    return Measurement(
        value=value,
        low=value - half_width,
        high=value + half_width,
        confidence=confidence,
        n=effects.size,
        method="small_study_effects/1",
        standard_error=error,
    )
