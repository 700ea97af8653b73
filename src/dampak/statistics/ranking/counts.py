"""Fair rates of many units from counts: empirical Bayes for complaints, errors, accidents."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.ranking.conjugate import Grid, grid_of, moments_of, most_likely
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
    return _answer(RatePosterior.of(count, could), confidence)


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

    def shape_and_scale(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        """Of the gamma of each unit, for each pair. Shape (g, n_units)."""
        return strengths[:, None] + self.cases, (strengths / means)[:, None] + self.exposure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatePosterior:
    """Rates of units that differ, over all means and spreads that fit."""

    family: Rates
    grid: Grid

    @classmethod
    def of(cls, cases: Floats, exposure: Floats) -> "RatePosterior":
        family = Rates(cases=cases, exposure=exposure)
        return cls(family=family, grid=grid_of(family))

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Mean and spread first, rates next. Shape (draws, n_units)."""
        grid = self.grid
        at = rng.choice(grid.weights.size, size=draws, p=grid.weights)
        shape, scale = self.family.shape_and_scale(grid.means[at], grid.strengths[at])
        return rng.standard_gamma(shape) / scale


def _answer(posterior: RatePosterior, confidence: float) -> Shrunken:
    family, grid = posterior.family, posterior.grid
    mean, variance = moments_of(family, grid)
    tail = (1 - confidence) / 2
    shape, scale = mean**2 / variance, mean / variance  # the gamma with these moments
    likely_mean, likely_strength = most_likely(family)
    plug_in, _ = family.levels(np.array([likely_mean]), np.array([likely_strength]))
    return Shrunken(
        values=mean,
        low=special.gammaincinv(shape, tail) / scale,
        high=special.gammaincinv(shape, 1 - tail) / scale,
        standard_errors=np.sqrt(variance),
        observed=family.cases / family.exposure,
        expected=np.full(mean.size, grid.weights @ grid.means),
        own_share=_own_share(family, grid),
        plug_in_values=plug_in[0],
        between_variance=likely_mean**2 / likely_strength,
        confidence=confidence,
        n=mean.size,
        method="empirical_bayes_gamma_poisson/1",
        posterior=posterior,
    )


def _own_share(family: Rates, grid: Grid) -> Floats:
    alike = grid.strengths / grid.means
    return np.asarray(grid.weights @ (family.exposure / (alike[:, None] + family.exposure)))
