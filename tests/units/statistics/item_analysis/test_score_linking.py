"""Scores of one test in points of another; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Silence
from dampak.statistics.item_analysis import Moments, linear_link, link_scores

PAIRS = np.column_stack([np.arange(8), np.arange(8) + 4])


def answered(seed, centre=0.0, people=120, items=12):
    rng = np.random.default_rng(seed)
    chance = 1 / (1 + np.exp(-(rng.normal(centre, 1, (people, 1)) - np.linspace(-1, 1, items))))
    return (rng.random((people, items)) < chance).astype(float)


def test_tuckers_line_by_hand():
    # both totals rise by 2 points for each point of the common questions; the first group is
    # 1 point better on these: the second test's mean becomes 20 + 2 * 1 = 22 for it, and its
    # variance 25 + 4 * (4 - 3) = 29; slope sqrt(29 / 29), intercept 22 - 24
    first = Moments(mean=24, variance=29, common_mean=9, common_variance=4, covariance=8)
    second = Moments(mean=20, variance=25, common_mean=8, common_variance=3, covariance=6)

    assert linear_link(first, second, by="tucker") == pytest.approx((1, -2))


def test_levines_line_by_hand():
    # leaning = variance / covariance: 25 / 10 = 2.5 points; mean 20 + 2.5, variance 25 + 6.25 * 1
    first = Moments(mean=24, variance=31.25, common_mean=9, common_variance=4, covariance=8)
    second = Moments(mean=20, variance=25, common_mean=8, common_variance=3, covariance=10)

    assert linear_link(first, second, by="levine") == pytest.approx((1, -1.5))


@pytest.mark.parametrize("by", ["tucker", "levine"])
def test_a_test_linked_with_itself_keeps_its_scores(by):
    answers = answered(1)

    link = link_scores(
        first=answers, second=answers, common=np.tile(np.arange(12)[:, None], 2), by=by
    )

    assert (link.slope, link.intercept) == pytest.approx((1, 0))
    assert link.linked == pytest.approx(np.arange(13))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), by=st.sampled_from(["tucker", "levine"]))
def test_neither_the_order_of_people_nor_of_the_pairs_matters(seed, by):
    first, second = answered(seed), answered(seed + 1, 0.4)
    plain = link_scores(first=first, second=second, common=PAIRS, by=by)

    other = link_scores(first=first[::-1], second=second[::-1], common=PAIRS[::-1], by=by)

    assert other.linked == pytest.approx(plain.linked)
    assert other.standard_errors == pytest.approx(plain.standard_errors, rel=1e-5)
    assert ((plain.low <= plain.linked) & (plain.linked <= plain.high)).all()


def test_copying_everybody_halves_the_squared_error():
    first, second = answered(1, people=500), answered(2, 0.4, people=500)
    once = link_scores(first=first, second=second, common=PAIRS)

    twice = link_scores(first=np.tile(first, (2, 1)), second=np.tile(second, (2, 1)), common=PAIRS)

    assert twice.standard_errors**2 == pytest.approx(once.standard_errors**2 / 2, rel=5e-3)


@pytest.mark.parametrize(
    ("changed", "why", "found"),
    [
        ({"common": PAIRS[:4]}, Silence.NO_COMMON_ITEMS, 4),
        ({"common": []}, Silence.NO_COMMON_ITEMS, 0),
        ({"first": answered(1)[:29]}, Silence.TOO_FEW_PEOPLE, 29),
        ({"second": np.empty((0, 12))}, Silence.TOO_FEW_PEOPLE, 0),
        ({"first": np.ones((40, 12))}, Silence.NO_SPREAD, None),
    ],
)
def test_tests_that_cannot_be_linked_are_refused(changed, why, found):
    answer = link_scores(**{"first": answered(1), "second": answered(2), "common": PAIRS} | changed)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"common": [[0, 1], [0, 2], [1, 3], [2, 4], [3, 5]]}, "common must name different"),
        ({"common": [[0, 12]]}, "from 0 to 11"),
        ({"common": [[0, -1]]}, "from 0 to 11"),
        ({"common": [0, 1, 2]}, "pairs of positions"),
        ({"common": [["a", "b"]]}, "pairs of positions"),
        ({"by": "mean"}, "by must be"),
        ({"first": [[2, 1]]}, "first must hold"),
        ({"second": [["x"]]}, "second must hold"),
    ],
)
def test_bad_arguments_are_refused_by_name(changed, said):
    with pytest.raises(ValueError, match=said):
        link_scores(**{"first": answered(1), "second": answered(2), "common": PAIRS} | changed)


@pytest.mark.parametrize(
    ("change", "more", "message"),
    [
        ({}, {"by": "other"}, "by must be 'tucker' or 'levine'"),
        ({"common_variance": 0.0}, {"by": "tucker"}, "first must have variances"),
        ({"covariance": -1.0}, {"by": "levine"}, "first must have variances"),
        ({}, {"by": "tucker", "weight_first": 5.0}, "weight_first must be from 0 to 1"),
    ],
)
def test_moments_that_no_group_has_are_refused(change, more, message):
    group = {
        "mean": 10.0,
        "variance": 4.0,
        "common_mean": 5.0,
        "common_variance": 1.0,
        "covariance": 1.5,
    }

    with pytest.raises(ValueError, match=message):
        linear_link(Moments(**{**group, **change}), Moments(**group), **more)
