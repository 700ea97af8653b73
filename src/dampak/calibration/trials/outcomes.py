"""Outcomes as they are: counts that cluster, shares, indices, waiting times, weights, few cases."""

from functools import partial

import numpy as np
from scipy import special

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics import outcomes
from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.outcomes.count_regression import Kind


def remembering(rng: np.random.Generator, n: int, n_months: int, *, spread: float) -> Floats:
    """Disturbances that carry over: 0.6 of each month's stays for the next."""
    noise = rng.normal(size=(n, n_months))
    for month in range(1, n_months):
        noise[:, month] = 0.6 * noise[:, month - 1] + 0.8 * noise[:, month]
    return spread * noise


def trained_in_turn(rng: np.random.Generator, n_trained: int, n_never: int, n_months: int) -> Flags:
    """Those trained begin in the middle third, one after another."""
    first = rng.integers(n_months // 3, 2 * n_months // 3 + 1, n_trained)
    first = np.append(first, np.full(n_never, n_months))
    return np.asarray(np.arange(n_months) >= first[:, None])


def complaints(rng: np.random.Generator, effect: float, *, n_trained: int, n_never: int) -> Seen:
    """Complaints per case, offices of unequal size, disturbances that carry over."""
    trained = trained_in_turn(rng, n_trained, n_never, 18)
    size = rng.lognormal(4.5, 0.7, (len(trained), 1))
    cases = 5.0 + rng.poisson(size, trained.shape)
    rate = 0.05 * np.exp(
        0.4 * rng.normal(size=(len(trained), 1))
        + remembering(rng, *trained.shape, spread=0.3)
        + 0.1 * rng.normal(size=18)
        + effect * trained
    )
    answer = outcomes.count_effect(
        counts=rng.poisson(rate * cases), exposure=cases, is_trained=trained
    )
    return seen_ratio(answer, truth=float(np.exp(effect)))


def seen_ratio(answer: outcomes.Ratio | NoAnswer, *, truth: float) -> Seen:
    """A ratio claims something where it leaves 1 outside."""
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= truth <= answer.high),
        claimed=float(not answer.low <= 1 <= answer.high),
    )


def in_time(rng: np.random.Generator, effect: float, *, n_trained: int, n_never: int) -> Seen:
    """The share answered in time, near its upper end, of unequally many cases."""
    trained = trained_in_turn(rng, n_trained, n_never, 18)
    cases = 1 + rng.poisson(rng.lognormal(3.5, 0.7, (len(trained), 1)), trained.shape)
    logit = 1.2 + 0.6 * rng.normal(size=(len(trained), 1))
    logit = logit + remembering(rng, *trained.shape, spread=0.4) + 0.1 * rng.normal(size=18)
    before, after = 1 / (1 + np.exp(-logit)), 1 / (1 + np.exp(-logit - effect))
    shares = rng.binomial(cases, np.where(trained, after, before)) / cases
    answer = outcomes.share_effect(shares=shares, cases=cases, is_trained=trained)
    truth = np.average((after - before)[trained], weights=cases[trained])
    return seen(answer, truth=float(truth))


def ikm(rng: np.random.Generator, effect: float) -> Seen:
    """A satisfaction index from 25 to 100, measured once a quarter, disturbed by who came."""
    trained = trained_in_turn(rng, 20, 15, 12)
    logit = 1.3 + 0.4 * rng.normal(size=(35, 1)) + remembering(rng, 35, 12, spread=0.25)
    before, after = 1 / (1 + np.exp(-logit)), 1 / (1 + np.exp(-logit - effect))
    index = 25 + 75 * np.where(trained, after, before)
    answer = outcomes.share_effect(shares=index, is_trained=trained, lowest=25, highest=100)
    return seen(answer, truth=75 * float((after - before)[trained].mean()))


def few_events(rng: np.random.Generator, _effect: float) -> Seen:
    """Between none and a dozen complaints in a month."""
    rate = rng.uniform(0.005, 0.06)
    return seen(outcomes.event_rate(count=int(rng.poisson(200 * rate)), exposure=200), truth=rate)


def two_few_rates(rng: np.random.Generator, effect: float) -> Seen:
    """A handful of complaints on either side."""
    rate = rng.uniform(0.01, 0.05)
    answer = outcomes.rate_ratio(
        trained_count=int(rng.poisson(250 * rate * np.exp(effect))),
        trained_exposure=250,
        comparison_count=int(rng.poisson(400 * rate)),
        comparison_exposure=400,
    )
    return seen_ratio(answer, truth=float(np.exp(effect)))


def rates_of_units(rng: np.random.Generator, effect: float) -> Seen:
    """Twelve trained and twenty other offices whose rates differ by themselves."""
    trained = np.arange(32) < 12
    size = rng.lognormal(5, 0.5, 32)
    own = rng.gamma(8, 1 / 8, 32)  # mean 1
    counts = rng.poisson(0.04 * own * size * np.exp(effect * trained))
    answer = outcomes.rate_ratio_of_units(counts=counts, exposure=size, is_trained=trained)
    return seen_ratio(answer, truth=float(np.exp(effect)))


def counts_regressed(rng: np.random.Generator, effect: float, *, kind: Kind) -> Seen:
    """Forty offices, trained or not, with another trait; counts twice as loose as Poisson."""
    trained, trait = rng.permutation(40) < 18, rng.normal(size=40)
    mean = np.exp(2.2 + 0.3 * trait + effect * trained)
    looseness = 10.0 if kind == "negative_binomial" else mean  # variance 1.1 to 2 times the mean
    counts = rng.poisson(rng.gamma(looseness, 1 / looseness, 40) * mean)
    answer = outcomes.count_regression(
        counts=counts, covariates=np.column_stack([trained, trait]), kind=kind
    )
    return seen_coefficient(answer, truth=effect)


def seen_coefficient(answer: outcomes.Regression | NoAnswer, *, truth: float) -> Seen:
    """Of the first covariate."""
    if isinstance(answer, NoAnswer):
        return REFUSED
    low, high = answer.low[1], answer.high[1]
    return Seen(covered=float(low <= truth <= high), claimed=float(not low <= 0 <= high))


def medians_regressed(rng: np.random.Generator, effect: float) -> Seen:
    """Sixty cases, skewed times, the trained faster by some days."""
    trained, trait = rng.permutation(60) < 28, rng.uniform(size=60)
    days = 10 + 3 * trait + effect * trained + rng.lognormal(1, 0.7, 60)
    answer = outcomes.quantile_regression(
        outcomes=days, covariates=np.column_stack([trained, trait])
    )
    return seen_coefficient(answer, truth=effect)


def index_regressed(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty-five offices, an index from 25 to 100."""
    trained, trait = rng.permutation(35) < 17, rng.normal(size=35)
    mean = 1 / (1 + np.exp(-(1.2 + 0.3 * trait + effect * trained)))
    index = 25 + 75 * np.clip(rng.beta(20 * mean, 20 * (1 - mean)), 1e-9, 1 - 1e-9)
    answer = outcomes.beta_regression(
        outcomes=index, covariates=np.column_stack([trained, trait]), lowest=25, highest=100
    )
    return seen_coefficient(answer, truth=effect)


def typical_time(rng: np.random.Generator, _effect: float, *, share: float, n: int) -> Seen:
    """Closed cases, a few of them very long."""
    days = rng.lognormal(2, 0.8, n)
    truth = float(np.exp(2 + 0.8 * special.ndtri(share)))
    return seen(outcomes.time_quantile(days=days, share=share), truth=truth)


def typical_time_with_open(rng: np.random.Generator, _effect: float) -> Seen:
    """Forty cases received during a quarter; those open at its end are counted as open."""
    days, watched = rng.lognormal(2.5, 0.8, 40), rng.uniform(0, 60, 40)
    answer = outcomes.time_quantile_with_open_cases(
        days=np.minimum(days, watched), is_closed=days <= watched
    )
    return seen(answer, truth=float(np.exp(2.5)))


def _in_units(
    rng: np.random.Generator, n_trained: int, n_others: int
) -> tuple[Integers, Flags, Floats]:
    """Offices of four to thirty cases, and what each office does to all its cases."""
    of = np.repeat(np.arange(n_trained + n_others), rng.integers(4, 31, n_trained + n_others))
    own = rng.normal(0, 0.3, n_trained + n_others)
    return of, of < n_trained, own[of]


def _mean_until(mean: float, spread: float, horizon: float) -> float:
    """Of a lognormal time."""
    z = (np.log(horizon) - mean) / spread
    below = np.exp(mean + spread**2 / 2) * special.ndtr(z - spread)
    return float(below + horizon * special.ndtr(-z))


LOOSE = float(np.hypot(0.8, 0.3))  # of times within and between offices together


def mean_time(rng: np.random.Generator, _effect: float) -> Seen:
    """Fifteen offices whose cases hang together, a third still open."""
    of, _, own = _in_units(rng, 0, 15)
    days, watched = np.exp(2.5 + own + 0.8 * rng.normal(size=of.size)), rng.uniform(5, 80, of.size)
    answer = outcomes.restricted_mean_time(
        days=np.minimum(days, watched), is_closed=days <= watched, horizon=30, units=of
    )
    return seen(answer, truth=_mean_until(2.5, LOOSE, 30))


def faster(rng: np.random.Generator, effect: float) -> Seen:
    """Ten trained and fourteen other offices, cases hang together, some still open."""
    of, trained, own = _in_units(rng, 10, 14)
    days = np.exp(2.5 + own - effect * trained + 0.8 * rng.normal(size=of.size))
    watched = rng.uniform(5, 80, of.size)
    answer = outcomes.restricted_mean_difference(
        days=np.minimum(days, watched),
        is_closed=days <= watched,
        is_trained=trained,
        horizon=30,
        units=of,
    )
    truth = _mean_until(2.5 - effect, LOOSE, 30) - _mean_until(2.5, LOOSE, 30)
    return seen(answer, truth=truth)


def factor_on_times(rng: np.random.Generator, effect: float) -> Seen:
    """Ten trained and fourteen other offices, all cases closed, two kinds of case."""
    of, trained, own = _in_units(rng, 10, 14)
    kind = rng.random(of.size) < 0.4
    days = np.exp(2 + 0.5 * kind + own - effect * trained + 0.8 * rng.normal(size=of.size))
    answer = outcomes.log_time_effect(
        days=days, is_trained=trained, units=of, covariates=kind[:, None].astype(float)
    )
    if isinstance(answer, NoAnswer):
        return REFUSED
    return seen_ratio(answer.factor, truth=float(np.exp(-effect)))


def days_saved(rng: np.random.Generator, effect: float) -> Seen:
    """The same in days, by smearing."""
    of, trained, own = _in_units(rng, 10, 14)
    days = np.exp(2 + own - effect * trained + 0.8 * rng.normal(size=of.size))
    answer = outcomes.log_time_effect(days=days, is_trained=trained, units=of)
    if isinstance(answer, NoAnswer):
        return REFUSED
    truth = np.exp(2 + LOOSE**2 / 2) * np.expm1(-effect)
    return seen(answer.in_days, truth=float(truth))


def mean_by_volume(rng: np.random.Generator, _effect: float) -> Seen:
    """Eighteen offices, the largest twenty times the smallest; months of one office are alike."""
    size = rng.lognormal(3, 0.6, 18)
    own = rng.normal(0, 2, 18)[:, None] + remembering(rng, 18, 12, spread=1.0)
    cases = rng.poisson(size[:, None] * np.ones(12))
    answer = outcomes.weighted_mean(values=12 + own, weights=cases)
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(covered=float(answer.low <= 12 <= answer.high))


def small_months(rng: np.random.Generator, _effect: float) -> Seen:
    """Two years of one to nine cases a month; the share of the intervals that hold."""
    share, cases = rng.uniform(0.1, 0.95), rng.integers(1, 10, 24)
    answer = outcomes.pooled_months(counts=rng.binomial(cases, share), cases=cases, fewest=20)
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(covered=float(np.mean([each.low <= share <= each.high for each in answer.pools])))


TRIALS = (
    Trial(
        code="counts-few-units",
        method="count_effect",
        world="6 trained and 8 other offices, 18 months, counts that cluster",
        once=partial(complaints, n_trained=6, n_never=8),
        effect=-0.3,
    ),
    Trial(
        code="counts-many-units",
        method="count_effect",
        world="25 trained and 15 other offices, 18 months, counts that cluster",
        once=partial(complaints, n_trained=25, n_never=15),
        effect=-0.3,
    ),
    Trial(
        code="shares-few-units",
        method="share_effect",
        world="6 trained and 8 other offices, 18 months, share in time",
        once=partial(in_time, n_trained=6, n_never=8),
        effect=0.4,
    ),
    Trial(
        code="shares-many-units",
        method="share_effect",
        world="25 trained and 15 other offices, 18 months, share in time",
        once=partial(in_time, n_trained=25, n_never=15),
        effect=0.4,
    ),
    Trial(
        code="index-panel",
        method="share_effect",
        world="20 trained and 15 other offices, 12 quarters, an index of 25 to 100",
        once=ikm,
        effect=0.4,
    ),
    Trial(
        code="event-rate",
        method="event_rate",
        world="none to a dozen events",
        once=few_events,
        effect=None,
        wide_because="an exact interval over few possible counts",
    ),
    Trial(
        code="rate-ratio",
        method="rate_ratio",
        world="a handful of events in each of two groups",
        once=two_few_rates,
        effect=0.7,
        wide_because="an exact interval over few possible counts",
    ),
    Trial(
        code="rate-ratio-units",
        method="rate_ratio_of_units",
        world="12 trained and 20 other offices, rates that differ by themselves",
        once=rates_of_units,
        effect=-0.4,
    ),
    Trial(
        code="count-regression-quasi",
        method="count_regression",
        world="40 offices, counts twice as loose as Poisson",
        once=partial(counts_regressed, kind="quasi_poisson"),
        effect=-0.4,
    ),
    Trial(
        code="count-regression-negbin",
        method="count_regression",
        world="40 offices, negative binomial counts",
        once=partial(counts_regressed, kind="negative_binomial"),
        effect=-0.4,
        n_small=60,
    ),
    Trial(
        code="median-regression",
        method="quantile_regression",
        world="60 cases, skewed times",
        once=medians_regressed,
        effect=-2.0,
        wide_because="the kernel that measures the density errs to the wide side with few cases",
        n_small=60,
    ),
    Trial(
        code="beta-regression",
        method="beta_regression",
        world="35 offices, an index of 25 to 100",
        once=index_regressed,
        effect=0.3,
        n_small=40,
    ),
    Trial(
        code="median-time",
        method="time_quantile",
        world="25 closed cases, the median",
        once=partial(typical_time, share=0.5, n=25),
        effect=None,
    ),
    Trial(
        code="slow-tenth",
        method="time_quantile",
        world="60 closed cases, the slow tenth",
        once=partial(typical_time, share=0.9, n=60),
        effect=None,
    ),
    Trial(
        code="median-time-open",
        method="time_quantile_with_open_cases",
        world="40 cases, a quarter still open",
        once=typical_time_with_open,
        effect=None,
    ),
    Trial(
        code="restricted-mean",
        method="restricted_mean_time",
        world="15 offices whose cases hang together, a third open",
        once=mean_time,
        effect=None,
    ),
    Trial(
        code="restricted-mean-difference",
        method="restricted_mean_difference",
        world="10 trained and 14 other offices whose cases hang together",
        once=faster,
        effect=0.4,
    ),
    Trial(
        code="factor-on-times",
        method="log_time_effect",
        world="10 trained and 14 other offices, two kinds of case",
        once=factor_on_times,
        effect=0.4,
    ),
    Trial(
        code="days-by-smearing",
        method="log_time_effect",
        world="10 trained and 14 other offices, in days",
        once=days_saved,
        effect=0.4,
    ),
    Trial(
        code="weighted-mean",
        method="weighted_mean",
        world="18 offices of very unequal size, 12 months",
        once=mean_by_volume,
        effect=None,
    ),
    Trial(
        code="small-months",
        method="pooled_months",
        world="24 months of one to nine cases, pools of 20",
        once=small_months,
        effect=None,
    ),
)
