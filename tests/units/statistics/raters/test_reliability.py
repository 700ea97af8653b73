"""Intraclass correlations: one table by hand, gaps that change nothing they should not."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.raters import intraclass_correlation, intraclass_correlation_with_gaps

few_examples = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 10_000)
FORMS = ("different", "sample", "fixed")


def some_ratings(seed, *, n=12, n_raters=3):
    rng = np.random.default_rng(seed)
    leniency = rng.normal(size=n_raters) * 0.5
    return 3 + rng.normal(size=(n, 1)) + leniency + rng.normal(size=(n, n_raters))


def test_three_people_and_two_raters_by_hand():
    # rows 1 2, 3 4, 5 6; second rater one point milder. Between people: 2 * (4+0+4) / 2 = 8.
    # Within: 3 * 2 * 0.25 / 3 = 0.5. Raters: 3 * 2 * 0.25 / 1 = 1.5. Rest 0.
    ratings = [[1, 2], [3, 4], [5, 6]]

    different = intraclass_correlation(ratings=ratings, raters="different")
    sample = intraclass_correlation(ratings=ratings, raters="sample")
    fixed = intraclass_correlation(ratings=ratings, raters="fixed")

    assert different.value == pytest.approx((8 - 0.5) / (8 + 0.5))
    assert sample.value == pytest.approx(8 / (8 + 2 * 1.5 / 3))
    assert fixed.value == 1
    assert fixed.low == pytest.approx(0.025 ** (1 / 3))  # three people prove little


def test_the_mean_of_raters_is_as_spearman_and_brown_say():
    ratings = some_ratings(1)

    one, mean = (
        intraclass_correlation(ratings=ratings, raters="sample", of=of) for of in ("one", "mean")
    )

    for single, stepped in zip(
        (one.value, one.low, one.high), (mean.value, mean.low, mean.high), strict=True
    ):
        assert stepped == pytest.approx(3 * single / (1 + 2 * single))


@few_examples
@given(seed=seeds)
@pytest.mark.parametrize("raters", FORMS)
def test_without_gaps_both_ways_say_the_same(raters, seed):
    ratings = some_ratings(seed) + (0 if raters == "different" else np.array([0, 2, -2]))

    plain = intraclass_correlation(ratings=ratings, raters=raters)
    gaps = intraclass_correlation_with_gaps(ratings=ratings, raters=raters)
    assume(plain.value > 0)  # at nought the one truncates, the other stops: their ends part there

    expected = [max(each, 0) for each in (plain.value, plain.low, plain.high)]
    assert [gaps.value, gaps.low, gaps.high] == pytest.approx(expected, abs=1e-3)


@few_examples
@given(seed=seeds, shift=st.floats(-20, 20), scale=st.floats(0.2, 20))
@pytest.mark.parametrize("raters", FORMS)
def test_neither_the_unit_nor_the_zero_of_the_scale_matters(raters, seed, shift, scale):
    ratings = some_ratings(seed)

    plain = intraclass_correlation(ratings=ratings, raters=raters)
    moved = intraclass_correlation(ratings=shift + scale * ratings, raters=raters)

    assert (moved.value, moved.low, moved.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_leniency_counts_as_error_only_if_others_could_have_judged():
    ratings = some_ratings(3) + np.array([0, 4, -4])

    sample = intraclass_correlation(ratings=ratings, raters="sample")
    fixed = intraclass_correlation(ratings=ratings, raters="fixed")

    assert sample.value < 0.2 < fixed.value


def test_people_with_fewer_ratings_do_not_bend_the_answer():
    rng = np.random.default_rng(5)
    ratings = rng.normal(size=(400, 1)) + 0.5 * rng.normal(size=(400, 4))
    ratings[rng.random(ratings.shape) < 0.3] = np.nan

    found = intraclass_correlation_with_gaps(ratings=ratings, raters="different")

    assert found.low < 0.8 < found.high
    assert found.value == pytest.approx(0.8, abs=0.03)  # 1 / (1 + 0.25)


def test_raters_who_share_nobody_cannot_be_compared():
    ratings = np.full((8, 4), np.nan)
    ratings[:4, :2] = some_ratings(1, n=4, n_raters=2)
    ratings[4:, 2:] = some_ratings(2, n=4, n_raters=2)

    for raters in ("sample", "fixed"):
        found = intraclass_correlation_with_gaps(ratings=ratings, raters=raters)
        assert found == NoAnswer(why=Silence.NOT_SEPARABLE, needed=1, found=2)
    assert not isinstance(
        intraclass_correlation_with_gaps(ratings=ratings, raters="different"), NoAnswer
    )


@pytest.mark.parametrize(
    ("ratings", "why"),
    [
        ([[1, 2, 3]], Silence.TOO_FEW_CASES),
        ([[1], [2], [3]], Silence.TOO_FEW_RATERS),
        ([[2, 2], [2, 2], [2, 2]], Silence.NO_SPREAD),
    ],
)
@pytest.mark.parametrize("method", [intraclass_correlation, intraclass_correlation_with_gaps])
@pytest.mark.parametrize("raters", FORMS)
def test_nothing_is_said_where_nothing_shows(method, raters, ratings, why):
    found = method(ratings=ratings, raters=raters)

    assert isinstance(found, NoAnswer)
    assert found.why == why


def test_a_missing_rating_is_named_by_the_form_for_complete_tables():
    found = intraclass_correlation(ratings=[[1, 2], [np.nan, 3], [2, 2]], raters="fixed")

    assert found == NoAnswer(why=Silence.TOO_MANY_MISSING, needed=0, found=1)


def test_one_rating_each_shows_no_reliability():
    ratings = np.diag([1.0, 2.0, 3.0])
    ratings[ratings == 0] = np.nan

    found = intraclass_correlation_with_gaps(ratings=ratings, raters="different")

    assert found == NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=1)


@pytest.mark.parametrize(
    "wrong",
    [{"raters": "random"}, {"raters": "fixed", "confidence": 2}, {"raters": "fixed", "of": "all"}],
)
def test_what_is_not_offered_is_refused(wrong):
    with pytest.raises(ValueError, match=r"raters|confidence"):
        intraclass_correlation(ratings=some_ratings(1), **wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"raters": "random"}, {"raters": "fixed", "confidence": 2}, {"raters": "fixed", "mean_of": 0}],
)
def test_what_is_not_offered_is_refused_with_gaps_too(wrong):
    with pytest.raises(ValueError, match=r"raters|confidence|mean_of"):
        intraclass_correlation_with_gaps(ratings=some_ratings(1), **wrong)
