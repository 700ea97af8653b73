"""Fair shares of many units from yes and no: empirical Bayes for promises kept, records right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.ranking.conjugate_posterior import shrunken_by
from dampak.statistics.ranking.shrunken import Shrunken
from dampak.statistics.ranking.units import cases_and_exposure

FEWEST_UNITS, FEWEST_MIXED = 4, 3


def shrunken_shares(
    *, of_which: ArrayLike, among: ArrayLike, confidence: float = 0.95
) -> Shrunken | NoAnswer:
    """Draw every unit's share towards the others, the more the fewer cases it rests on.

    Parameters
    ----------
    of_which, among
        Shape (n_units,). How many cases count, and among how many; whole numbers.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Shrunken
        Shares from 0 to 1. Beta levels, binomial counts; the doubt about mean and spread of the
        levels is in the intervals.
    NoAnswer
        With fewer than four units, or fewer than three whose cases are not all alike.

    Raises
    ------
    ValueError
        If an input is not whole numbers of one shape, ``among`` holds 0, or more cases count than
        there are.

    References
    ----------
    Everson and Bradlow (2002), Journal of Computational and Graphical Statistics 11, 202-207.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    count, could = cases_and_exposure(of_which, among, names=("of_which", "among"))
    if (count % 1 != 0).any() or (could % 1 != 0).any():
        raise ValueError("of_which and among must hold whole numbers of cases")
    if (count > could).any():
        unit = int(np.argmax(count > could))
        raise ValueError(f"of_which holds {count[unit]:.0f} among {could[unit]:.0f} (unit {unit})")
    if count.size < FEWEST_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=FEWEST_UNITS, found=count.size)
    if (found := int(((count > 0) & (count < could)).sum())) < FEWEST_MIXED:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_MIXED, found=found)
    family = Shares(of_which=count, among=could)
    return shrunken_by(family, confidence=confidence, method="empirical_bayes_beta_binomial/1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """Binomial counts whose shares follow a beta of mean m and strength z."""

    of_which: Floats
    among: Floats

    def typical_strength(self) -> float:
        return float(1 / np.mean(1 / self.among))

    def centre(self, strength: float) -> tuple[float, float]:
        weights = self.among * (strength + 1) / (strength + self.among)
        share = (weights * self.of_which / self.among).sum() / weights.sum()
        doubt = 1 / np.sqrt(share * (1 - share) * weights.sum())
        return float(special.logit(share)), float(doubt)

    def mean_at(self, link: Floats) -> Floats:
        return np.asarray(special.expit(link))

    def log_likelihoods(self, means: Floats, strength: float) -> Floats:
        yes, no = strength * means[:, None], strength * (1 - means[:, None])
        after = special.betaln(yes + self.of_which, no + (self.among - self.of_which))
        return np.asarray((after - special.betaln(yes, no)).sum(axis=1))

    def levels(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        yes, no = self.yes_and_no(means, strengths)
        total = yes + no
        return yes / total, yes * no / (total**2 * (total + 1))

    def drawn(self, rng: np.random.Generator, means: Floats, strengths: Floats) -> Floats:
        return rng.beta(*self.yes_and_no(means, strengths))

    def own_share(self, _means: Floats, strengths: Floats, /) -> Floats:
        """By strength alone: beta levels count their strength in cases."""
        return np.asarray(self.among / (strengths[:, None] + self.among))

    def interval(self, mean: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
        """Of the beta with these moments."""
        total = mean * (1 - mean) / variance - 1
        yes, no = mean * total, (1 - mean) * total
        return special.betaincinv(yes, no, tail), special.betaincinv(yes, no, 1 - tail)

    def observed(self) -> Floats:
        return self.of_which / self.among

    def between_variance(self, mean: float, strength: float) -> float:
        return mean * (1 - mean) / (strength + 1)

    def yes_and_no(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        """Of the beta of each unit, for each pair. Shape (g, n_units)."""
        yes = (strengths * means)[:, None] + self.of_which
        no = (strengths * (1 - means))[:, None] + (self.among - self.of_which)
        return yes, no
