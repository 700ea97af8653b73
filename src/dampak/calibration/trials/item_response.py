"""Questions and people on one line: Rasch, one- and two-parameter models, linking, gains."""

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.item_response import (
    abilities,
    andersen_test,
    expected_abilities,
    gain_across_tests,
    item_fit,
    likelihood_ratio_items,
    link_scales,
    one_parameter_items,
    overall_fit,
    rasch_items,
    two_parameter_items,
)

TWELVE = np.linspace(-1.6, 1.6, 12)
UNEQUAL = np.tile([0.8, 1.2, 1.7], 4)


def answered(
    rng: np.random.Generator, ability: Floats, difficulty: Floats, slope: Floats | float = 1.0
) -> Floats:
    """Right and wrong by the logistic curve."""
    chance = 1 / (1 + np.exp(-slope * (ability[:, None] - difficulty)))
    return (rng.random(chance.shape) < chance).astype(float)


def held(low: Floats, high: Floats, truth: Floats) -> float:
    """The share of the intervals that hold, of those that there are."""
    there = np.isfinite(low)
    return float(((low <= truth) & (truth <= high))[there].mean())


def difficulties_of_few(rng: np.random.Generator, _effect: float) -> Seen:
    """Sixty people of skewed ability, twelve questions."""
    ability = rng.gamma(2, 0.8, 60) - 1.6
    found = rasch_items(answers=answered(rng, ability, TWELVE))
    if isinstance(found, NoAnswer) or not found.is_placed.all():
        return REFUSED
    return Seen(covered=held(found.low, found.high, TWELVE - TWELVE.mean()))


def difficulties_in_booklets(rng: np.random.Generator, _effect: float) -> Seen:
    """Two booklets of eight questions, four in common, 80 people each, the second abler."""
    ability = np.concatenate([rng.normal(-0.4, 1, 80), rng.normal(0.4, 1, 80)])
    answers = answered(rng, ability, TWELVE)
    answers[:80, 8:], answers[80:, :4] = np.nan, np.nan
    found = rasch_items(answers=answers)
    if isinstance(found, NoAnswer) or not found.is_placed.all():
        return REFUSED
    return Seen(covered=held(found.low, found.high, TWELVE - TWELVE.mean()))


def equally_hard_for_all(rng: np.random.Generator, effect: float) -> Seen:
    """Two hundred people in two groups; with an effect two questions change."""
    group = np.arange(200) % 2
    moved = TWELVE + effect * np.outer(group, np.arange(12) < 2)
    answers = answered(rng, rng.normal(0.3 * group, 1.2), moved)
    found = andersen_test(answers=answers, groups=group)
    return REFUSED if isinstance(found, NoAnswer) else Seen(claimed=float(found.p_value < 0.05))


def fits_each(rng: np.random.Generator, effect: float) -> Seen:
    """Two hundred people; with an effect one question is blunt."""
    slope = np.where(np.arange(12) == 5, 1 - effect, 1.0)
    found = item_fit(answers=answered(rng, rng.normal(0, 1.2, 200), TWELVE, slope))
    if isinstance(found, NoAnswer):
        return REFUSED
    return Seen(claimed=float(np.nanmin(found.adjusted_p) < 0.05))


def people_by_warm(rng: np.random.Generator, _effect: float) -> Seen:
    """A hundred and fifty people, thirty questions placed by their own answers."""
    difficulty = np.linspace(-2, 2, 30)
    ability = rng.normal(size=150)
    answers = answered(rng, ability, difficulty)
    items = rasch_items(answers=answers)
    found = None if isinstance(items, NoAnswer) else abilities(answers=answers, items=items)
    if found is None or isinstance(found, NoAnswer):
        return REFUSED
    return Seen(covered=held(found.low, found.high, ability))


def people_by_expectation(rng: np.random.Generator, _effect: float) -> Seen:
    """Three hundred people, twelve questions, equal sharpness, placed by their own answers."""
    ability = rng.normal(size=300)
    answers = answered(rng, ability, TWELVE, 1.2)
    items = one_parameter_items(answers=answers)
    found = (
        None if isinstance(items, NoAnswer) else expected_abilities(answers=answers, items=items)
    )
    if found is None or isinstance(found, NoAnswer):
        return REFUSED
    return Seen(covered=held(found.low, found.high, ability))


def one_parameter(rng: np.random.Generator, _effect: float) -> Seen:
    """A hundred people, twelve questions: the difficulties and the slope."""
    found = one_parameter_items(answers=answered(rng, rng.normal(size=100), TWELVE, 1.2))
    if isinstance(found, NoAnswer):
        return REFUSED
    low = np.append(found.difficulties_low, found.slopes_low[0])
    high = np.append(found.difficulties_high, found.slopes_high[0])
    return Seen(covered=held(low, high, np.append(TWELVE, 1.2)))


def two_parameters(rng: np.random.Generator, _effect: float) -> Seen:
    """Three hundred people, twelve questions of unequal sharpness."""
    found = two_parameter_items(answers=answered(rng, rng.normal(size=300), TWELVE, UNEQUAL))
    if isinstance(found, NoAnswer):
        return REFUSED
    low = np.concatenate([found.difficulties_low, found.slopes_low])
    high = np.concatenate([found.difficulties_high, found.slopes_high])
    return Seen(covered=held(low, high, np.concatenate([TWELVE, UNEQUAL])))


def fits_overall(rng: np.random.Generator, effect: float) -> Seen:
    """Three hundred people; with an effect the slopes are unequal and the model says equal."""
    slope = 1.2 + effect * np.where(np.arange(12) % 2, 0.8, -0.8)
    answers = answered(rng, rng.normal(size=300), TWELVE, slope)
    items = one_parameter_items(answers=answers)
    found = None if isinstance(items, NoAnswer) else overall_fit(answers=answers, items=items)
    if found is None or isinstance(found, NoAnswer):
        return REFUSED
    return Seen(claimed=float(found.p_value < 0.05))


def needs_its_own(rng: np.random.Generator, effect: float) -> Seen:
    """Two groups of 150 and 100, unlike in ability; the third of eight questions harder."""
    focal = np.arange(250) < 100
    ability = np.where(focal, rng.normal(-0.5, 0.9, 250), rng.normal(0, 1, 250))
    places = np.linspace(-1.2, 1.2, 8) + effect * np.outer(focal, np.arange(8) == 2)
    found = likelihood_ratio_items(
        answers=answered(rng, ability, places, 1.3), is_focal=focal, is_equal=True
    )
    if isinstance(found, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(found.low[2] <= effect <= found.high[2]),
        claimed=float(np.nanmin(found.adjusted_p) < 0.05),
    )


def scales_of_two_groups(rng: np.random.Generator, effect: float) -> Seen:
    """Two groups of 200, ten common questions that drift by .2 logits; the first less able."""
    difficulty = np.linspace(-1.6, 1.6, 20)
    ability = rng.normal(-effect, 1, 200), rng.normal(0, 1, 200)
    drifted = difficulty[5:] + np.where(np.arange(15) < 10, rng.normal(0, 0.2, 15), 0)
    first = one_parameter_items(answers=answered(rng, ability[0], difficulty[:15], 1.2))
    second = one_parameter_items(answers=answered(rng, ability[1], drifted, 1.2))
    if isinstance(first, NoAnswer) or isinstance(second, NoAnswer):
        return REFUSED
    common = np.column_stack([np.arange(5, 15), np.arange(10)])
    found = link_scales(first=first, second=second, common=common, by="mean_mean")
    if isinstance(found, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(found.intercept_low <= -effect <= found.intercept_high),
        claimed=float(not found.intercept_low <= 0 <= found.intercept_high),
    )


def gained_across(rng: np.random.Generator, effect: float) -> Seen:
    """Ten classes of eight to twelve, tests of 20 with 10 in common that drift by .2 logits."""
    classes = np.repeat(np.arange(10), rng.integers(8, 13, 10))
    difficulty = np.linspace(-1.6, 1.6, 30)
    ability = rng.normal(0, 1.2, classes.size)
    gain = effect + rng.normal(0, 0.3, 10)[classes] + rng.normal(0, 0.4, classes.size)
    drifted = difficulty[10:] + np.where(np.arange(20) < 10, rng.normal(0, 0.2, 20), 0)
    found = gain_across_tests(
        before=answered(rng, ability, difficulty[:20]),
        after=answered(rng, ability + gain, drifted),
        common=np.column_stack([np.arange(10, 20), np.arange(10)]),
        classes=classes,
    )
    return REFUSED if isinstance(found, NoAnswer) else seen(found.gain, truth=effect)


TRIALS = (
    Trial(
        code="irt-rasch-few",
        method="rasch_conditional/1",
        world="60 people of skewed ability, 12 questions",
        once=difficulties_of_few,
        effect=None,
    ),
    Trial(
        code="irt-rasch-booklets",
        method="rasch_conditional/1",
        world="two booklets of 8 with 4 in common, 80 unlike people each",
        once=difficulties_in_booklets,
        effect=None,
    ),
    Trial(
        code="irt-andersen",
        method="andersen/1",
        world="200 people in two groups, 12 questions",
        once=equally_hard_for_all,
        effect=1.0,
    ),
    Trial(
        code="irt-item-fit",
        method="conditional_fit/1",
        world="200 people, 12 questions, any of them blamed",
        once=fits_each,
        effect=0.8,
    ),
    Trial(
        code="irt-warm",
        method="warm/1",
        world="150 people, 30 questions placed by the same answers",
        once=people_by_warm,
        effect=None,
    ),
    Trial(
        code="irt-expected",
        method="expected/1",
        world="300 people, 12 questions placed by the same answers",
        once=people_by_expectation,
        effect=None,
    ),
    Trial(
        code="irt-one-parameter",
        method="one_parameter/1",
        world="100 people, 12 questions",
        once=one_parameter,
        effect=None,
    ),
    Trial(
        code="irt-two-parameter",
        method="two_parameter/1",
        world="300 people, 12 questions of unequal sharpness",
        once=two_parameters,
        effect=None,
        n_small=60,
    ),
    Trial(
        code="irt-overall-fit",
        method="m2/1",
        world="300 people, 12 questions, equal slopes assumed",
        once=fits_overall,
        effect=1.0,
        n_small=60,
    ),
    Trial(
        code="irt-likelihood-ratio",
        method="likelihood_ratio_1pl/1",
        world="150 and 100 unlike people, one of 8 questions harder",
        once=needs_its_own,
        effect=0.8,
        wide_because="its error, from cross products of people's scores, is large for few people",
        n_small=20,
    ),
    Trial(
        code="irt-link-scales",
        method="mean_mean_link/1",
        world="200 people each, 10 common questions that drift",
        once=scales_of_two_groups,
        effect=0.5,
        n_small=40,
    ),
    Trial(
        code="irt-gain-across-tests",
        method="gain_across_tests/1",
        world="10 classes of 8 to 12, 10 common questions that drift",
        once=gained_across,
        effect=0.6,
        n_small=60,
    ),
)
