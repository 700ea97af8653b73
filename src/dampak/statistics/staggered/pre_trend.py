"""Did the trained units move like the others before they were trained?"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, refuse_unless_generator
from dampak.statistics.intervals import correlation_of, spread_and_freedom
from dampak.statistics.randomisation import DRAWS, redrawn
from dampak.statistics.staggered.aggregating import aggregated, overall
from dampak.statistics.staggered.bands import answerable
from dampak.statistics.staggered.by_randomisation import (
    groups_of,
    has_few_units,
    refusal_to_redraw,
    table_of,
)
from dampak.statistics.staggered.effects import GroupTimeEffects

UNITS_PER_EFFECT = 10  # below this the covariance of single effects is not to be trusted
FREEDOM_PER_LEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PreTrendTest:
    """How surprising the movements before training are, if the groups moved alike.

    ``statistic`` is Wald's, with ``degrees_of_freedom`` movements tested together;
    ``large_sample_p_value`` is its published chi-squared p, ``p_value`` the one to use: Hotelling's
    F, which stays honest with few units. By permutation, ``statistic`` is the largest movement in
    standard deviations and there is no large-sample p. A large p is no proof of equal trends.
    """

    statistic: float
    degrees_of_freedom: int
    p_value: float
    large_sample_p_value: float | None
    method: str


def pre_trend_test(
    effects: GroupTimeEffects, *, rng: np.random.Generator
) -> PreTrendTest | NoAnswer:
    """Test all movements before the training together.

    Parameters
    ----------
    effects
        What `group_time_effects` returned, with either base.
    rng
        Deals the training out anew when there are few units; not touched otherwise.

    Returns
    -------
    PreTrendTest
        ``group_time_pre_trend/2``: every cohort's every month before (the published test), if
        there are ten units for each. ``.._by_lead/2``: cohorts averaged, as many months before
        training as the units can carry, the nearest first. ``.._by_permutation/1``: with fewer
        than ten units on a side.
    NoAnswer
        Without two months before the training, or with few units and gaps in the data.

    References
    ----------
    Callaway and Sant'Anna (2021), remark 4; R's ``did`` (``Wpval``). Hotelling (1931), Annals of
    Mathematical Statistics 2, 360-378.
    """
    refuse_unless_generator(rng)
    since = effects.periods_since
    before = (since < -effects.design.anticipation) & ~effects.is_reference
    times = np.unique(since[before])[::-1]  # the nearest month first
    by_lead = (since[:, None] == times) & before[:, None]
    if not times.size:
        needed = 2 + effects.design.anticipation
        found = min(needed - 1, int(effects.cohorts.max()))
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=needed, found=found)
    whole = overall(effects)
    kept = answerable(effects, whole, aggregated(effects, by_lead))
    if isinstance(kept, NoAnswer):
        return kept
    by_lead = by_lead[:, kept]
    if has_few_units(whole):
        refusal = refusal_to_redraw(effects, whole)
        return refusal or _by_permutation(effects, by_lead, rng)
    return _by_effect(effects, before) or _by_lead(effects, by_lead)


def _by_effect(effects: GroupTimeEffects, before: Flags) -> PreTrendTest | None:
    each = np.eye(before.size, dtype=bool)[:, before]
    if each.shape[1] * UNITS_PER_EFFECT > effects.panel.n_units:
        return None
    return _wald(effects, each, method="group_time_pre_trend/2")


def _by_lead(effects: GroupTimeEffects, by_lead: Flags) -> PreTrendTest | NoAnswer:
    answer = aggregated(effects, by_lead)
    _, freedom = spread_and_freedom(answer.sides.squares, answer.sides.worth)
    least = np.minimum.accumulate(freedom) / FREEDOM_PER_LEAD
    bearable = max(1, int((np.arange(1, freedom.size + 1) <= least).sum()))
    test = _wald(effects, by_lead[:, :bearable], method="group_time_pre_trend_by_lead/2")
    return test or NoAnswer(why=Silence.NO_SPREAD)


def _wald(effects: GroupTimeEffects, chosen: Flags, *, method: str) -> PreTrendTest | None:
    answer = aggregated(effects, chosen)
    n_tested = answer.values.size
    spread, freedom = spread_and_freedom(answer.sides.squares, answer.sides.worth)
    if not (answer.standard_errors > 0).all():
        return None
    correlation = correlation_of(answer.covariance)
    if np.linalg.matrix_rank(correlation, hermitian=True) < n_tested:
        return None

    def distance(values: Floats) -> float:
        return float(values @ np.linalg.solve(correlation, values))

    statistic = distance(answer.values / answer.standard_errors)
    rest = freedom.min() - n_tested + 1
    if rest <= 0:
        return None
    f = distance(answer.values / spread) * rest / (freedom.min() * n_tested)
    return PreTrendTest(
        statistic=statistic,
        degrees_of_freedom=n_tested,
        p_value=float(special.fdtrc(n_tested, rest, f)),
        large_sample_p_value=float(special.chdtrc(n_tested, statistic)),
        method=method,
    )


def _by_permutation(
    effects: GroupTimeEffects, by_lead: Flags, rng: np.random.Generator
) -> PreTrendTest:
    values = aggregated(effects, by_lead).values
    drawn = redrawn(table_of(effects, by_lead, effects.panel.outcomes), groups_of(effects), rng=rng)
    spread = drawn.std(axis=0)
    largest, found = np.abs(drawn / spread).max(axis=1), np.abs(values / spread).max()
    as_large = int((largest >= found * (1 - 1e-9)).sum())
    return PreTrendTest(
        statistic=float(found),
        degrees_of_freedom=values.size,
        p_value=(1 + as_large) / (1 + DRAWS),
        large_sample_p_value=None,
        method="group_time_pre_trend_by_permutation/1",
    )
