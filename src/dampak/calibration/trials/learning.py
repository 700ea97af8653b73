"""Gains between two tests: people alone and in classes, tests with a ceiling, chosen people."""

from functools import cache

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.learning import (
    adjusted_gain,
    gain_beyond_regression,
    normalised_gain,
    paired_gain,
    standardised_difference,
    standardised_gain,
)

ITEMS = 20


def right_answers(rng: np.random.Generator, ability: Floats, easiness: float = 0.5) -> Floats:
    """Twenty questions: close to full marks the scores bunch together."""
    return rng.binomial(ITEMS, 1 / (1 + np.exp(-(ability + easiness)))).astype(float)


@cache
def expected_right(shift: float, *, easiness: float = 0.5) -> float:
    """The average score of people whose ability is standard normal, moved by ``shift``."""
    z, weights = np.polynomial.hermite_e.hermegauss(60)
    chance = 1 / (1 + np.exp(-(z + shift + easiness)))
    return float(ITEMS * (weights @ chance) / weights.sum())


def in_classes(rng: np.random.Generator, n_classes: int) -> tuple[Integers, Floats]:
    """Classes of eight to thirty, and what each class's day did to its people's gain."""
    sizes = rng.integers(8, 31, n_classes)
    classes = np.repeat(np.arange(n_classes), sizes)
    return classes, rng.normal(0, 2, n_classes)[classes]


def paired(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty-five people, a test of twenty questions, a ceiling."""
    ability = rng.normal(size=25)
    answer = paired_gain(
        before=right_answers(rng, ability), after=right_answers(rng, ability + effect)
    )
    return seen(answer, truth=expected_right(effect) - expected_right(0))


def paired_in_classes(rng: np.random.Generator, effect: float) -> Seen:
    """Twelve classes of unequal size, each with a good or a bad day."""
    classes, day = in_classes(rng, 12)
    before = rng.normal(60, 10, classes.size)
    after = before + 3 * effect + day + rng.normal(0, 6, classes.size)
    return seen(paired_gain(before=before, after=after, classes=classes), truth=3 * effect)


def adjusted(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty trained and sixty others by lot; the trained spread twice as much afterwards."""
    trained = np.arange(80) < 20
    before = rng.normal(60, 10, 80)
    noise = rng.normal(0, 1, 80) * np.where(trained, 10, 5)
    after = 20 + 0.7 * before + 6 * effect * trained + noise
    answer = adjusted_gain(before=before, after=after, is_trained=trained)
    return REFUSED if isinstance(answer, NoAnswer) else seen(answer.effect, truth=6 * effect)


def adjusted_in_classes(rng: np.random.Generator, effect: float) -> Seen:
    """Six trained classes and ten others by lot, unequal sizes, each with its own day."""
    classes, day = in_classes(rng, 16)
    trained = classes < 6
    before = rng.normal(60, 10, classes.size) + day
    after = 20 + 0.7 * before + 4 * effect * trained + rng.normal(0, 2, 16)[classes]
    after += rng.normal(0, 6, classes.size)
    answer = adjusted_gain(before=before, after=after, is_trained=trained, classes=classes)
    return REFUSED if isinstance(answer, NoAnswer) else seen(answer.effect, truth=4 * effect)


def normalised(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty people, a test of twenty questions."""
    ability = rng.normal(size=30)
    answer = normalised_gain(
        before=right_answers(rng, ability, 0),
        after=right_answers(rng, ability + effect, 0),
        full_marks=ITEMS,
    )
    before = expected_right(0, easiness=0)
    return seen(answer, truth=(expected_right(effect, easiness=0) - before) / (ITEMS - before))


def hedges(rng: np.random.Generator, effect: float) -> Seen:
    """Fifteen trained, forty others, normal scores."""
    answer = standardised_difference(
        trained=rng.normal(effect, 1, 15), comparison=rng.normal(0, 1, 40)
    )
    return seen(answer, truth=effect)


def hedges_with_ceiling(rng: np.random.Generator, effect: float) -> Seen:
    """Thirty and fifty people on twenty questions, the trained nearer to the ceiling."""
    answer = standardised_difference(
        trained=right_answers(rng, rng.normal(effect, 1, 30), 0),
        comparison=right_answers(rng, rng.normal(0, 1, 50), 0),
    )
    means = [expected_right(shift, easiness=0) for shift in (effect, 0.0)]
    spreads = [variance_of_right(shift) for shift in (effect, 0.0)]
    pooled = np.sqrt((29 * spreads[0] + 49 * spreads[1]) / 78)
    return seen(answer, truth=(means[0] - means[1]) / pooled)


@cache
def variance_of_right(shift: float) -> float:
    """Of the score of people whose ability is standard normal, moved by ``shift``."""
    z, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    chance = 1 / (1 + np.exp(-(z + shift)))
    within = ITEMS * chance * (1 - chance)
    return float(weights @ (within + (ITEMS * chance) ** 2) - (ITEMS * weights @ chance) ** 2)


def gain_in_spread_before(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty-five people, tests that agree at .6 and spread less afterwards."""
    before = rng.normal(size=25)
    after = effect + 0.8 * (0.6 * before + 0.8 * rng.normal(size=25))
    return seen(standardised_gain(before=before, after=after), truth=effect)


def gain_in_spread_of_gains(rng: np.random.Generator, effect: float) -> Seen:
    """Twelve people, normal gains."""
    before = rng.normal(0, 3, 12)
    answer = standardised_gain(
        before=before, after=before + rng.normal(effect, 1, 12), spread_of="gains"
    )
    return seen(answer, truth=effect)


def chosen_for_low_scores(rng: np.random.Generator, effect: float) -> Seen:
    """The lowest 40 of 200 are trained; the reliability .7 is known from elsewhere, not exactly."""
    true = rng.normal(60, 10 * np.sqrt(0.7), 200)
    before = true + rng.normal(0, 10 * np.sqrt(0.3), 200)
    chosen = before <= np.sort(before)[39]
    after = true + 4 * effect * chosen + rng.normal(0, 10 * np.sqrt(0.3), 200)
    answer = gain_beyond_regression(
        before=before,
        after=np.where(chosen, after, np.nan),
        is_selected=chosen,
        reliability=float(np.clip(rng.normal(0.7, 0.05), 0, 1)),
        reliability_standard_error=0.05,
    )
    return REFUSED if isinstance(answer, NoAnswer) else seen(answer.beyond, truth=4 * effect)


TRIALS = (
    Trial(
        code="learning-gain",
        method="paired_gain/1",
        world="25 people, 20 questions, a ceiling",
        once=paired,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-gain-in-classes",
        method="paired_gain/1",
        world="12 classes of 8 to 30, each with its own day",
        once=paired_in_classes,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-adjusted",
        method="adjusted_gain/1",
        world="20 trained and 60 others by lot, unequal spread",
        once=adjusted,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-adjusted-in-classes",
        method="adjusted_gain/1",
        world="6 trained classes and 10 others by lot, unequal sizes",
        once=adjusted_in_classes,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-normalised",
        method="normalised_gain/1",
        world="30 people, 20 questions",
        once=normalised,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-hedges-g",
        method="hedges_g/1",
        world="15 trained and 40 others, normal scores",
        once=hedges,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-hedges-g-ceiling",
        method="hedges_g/1",
        world="30 trained and 50 others, 20 questions, a ceiling",
        once=hedges_with_ceiling,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-standardised-by-before",
        method="standardised_gain_by_before/1",
        world="25 people, less spread afterwards",
        once=gain_in_spread_before,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-standardised-by-gains",
        method="standardised_gain_by_gains/1",
        world="12 people, normal gains",
        once=gain_in_spread_of_gains,
        effect=0.8,
        n_small=400,
    ),
    Trial(
        code="learning-beyond-regression",
        method="gain_beyond_regression/1",
        world="the lowest 40 of 200, reliability known within .05",
        once=chosen_for_low_scores,
        effect=0.8,
        n_small=400,
    ),
)
