"""Do fair levels and ranks keep their word? Units whose true levels are known."""

from collections.abc import Callable
from functools import partial

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.ranking import (
    RankSets,
    Shrunken,
    adjusted_shares,
    change_beyond_regression,
    expected_next_time,
    observed_over_expected,
    places,
    rank_confidence_sets,
    shrunken_rates,
    shrunken_shares,
    shrunken_values,
)

FAR = 12.0  # from the other offices: beyond any doubt
FEW_ARE_EQUAL = "a set promises every place that equals share, and errs less where few are equal"
LEVELS_APART = 3.0  # two to six errors
LOAD = 0.5  # how much harder a unit's case-mix makes its number to reach


def offices(
    rng: np.random.Generator, n: int, *, spread: float = 1.0, skewed: bool = False
) -> tuple[Floats, Floats, Floats, Floats]:
    """True levels, their case-mix, the numbers measured, and the errors: small offices err more."""
    errors = 1 / np.sqrt(rng.gamma(3.0, 1 / 2.0, n) + 0.3)
    load = rng.normal(size=n)
    own = rng.gamma(4.0, 0.5, n) - 2 if skewed else rng.normal(size=n)
    levels = LOAD * load + spread * own
    return levels, load, levels + errors * rng.normal(size=n), errors


def _share_held(answer: Shrunken | NoAnswer, levels: Floats) -> Seen:
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(covered=float(((answer.low <= levels) & (levels <= answer.high)).mean()))


def _few(rng: np.random.Generator, _effect: float) -> Seen:
    levels, load, numbers, errors = offices(rng, 12)
    return _share_held(
        shrunken_values(values=numbers, standard_errors=errors, covariates=load[:, None]), levels
    )


def _many_skewed(rng: np.random.Generator, _effect: float) -> Seen:
    levels, load, numbers, errors = offices(rng, 60, skewed=True)
    return _share_held(
        shrunken_values(values=numbers, standard_errors=errors, covariates=load[:, None]), levels
    )


def _rates(rng: np.random.Generator, _effect: float) -> Seen:
    exposure = rng.uniform(100, 1_000, 20)
    levels = rng.gamma(6.0, 0.02 / 6.0, 20)
    return _share_held(
        shrunken_rates(cases=rng.poisson(levels * exposure), exposure=exposure), levels
    )


def _shares(rng: np.random.Generator, _effect: float) -> Seen:
    among = rng.integers(20, 200, 20)
    levels = rng.beta(16.0, 4.0, 20)
    return _share_held(shrunken_shares(of_which=rng.binomial(among, levels), among=among), levels)


def _case_mix_counts(rng: np.random.Generator, _effect: float) -> Seen:
    exposure = rng.uniform(5, 60, (30, 4))
    expected = exposure * [0.02, 0.05, 0.1, 0.2]
    levels = rng.gamma(6.0, 1 / 6.0, 30)
    cases = rng.poisson(expected * levels[:, None])
    answer = observed_over_expected(cases=cases, exposure=exposure)
    if isinstance(answer, NoAnswer):
        return REFUSED
    usual = (expected * levels[:, None]).sum(axis=0) / exposure.sum(axis=0)
    truth = (expected.sum(axis=1) * levels) / (exposure @ usual)
    return Seen(covered=float(((answer.low <= truth) & (truth <= answer.high)).mean()))


def _case_mix_shares(rng: np.random.Generator, _effect: float) -> Seen:
    among = rng.integers(5, 60, (30, 4))
    logits = np.array([-1.0, 0.0, 1.0, 2.0]) + 0.5 * rng.normal(size=(30, 1))
    chances = 1 / (1 + np.exp(-logits))
    answer = adjusted_shares(of_which=rng.binomial(among, chances), among=among)
    if isinstance(answer, NoAnswer):
        return REFUSED
    truth = chances @ (among.sum(axis=0) / among.sum())
    return Seen(covered=float(((answer.low <= truth) & (truth <= answer.high)).mean()))


def _places(rng: np.random.Generator, effect: float) -> Seen:
    """A claim: this unit is in the best tenth, with probability .95 or more."""
    levels, _, numbers, errors = offices(rng, 40, spread=1.0 + effect)
    fair = shrunken_values(values=numbers, standard_errors=errors)
    if isinstance(fair, NoAnswer):
        return REFUSED
    found = places(fair, rng=rng, draws=1_000)
    ranks = 1 + np.argsort(np.argsort(-levels))
    named = found.probability_best >= 0.95
    return Seen(
        covered=float(((found.low <= ranks) & (ranks <= found.high)).mean()),
        claimed=float((ranks[named] > found.n_best).mean()) if named.any() else None,
    )


def _held(sets: RankSets | NoAnswer, levels: Floats) -> Seen:
    """Where equals share a truth, all the places they share must be in the set."""
    if isinstance(sets, NoAnswer):
        return REFUSED
    ahead = (levels[:, None] < levels).sum(axis=1)
    behind = (levels[:, None] > levels).sum(axis=1)
    held = (sets.best <= 1 + ahead) & (levels.size - behind <= sets.worst)
    told_apart = (sets.best > 1) | (sets.worst < levels.size)
    if sets.together:
        return Seen(covered=float(held.all()), claimed=float(told_apart.any()))
    return Seen(covered=float(held.mean()), claimed=float(told_apart.mean()))


def _one_ahead(rng: np.random.Generator, n: int, effect: float) -> Floats:
    """Where most can go wrong: all offices equal, but for one that is clearly told apart."""
    return np.where(np.arange(n) == rng.integers(n), effect, 0.0)


def _four_levels(rng: np.random.Generator, n: int, _effect: float) -> Floats:
    return LEVELS_APART * rng.integers(0, 4, n).astype(np.float64)


def _sets(
    rng: np.random.Generator,
    effect: float,
    *,
    levels_of: Callable[[np.random.Generator, int, float], Floats],
    n: int = 12,
    alike: bool = False,
    together: bool = True,
) -> Seen:
    levels = levels_of(rng, n, effect)
    errors = np.ones(n) if alike else rng.uniform(0.5, 1.5, n)
    sets = rank_confidence_sets(
        values=levels + errors * rng.normal(size=n),
        standard_errors=errors,
        rng=rng,
        together=together,
        draws=1_000,
    )
    return _held(sets, levels)


def _next_year(rng: np.random.Generator, _effect: float) -> Seen:
    levels, load, numbers, errors = offices(rng, 40)
    fair = shrunken_values(values=numbers, standard_errors=errors, covariates=load[:, None])
    if isinstance(fair, NoAnswer):
        return REFUSED
    worst = numbers <= np.sort(numbers)[9]
    answer = expected_next_time(
        fair, chosen=worst, rng=rng, next_standard_errors=errors, draws=1_000
    )
    return seen(answer, truth=float((levels + errors * rng.normal(size=40))[worst].mean()))


def _worst_ten(rng: np.random.Generator, effect: float) -> Seen:
    """The worst ten are trained; all units drift on their own as well."""
    levels, _, numbers, errors = offices(rng, 40)
    fair = shrunken_values(values=numbers, standard_errors=errors)
    if isinstance(fair, NoAnswer):
        return REFUSED
    worst = numbers <= np.sort(numbers)[9]
    drift = 0.3 + 0.3 * rng.normal(size=40)
    later = levels + drift + effect * worst + errors * rng.normal(size=40)
    answer = change_beyond_regression(fair, chosen=worst, later=later, rng=rng, draws=1_000)
    return seen(answer, truth=effect)


TRIALS = (
    Trial(
        code="shrunken-values-few",
        method="empirical_bayes_normal/1",
        world="12 offices of unlike size, levels normal around their load; share of levels held",
        once=_few,
        effect=None,
    ),
    Trial(
        code="shrunken-values-skewed",
        method="empirical_bayes_normal/1",
        world="60 offices of unlike size, levels skewed around their load; share of levels held",
        once=_many_skewed,
        effect=None,
        n_small=60,
    ),
    Trial(
        code="shrunken-rates",
        method="empirical_bayes_gamma_poisson/1",
        world="20 offices, 100 to 1,000 requests, about 2 complaints in 100; share of rates held",
        once=_rates,
        effect=None,
    ),
    Trial(
        code="shrunken-shares",
        method="empirical_bayes_beta_binomial/1",
        world="20 offices, 20 to 200 requests, about 80 % in time; share of shares held",
        once=_shares,
        effect=None,
    ),
    Trial(
        code="case-mix-counts",
        method="observed_over_expected/1",
        world="30 offices, four kinds of work, 1 to 20 cases an office; share of ratios held",
        once=_case_mix_counts,
        effect=None,
    ),
    Trial(
        code="case-mix-shares",
        method="adjusted_shares/1",
        world="30 offices, four kinds of work, 20 to 240 requests; share of shares held",
        once=_case_mix_shares,
        effect=None,
    ),
    Trial(
        code="places",
        method="posterior_places/1",
        world="40 offices of unlike size; share of ranks held; claims: in the best tenth",
        once=_places,
        effect=1.0,
        n_small=60,
    ),
    Trial(
        code="rank-sets-together",
        method="rank_sets_by_draws/1",
        world="12 offices, one far ahead and the rest equal, unlike errors; all sets together; "
        "claims: any told apart",
        once=partial(_sets, levels_of=_one_ahead),
        effect=FAR,
    ),
    Trial(
        code="rank-sets-equal-errors",
        method="rank_sets_equal_errors/1",
        world="30 offices, one far ahead and the rest equal, equal errors; all sets together; "
        "claims: any told apart",
        once=partial(_sets, levels_of=_one_ahead, n=30, alike=True),
        effect=FAR,
    ),
    Trial(
        code="rank-sets-each",
        method="rank_sets_by_draws/1",
        world="12 offices, one far ahead and the rest equal, unlike errors; each set by itself; "
        "share held",
        once=partial(_sets, levels_of=_one_ahead, together=False),
        effect=FAR,
    ),
    Trial(
        code="rank-sets-together-levels",
        method="rank_sets_by_draws/1",
        world="12 offices at four levels, unlike errors; all sets together",
        once=partial(_sets, levels_of=_four_levels),
        effect=None,
        wide_because=FEW_ARE_EQUAL,
    ),
    Trial(
        code="rank-sets-equal-errors-levels",
        method="rank_sets_equal_errors/1",
        world="30 offices at four levels, equal errors; all sets together",
        once=partial(_sets, levels_of=_four_levels, n=30, alike=True),
        effect=None,
        wide_because=FEW_ARE_EQUAL,
    ),
    Trial(
        code="rank-sets-each-levels",
        method="rank_sets_by_draws/1",
        world="12 offices at four levels, unlike errors; each set by itself; share held",
        once=partial(_sets, levels_of=_four_levels, together=False),
        effect=None,
        wide_because=FEW_ARE_EQUAL,
    ),
    Trial(
        code="expected-next-time",
        method="expected_next_time/1",
        world="the worst 10 of 40 offices, measured again with nothing done",
        once=_next_year,
        effect=None,
        n_small=60,
    ),
    Trial(
        code="change-beyond-regression",
        method="change_beyond_regression/1",
        world="the worst 10 of 40 offices trained, everybody drifting on their own as well",
        once=_worst_ten,
        effect=0.5,
        n_small=60,
    ),
)
