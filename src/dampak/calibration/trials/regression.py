"""Straight lines: rows that go together, few clusters, people with their own slopes."""

from collections.abc import Callable

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.regression import (
    MixedModel,
    Regression,
    least_squares,
    mixed_model,
    two_by_two,
    within_regression,
)


def _drifting(rng: np.random.Generator, n_units: int, n_months: int) -> Floats:
    """Months of a unit hang together: each keeps 0.6 of the last one's luck."""
    luck = rng.normal(0, 1, (n_units, n_months))
    for month in range(1, n_months):
        luck[:, month] = 0.6 * luck[:, month - 1] + 0.8 * luck[:, month]
    return luck


def _rows(rng: np.random.Generator, luck: Floats) -> tuple[Integers, Integers, Floats]:
    """Unit, month and luck of each row; some units began late, so sizes differ."""
    n_units, n_months = luck.shape
    unit, month = np.divmod(np.arange(luck.size), n_months)
    is_there = month >= rng.integers(0, n_months // 2, n_units)[unit]
    return unit[is_there], month[is_there], luck.ravel()[is_there]


def _line(answer: Regression | NoAnswer, name: str, *, truth: float) -> Seen:
    return REFUSED if isinstance(answer, NoAnswer) else seen(answer.of(name), truth=truth)


def trained_units(n_units: int, n_trained: int) -> Callable[[np.random.Generator, float], Seen]:
    """A regression on whether the unit was trained, with units as clusters."""

    def once(rng: np.random.Generator, effect: float) -> Seen:
        luck = _drifting(rng, n_units, 24) + rng.normal(0, 1, n_units)[:, None]
        unit, _month, noise = _rows(rng, luck)
        trained = (unit < n_trained).astype(float)
        answer = least_squares(
            outcome=20 + effect * trained + noise, explanatory={"trained": trained}, clusters=[unit]
        )
        return _line(answer, "trained", truth=effect)

    return once


def two_ways(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty units by twenty months; a bad unit, a bad month, and the column likewise."""
    column = rng.normal(size=(20, 1)) + rng.normal(size=(1, 20)) + rng.normal(size=(20, 20))
    noise = rng.normal(size=(20, 1)) + rng.normal(size=(1, 20)) + rng.normal(size=(20, 20))
    unit, month = np.divmod(np.arange(400), 20)
    answer = least_squares(
        outcome=(effect * column + noise).ravel(),
        explanatory={"column": column.ravel()},
        clusters=[unit, month],
    )
    return _line(answer, "column", truth=effect)


def unequal_spread(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty people, eight of them trained and three times as scattered."""
    trained = np.repeat([1.0, 0.0], [8, 22])
    age = rng.uniform(25, 58, 30)
    noise = rng.normal(0, 1 + 2 * trained)
    answer = least_squares(
        outcome=50 + effect * trained + 0.1 * age + noise,
        explanatory={"trained": trained, "age": age},
    )
    return _line(answer, "trained", truth=effect)


def cases_in_two_periods(rng: np.random.Generator, effect: float) -> Seen:
    """Cases of sixteen offices, six of them trained, before and after; days are skewed."""
    office = np.repeat(np.arange(16), rng.integers(8, 40, 16))
    after = rng.integers(0, 2, office.size)
    trained = office < 6
    drift = rng.normal(0, 0.6, (16, 2))[office, after]
    days = 12 + drift + after + effect * (trained & (after == 1)) + rng.gamma(2, 1.5, office.size)
    answer = two_by_two(outcome=days, is_trained=trained, is_after=after, clusters=[office])
    return seen(answer, truth=effect)


def inside_units(rng: np.random.Generator, effect: float) -> Seen:
    """Eighteen units trained at different times or never, months hanging together."""
    unit, month, noise = _rows(rng, _drifting(rng, 18, 24))
    first = np.where(np.arange(18) < 12, rng.integers(12, 22, 18), 99)
    trained = (month >= first[unit]).astype(float)
    outcome = 5 * rng.normal(size=18)[unit] + effect * trained + noise
    answer = within_regression(outcome=outcome, explanatory={"trained": trained}, units=unit)
    return _line(answer, "trained", truth=effect)


def classes(rng: np.random.Generator, effect: float) -> Seen:
    """Twelve classes of four to thirty people, five taught the new way."""
    group = np.repeat(np.arange(12), rng.integers(4, 31, 12))
    new = (group < 5).astype(float)
    score = 60 + effect * new + rng.normal(0, 4, 12)[group] + rng.normal(0, 10, group.size)
    answer = mixed_model(outcome=score, explanatory={"new": new}, groups=group)
    return _fixed(answer, "new", truth=effect)


def own_slopes(rng: np.random.Generator, effect: float) -> Seen:
    """Ten people measured on eight days, each with a slope of her own."""
    person, day = np.divmod(np.arange(80), 8)
    own = rng.normal(0, [[20.0], [5.0]], (2, 10))[:, person]
    score = 250 + own[0] + (effect + own[1]) * day + rng.normal(0, 20, 80)
    answer = mixed_model(
        outcome=score, explanatory={"day": day.astype(float)}, groups=person, slope="day"
    )
    return _fixed(answer, "day", truth=effect)


def _fixed(answer: MixedModel | NoAnswer, name: str, *, truth: float) -> Seen:
    return REFUSED if isinstance(answer, NoAnswer) else _line(answer.fixed, name, truth=truth)


TRIALS = (
    Trial(
        code="regression-few-clusters",
        method="Least squares, errors clustered by unit, bias-reduced (CR2)",
        world="12 units, 4 trained; months hang together; units of unequal length",
        once=trained_units(12, 4),
        effect=1.0,
        n_small=300,
    ),
    Trial(
        code="regression-many-clusters",
        method="Least squares, errors clustered by unit, bias-reduced (CR2)",
        world="60 units, 25 trained; months hang together; units of unequal length",
        once=trained_units(60, 25),
        effect=0.5,
        n_small=200,
    ),
    Trial(
        code="regression-two-ways",
        method="Least squares, errors clustered by unit and month",
        world="20 units by 20 months, both with luck of their own",
        once=two_ways,
        effect=0.3,
        n_small=200,
    ),
    Trial(
        code="regression-unequal-spread",
        method="Least squares, errors robust to unequal spread (HC3)",
        world="30 people, 8 trained and three times as scattered",
        once=unequal_spread,
        effect=2.0,
        n_small=300,
    ),
    Trial(
        code="two-by-two",
        method="Two groups, two periods, errors clustered by office",
        world="16 offices, 6 trained; skewed days; offices of unequal size",
        once=cases_in_two_periods,
        effect=-1.0,
        n_small=300,
    ),
    Trial(
        code="within-units",
        method="Fixed effects, errors clustered by unit",
        world="18 units, 12 trained at different times; months hang together",
        once=inside_units,
        effect=0.5,
        n_small=300,
    ),
    Trial(
        code="mixed-classes",
        method="Mixed model, own height for each class",
        world="12 classes of 4 to 30 people, 5 taught the new way",
        once=classes,
        effect=5.0,
        n_small=40,
    ),
    Trial(
        code="mixed-own-slopes",
        method="Mixed model, own height and slope for each person",
        world="10 people on 8 days",
        once=own_slopes,
        effect=6.0,
        n_small=20,
    ),
)
