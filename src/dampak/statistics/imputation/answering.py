"""From a panel to imputed answers, or to what was missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.imputation.complete import imputed_from_cohorts
from dampak.statistics.imputation.fit import Cohorts, Imputed, cohorts_of
from dampak.statistics.imputation.gaps import imputed_from_units
from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.panel import Panel

MIN_UNITS = 2  # below this a side has no spread, so nothing tells luck from effect
ENOUGH_UNITS = 10  # with fewer on a side, standard errors are too small by a wide margin
SMALL_COHORT = 5  # a smaller one fits its own effects too well to measure their spread

Question = Callable[[Cohorts, int], Flags]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """A panel, the question put to it and what came of it.

    ``picks`` (g, n_periods, j) are the question's cells; ``imputed`` carries the published
    variance. ``scores`` (n_units, j) are those for intervals, ``is_pooled`` if they set the
    effects of small cohorts against those of all others.
    """

    panel: Panel
    cohorts: Cohorts
    picks: Flags
    imputed: Imputed
    scores: Floats
    is_pooled: bool

    @property
    def n_trained(self) -> Integers:
        """Trained units behind each answer. Shape (j,)."""
        return np.asarray(self.imputed.is_trained.sum(axis=0))

    @property
    def n_comparison(self) -> Integers:
        """Units that serve only as comparison. Shape (j,)."""
        return np.asarray(self.imputed.is_comparison.sum(axis=0))

    @property
    def has_few_units(self) -> bool:
        """Whether the largest of the answers rests on too few units for a standard error."""
        return bool(min(self.n_trained.max(), self.n_comparison.max()) < ENOUGH_UNITS)

    def spread_and_freedom(self) -> tuple[Floats, Floats]:
        """For intervals: cohort by cohort, or side by side where cohorts are pooled."""
        imputed = self.imputed
        groups = [self.cohorts.label == g for g in range(self.cohorts.size.size)]
        flags = [group[:, None] & np.ones_like(imputed.is_trained) for group in groups]
        if self.is_pooled:
            flags = [imputed.is_trained, imputed.is_comparison]
        squares = np.stack([(self.scores**2 * flag).sum(axis=0) for flag in flags])
        return spread_and_freedom(squares, np.stack([flag.sum(axis=0) for flag in flags]))

    def keeping(self, kept: Flags) -> "Answered":
        """Only these of the j answers."""
        return replace(
            self,
            picks=self.picks[:, :, kept],
            imputed=self.imputed.keeping(kept),
            scores=self.scores[:, kept],
        )


def after_training(cohorts: Cohorts, n_periods: int) -> Flags:
    """The question about all months after the training at once. Shape (g, n_periods, 1)."""
    return ~cohorts.untrained(n_periods)[:, :, None]


def answered(panel: Panel, question: Question) -> Answered:
    """Put the question; small cohorts are set against all others to find the doubt."""
    cohorts = cohorts_of(panel)
    picks = question(cohorts, panel.n_periods)
    impute = imputed_from_cohorts if panel.is_complete else imputed_from_units
    imputed = impute(panel, cohorts, picks)
    scores, is_pooled = imputed.scores, False
    if cohorts.size[cohorts.first < panel.n_periods].min() < SMALL_COHORT:
        scores, is_pooled = imputed_from_units(panel, cohorts, picks, pooled=True).scores, True
    return Answered(
        panel=panel,
        cohorts=cohorts,
        picks=picks,
        imputed=imputed,
        scores=scores,
        is_pooled=is_pooled,
    )


def silence_of(overall: Imputed, panel: Panel) -> NoAnswer | None:
    """Too few units, nothing to impute with, or an outcome that never moves."""
    n_trained, n_comparison = overall.is_trained.sum(), overall.is_comparison.sum()
    if not n_trained:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=MIN_UNITS, found=0)
    if n_trained < MIN_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=MIN_UNITS, found=int(n_trained))
    if n_comparison < MIN_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=MIN_UNITS, found=int(n_comparison))
    if overall.standard_errors[0] <= panel.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None
