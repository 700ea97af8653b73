"""Scales put together by common questions; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.item_response import (
    ItemCurves,
    gain_across_tests,
    link_scales,
    linking_constants,
    one_parameter_items,
)

METHODS = ("mean_mean", "mean_sigma", "haebara", "stocking_lord")
PLACES = np.linspace(-1.5, 1.5, 16)
COMMON = np.column_stack([np.arange(4, 12), np.arange(8)])


def answered(rng, ability, places, drift=0.0):
    chance = 1 / (1 + np.exp(-1.2 * (np.asarray(ability)[:, None] - places - drift)))
    return (rng.random(chance.shape) < chance).astype(float)


def of_group(seed, centre, items, people=250):
    rng = np.random.default_rng(seed)
    return one_parameter_items(answers=answered(rng, rng.normal(centre, 1, people), PLACES[items]))


@settings(max_examples=20, deadline=None)
@given(slope=st.floats(0.4, 2.5), intercept=st.floats(-2, 2), by=st.sampled_from(METHODS))
def test_a_scale_that_was_only_moved_is_moved_back_exactly(slope, intercept, by):
    first = ItemCurves(
        slopes=np.array([0.7, 1.1, 1.6, 0.9, 1.3]),
        difficulties=np.array([-1.2, -0.3, 0.2, 0.8, 1.5]),
    )

    found = linking_constants(first, first.moved(slope, intercept), by=by)

    assert found == pytest.approx((slope, intercept), abs=1e-6)


@pytest.mark.parametrize("by", METHODS)
def test_linking_back_undoes_linking_there(by):
    first = ItemCurves(slopes=np.array([0.7, 1.1, 1.6]), difficulties=np.array([-1.2, 0.1, 0.9]))
    second = ItemCurves(slopes=np.array([0.8, 1.0, 1.3]), difficulties=np.array([-1.0, 0.5, 1.5]))

    there = linking_constants(first, second, by=by)
    back = linking_constants(second, first, by=by)

    assert back[0] == pytest.approx(1 / there[0], abs=1e-6)
    assert back[1] == pytest.approx(-there[1] / there[0], abs=1e-6)


def test_means_and_spreads_by_hand():
    # difficulties 0, 2 become 1, 4: spreads 1 and 1.5, means 1 and 2.5; slopes 2 and 1 on average
    first = ItemCurves(slopes=np.array([2.0, 2.0]), difficulties=np.array([0.0, 2.0]))
    second = ItemCurves(slopes=np.array([0.5, 1.5]), difficulties=np.array([1.0, 4.0]))

    assert linking_constants(first, second, by="mean_sigma") == pytest.approx((1.5, 1.0))
    assert linking_constants(first, second, by="mean_mean") == pytest.approx((2.0, 0.5))


def test_an_unknown_method_is_refused():
    curves = ItemCurves(slopes=np.ones(3), difficulties=np.arange(3.0))

    with pytest.raises(ValueError, match="stocking_lord"):
        linking_constants(curves, curves, by="chained")


@pytest.mark.parametrize("by", ["mean_mean", "stocking_lord"])
def test_the_first_groups_ability_is_found_on_the_seconds_scale(by):
    first, second = of_group(1, -0.6, slice(0, 12)), of_group(2, 0.0, slice(4, 16))

    link = link_scales(first=first, second=second, common=COMMON, by=by)

    assert link.intercept_low < -0.6 < link.intercept_high
    assert link.slope_low < 1 < link.slope_high
    assert link.drift.shape == (8,)
    assert link.intercept_error >= link.intercept_linking_error


def test_questions_that_drift_make_a_linking_error_that_more_people_do_not_shrink():
    rng = np.random.default_rng(1)
    drift = np.where(np.arange(12) < 8, np.tile([0.6, -0.6], 6), 0)
    errors = []
    for people in (2_000, 8_000):
        first = one_parameter_items(answers=answered(rng, rng.normal(size=people), PLACES[:12]))
        moved = answered(rng, rng.normal(size=people), PLACES[4:], drift)
        second = one_parameter_items(answers=moved)
        link = link_scales(first=first, second=second, common=COMMON, by="mean_mean")
        errors.append(link.intercept_linking_error)

    # .6 up and down: sd .64, over sqrt(8) = .227
    assert errors == pytest.approx([0.227, 0.227], abs=0.03)


def test_common_questions_without_a_place_do_not_count():
    first, second = of_group(1, 0, slice(0, 12)), of_group(2, 0, slice(4, 16))

    answer = link_scales(first=first, second=second, common=COMMON[:4])

    assert (answer.why, answer.needed, answer.found) == (Silence.NO_COMMON_ITEMS, 5, 4)


@pytest.mark.parametrize("common", [[[0, 12]], [[0, 0], [0, 1]], [0, 1], [["a", "b"]]])
def test_pairs_that_are_none_are_refused(common):
    first = of_group(1, 0, slice(0, 12))

    with pytest.raises(ValueError, match="common"):
        link_scales(first=first, second=first, common=common)


def twice_tested(seed, gain=0.8, people=90):
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=people)
    return answered(rng, ability, PLACES[:12]), answered(rng, ability + gain, PLACES[4:])


def test_people_who_only_got_a_harder_test_did_not_lose():
    before, after = twice_tested(1, gain=0.0, people=400)

    found = gain_across_tests(before=before, after=after, common=COMMON)

    # the plain share right falls, for the second test is harder
    assert after.mean() < before.mean() - 0.05
    assert found.gain.low < 0 < found.gain.high


def test_a_gain_is_found_on_the_scale_of_the_first_test():
    before, after = twice_tested(2, people=400)

    found = gain_across_tests(before=before, after=after, common=COMMON)

    # slopes of 1.2: .8 are .96 logits
    assert found.gain.low < 0.96 < found.gain.high
    assert found.spread_before == pytest.approx(1.2, abs=0.25)
    parts = found.people_error**2 + found.difficulty_error**2 + found.linking_error**2
    assert found.gain.standard_error**2 == pytest.approx(parts)


def test_a_test_given_again_gains_what_its_abilities_gain():
    rng = np.random.default_rng(3)
    before = answered(rng, rng.normal(size=100), PLACES[:12])
    same = np.tile(np.arange(12)[:, None], 2)

    other_people = np.random.default_rng(4).permutation(before)  # so that some gain, some lose
    found = gain_across_tests(before=before, after=other_people, common=same)

    assert found.gain.value == pytest.approx(0, abs=1e-9)
    assert found.drift == pytest.approx(np.zeros(12), abs=1e-9)
    assert found.linking_error == 0
    assert -1 < found.gain.low < found.gain.high < 1


def test_where_everybody_gains_the_same_nothing_shows_the_doubt():
    rng = np.random.default_rng(3)
    before = answered(rng, rng.normal(size=100), PLACES[:12])
    same = np.tile(np.arange(12)[:, None], 2)

    found = gain_across_tests(before=before, after=before, common=same)

    assert found == NoAnswer(why=Silence.EXACT_FIT)


@pytest.mark.parametrize(
    ("slopes", "difficulties", "by", "named"),
    [
        (np.ones(5), np.zeros(5), "mean_sigma", "first holds no spread"),
        (np.full(5, np.nan), np.arange(5.0), "haebara", "slopes of first"),
        (np.ones(5), np.arange(4.0), "haebara", "first must hold"),
        ([], [], "mean_mean", "first must hold"),
    ],
)
def test_curves_that_cannot_be_linked_are_named(slopes, difficulties, by, named):
    second = ItemCurves(slopes=np.ones(5), difficulties=np.arange(5.0))

    with pytest.raises(ValueError, match=named):
        linking_constants(ItemCurves(slopes=slopes, difficulties=difficulties), second, by=by)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 99))
def test_neither_the_order_of_people_nor_of_pairs_matters(seed):
    before, after = twice_tested(seed)
    classes = np.arange(90) % 9
    plain = gain_across_tests(before=before, after=after, common=COMMON, classes=classes)

    order = np.random.default_rng(seed).permutation(90)
    other = gain_across_tests(
        before=before[order], after=after[order], common=COMMON[::-1], classes=classes[order]
    )

    assert (other.gain.low, other.gain.high) == pytest.approx((plain.gain.low, plain.gain.high))


@pytest.mark.parametrize(
    ("changed", "why", "found"),
    [
        ({"common": COMMON[:4]}, Silence.NO_COMMON_ITEMS, 4),
        ({"common": np.empty((0, 2), dtype=int)}, Silence.NO_COMMON_ITEMS, 0),
        ({"before": np.full((90, 12), np.nan)}, Silence.TOO_FEW_ITEMS, 0),
        ({"classes": np.zeros(90)}, Silence.TOO_FEW_GROUPS, 1),
    ],
)
def test_gains_that_cannot_be_compared_are_refused(changed, why, found):
    before, after = twice_tested(1)

    answer = gain_across_tests(**{"before": before, "after": after, "common": COMMON} | changed)

    assert (answer.why, answer.found) == (why, found)


def test_too_few_people_twice_are_refused():
    before, after = twice_tested(1)
    before[1:60], after[60:] = np.nan, np.nan

    answer = gain_across_tests(before=before, after=after, common=COMMON)

    assert answer.why == Silence.TOO_FEW_PEOPLE


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"after": np.ones((3, 12))}, "after must have a row"),
        ({"before": [[2, 1]]}, "before must hold"),
        ({"common": [[99, 0]] * 6}, "common"),
        ({"classes": [1, 2]}, "classes"),
        ({"confidence": 2}, "confidence"),
    ],
)
def test_bad_arguments_are_refused_by_name(changed, said):
    before, after = twice_tested(1)

    with pytest.raises(ValueError, match=said):
        gain_across_tests(**{"before": before, "after": after, "common": COMMON} | changed)
