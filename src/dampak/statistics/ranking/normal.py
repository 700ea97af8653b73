"""Fair levels of many units from noisy numbers: empirical Bayes for means."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.ranking.shrunken import Shrunken
from dampak.statistics.ranking.units import design_of
from dampak.statistics.spread_between import (
    Spread,
    level_at,
    quantiles_of_mixture,
    reml_variance,
    spread_between,
)
from dampak.statistics.standard_errors import numbers_with_errors


def shrunken_values(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    covariates: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Shrunken | NoAnswer:
    """Draw every unit's number towards the others, the more the noisier it is.

    Parameters
    ----------
    values, standard_errors
        Shape (n_units,). A unit's number, in any unit, and how far luck may have moved it.
    covariates
        Shape (n_units, k). The case-mix: what makes the same number harder to reach in one unit
        than in another (load, distance, staff). Units are then drawn towards what is expected
        of units like them.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Shrunken
        ``values`` average over all variances between units that the data leave open, so the
        intervals carry the doubt about that variance too. ``plug_in_values`` and
        ``between_variance`` are the published ones (restricted maximum likelihood).
    NoAnswer
        With fewer than three units more than there are coefficients, or if a covariate repeats
        others.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, or a standard error is not above 0.

    Notes
    -----
    Assumes the standard errors known, and true levels scattered normally around what the
    covariates lead one to expect. With intervals averaged over units, a skewed scatter matters
    little; for one unit far out it does.

    References
    ----------
    Efron and Morris (1975), JASA 70, 311-319. Morris (1983), JASA 78, 47-55.
    Morris and Tang (2011), Statistical Science 26, 271-287: the even prior on the variance.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    numbers, errors = numbers_with_errors(values, standard_errors, of="unit")
    design = design_of(covariates, n_units=numbers.size)
    n_units, n_coefficients = design.shape
    if n_units < n_coefficients + 3:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=n_coefficients + 3, found=n_units)
    if np.linalg.matrix_rank(design) < n_coefficients:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    noise = errors**2
    variance = reml_variance(numbers, noise, design)
    plug_in = level_at(np.array([variance]), numbers, noise, design)
    spread = spread_between(numbers, noise, design)
    posterior = NormalPosterior(spread=spread, numbers=numbers, noise=noise, design=design)
    means, deviations = posterior.for_each_variance()
    value = spread.weights @ means
    tail = (1 - confidence) / 2
    return Shrunken(
        values=value,
        low=quantiles_of_mixture(tail, spread.weights, means, deviations),
        high=quantiles_of_mixture(1 - tail, spread.weights, means, deviations),
        standard_errors=np.sqrt(spread.weights @ (deviations**2 + (means - value) ** 2)),
        observed=numbers,
        expected=spread.weights @ spread.level.expected,
        own_share=spread.weights @ spread.level.kept,
        plug_in_values=_towards(plug_in.expected, plug_in.kept, numbers)[0],
        between_variance=variance,
        confidence=confidence,
        n=n_units,
        method="empirical_bayes_normal/1",
        posterior=posterior,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NormalPosterior:
    """Levels of units that differ normally, for each variance between units and over all."""

    spread: Spread
    numbers: Floats
    noise: Floats
    design: Floats

    def for_each_variance(self) -> tuple[Floats, Floats]:
        """Mean and deviation of each level. Shape (g, n_units)."""
        level, design = self.spread.level, self.design
        doubt = np.einsum("ni,gij,nj->gn", design, level.covariances, design, optimize=True)
        variances = level.kept * self.noise + (1 - level.kept) ** 2 * doubt
        return _towards(level.expected, level.kept, self.numbers), np.sqrt(variances)

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Variance first, coefficients next, levels last: what units share stays shared."""
        level = self.spread.level
        at = rng.choice(self.spread.weights.size, size=draws, p=self.spread.weights)
        roots = np.linalg.cholesky(level.covariances)[at]
        luck = rng.standard_normal((draws, self.design.shape[1]))
        expected = (level.coefficients[at] + np.einsum("gij,gj->gi", roots, luck)) @ self.design.T
        own = np.sqrt(level.kept[at] * self.noise)
        fair = _towards(expected, level.kept[at], self.numbers)
        return fair + own * rng.standard_normal(fair.shape)


def _towards(expected: Floats, kept: Floats, numbers: Floats) -> Floats:
    return np.asarray(expected + kept * (numbers - expected))
