"""Fair rates of many units from counts: empirical Bayes for complaints, errors, accidents."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.ranking.conjugate_posterior import shrunken_by
from dampak.statistics.ranking.shrunken import Shrunken
from dampak.statistics.ranking.units import cases_and_exposure

FEWEST_UNITS, FEWEST_WITH_CASES = 4, 3


def shrunken_rates(
    *, cases: ArrayLike, exposure: ArrayLike, confidence: float = 0.95
) -> Shrunken | NoAnswer:
    """Draw every unit's rate towards the others, the more the fewer cases it could have had.

    Parameters
    ----------
    cases
        Shape (n_units,). How often it happened, whole numbers from 0.
    exposure
        Shape (n_units,). How often it could have: requests, staff-months; or the cases expected
        from the case-mix (`observed_over_expected`), and the rates are ratios around 1.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Shrunken
        Rates per unit of exposure. Gamma levels, Poisson counts; the doubt about mean and spread
        of the levels is in the intervals.
    NoAnswer
        With fewer than four units, or cases in fewer than three.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, a count is negative or not whole, or an
        exposure is not above 0.

    References
    ----------
    Christiansen and Morris (1997), JASA 92, 618-632. Clayton and Kaldor (1987), Biometrics 43,
    671-681.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    count, could = cases_and_exposure(cases, exposure, names=("cases", "exposure"))
    if (count % 1 != 0).any():
        raise ValueError("cases must hold whole numbers; give rates to shrunken_values instead")
    if count.size < FEWEST_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=FEWEST_UNITS, found=count.size)
    if (found := int((count > 0).sum())) < FEWEST_WITH_CASES:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_WITH_CASES, found=found)
    family = Rates(cases=count, exposure=could)
    return shrunken_by(family, confidence=confidence, method="empirical_bayes_gamma_poisson/1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rates:
    """Poisson counts whose rates follow a gamma of mean m and shape z."""

    cases: Floats
    exposure: Floats

    def typical_strength(self) -> float:
        rate = self.cases.sum() / self.exposure.sum()
        return float(rate / np.mean(1 / self.exposure))

    def centre(self, strength: float) -> tuple[float, float]:
        rate = self.cases.sum() / self.exposure.sum()
        for _ in range(3):
            weights = self.exposure * strength / (strength + rate * self.exposure)
            rate = (weights * self.cases / self.exposure).sum() / weights.sum()
        return float(np.log(rate)), float(1 / np.sqrt(rate * weights.sum()))

    def mean_at(self, link: Floats) -> Floats:
        return np.exp(link)

    def log_likelihoods(self, means: Floats, strength: float) -> Floats:
        scale = strength / means[:, None]
        terms = strength * np.log(scale) - (strength + self.cases) * np.log(scale + self.exposure)
        constant = special.gammaln(strength + self.cases) - special.gammaln(strength)
        return np.asarray((terms + constant).sum(axis=1))

    def levels(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        shape, scale = self.shape_and_scale(means, strengths)
        return shape / scale, shape / scale**2

    def drawn(self, rng: np.random.Generator, means: Floats, strengths: Floats) -> Floats:
        shape, scale = self.shape_and_scale(means, strengths)
        return rng.standard_gamma(shape) / scale

    def own_share(self, means: Floats, strengths: Floats, /) -> Floats:
        return np.asarray(self.exposure / ((strengths / means)[:, None] + self.exposure))

    def interval(self, mean: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
        """Of the gamma with these moments."""
        shape, scale = mean**2 / variance, mean / variance
        low, high = (special.gammaincinv(shape, share) / scale for share in (tail, 1 - tail))
        return low, high

    def observed(self) -> Floats:
        return self.cases / self.exposure

    def between_variance(self, mean: float, strength: float) -> float:
        return mean**2 / strength

    def shape_and_scale(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        """Of the gamma of each unit, for each pair. Shape (g, n_units)."""
        return strengths[:, None] + self.cases, (strengths / means)[:, None] + self.exposure
