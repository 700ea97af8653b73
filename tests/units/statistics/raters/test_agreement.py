"""Agreement beyond chance: worked by hand, steady where it must be, silent where nothing shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.raters import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    krippendorff_alpha_by_bootstrap,
)

few_examples = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10_000)
MANY = (krippendorff_alpha, fleiss_kappa, gwet_ac1)


def some_ratings(seed, *, n=20, n_raters=3, gaps=0.15):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(n, n_raters))
    ratings = np.clip(np.round(2.5 + rng.normal(size=(n, 1)) + noise), 1, 4)
    return np.where(rng.random(ratings.shape) < gaps, np.nan, ratings)


def asked(method, ratings):
    if method is krippendorff_alpha:
        return method(ratings=ratings, level="nominal")
    return method(ratings=ratings)


def test_alpha_of_four_things_by_hand():
    # Pairs (1,1) (1,1) (2,2) (1,2). 8 values: five 1, three 2. Seen to differ: 2 of 8 pairs.
    # By chance: 2 * 5 * 3 / (8 * 7) = 30/56. alpha = 1 - (2/8) / (30/56) = 1 - 14/30 = 8/15
    found = krippendorff_alpha(ratings=[[1, 1], [1, 1], [2, 2], [1, 2]], level="nominal")

    assert found.value == pytest.approx(8 / 15)


def test_fleiss_kappa_and_ac1_of_the_same_things_by_hand():
    # Agreed 3/4. Shares 5/8 and 3/8: chance 34/64 for Fleiss, 2 * 15/64 = 30/64 for Gwet.
    ratings = [[1, 1], [1, 1], [2, 2], [1, 2]]

    assert fleiss_kappa(ratings=ratings).value == pytest.approx((3 / 4 - 34 / 64) / (30 / 64))
    assert gwet_ac1(ratings=ratings).value == pytest.approx((3 / 4 - 30 / 64) / (34 / 64))


def test_cohens_kappa_by_hand():
    # 20 + 15 of 50 agreed, 0.7. Rows 25 25, columns 30 20: by chance 0.5. (0.7 - 0.5) / 0.5 = 0.4
    found = cohen_kappa(table=[[20, 5], [10, 15]])

    assert found.value == pytest.approx(0.4)
    assert found.n == 50


def test_a_near_miss_counts_half_with_linear_weights():
    # credit 1, 1/2, 0. Seen (8 + 2 * 1/2) / 10 = 0.9. Rows .4 .4 .2, columns .4 .2 .4:
    # by chance .16+.08+.08 on the diagonal, half of .08+.16+.16+.04 beside it: .32 + .22 = .54
    found = cohen_kappa(table=[[4, 0, 0], [0, 2, 2], [0, 0, 2]], weights="linear")

    assert found.value == pytest.approx((0.9 - 0.54) / (1 - 0.54))


def test_ac1_knows_the_categories_that_nobody_used():
    ratings = [[1, 1], [1, 1], [2, 2], [1, 2]]

    found = gwet_ac1(ratings=ratings, n_categories=5)

    assert found.value == pytest.approx((3 / 4 - 30 / 64 / 4) / (1 - 30 / 64 / 4))


def test_kappa_falls_where_one_category_dominates_and_ac1_does_not():
    # 48 of 50 things are put in category 1 by both, two are split: agreement 96 %
    ratings = [[1, 1]] * 48 + [[1, 2], [2, 1]]

    assert fleiss_kappa(ratings=ratings).value < 0
    assert gwet_ac1(ratings=ratings).value > 0.95


@few_examples
@given(seed=seeds)
@pytest.mark.parametrize("method", MANY)
def test_neither_the_order_of_raters_nor_of_things_nor_the_names_matter(method, seed):
    ratings = some_ratings(seed)
    rng = np.random.default_rng(seed)
    mixed = rng.permuted(ratings, axis=1)[rng.permutation(len(ratings))]

    plain, other = asked(method, ratings), asked(method, 7 - mixed)

    assert (plain.value, plain.low, plain.high) == pytest.approx(
        (other.value, other.low, other.high)
    )


@few_examples
@given(seed=seeds, shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_alpha_of_intervals_does_not_know_the_unit(seed, shift, scale):
    ratings = some_ratings(seed)

    plain = krippendorff_alpha(ratings=ratings, level="interval")
    moved = krippendorff_alpha(ratings=shift + scale * ratings, level="interval")

    assert moved.value == pytest.approx(plain.value, abs=1e-6)


@few_examples
@given(seed=seeds)
def test_alpha_of_ranks_knows_only_the_order(seed):
    ratings = some_ratings(seed)

    plain = krippendorff_alpha(ratings=ratings, level="ordinal")

    assert krippendorff_alpha(ratings=np.exp(ratings), level="ordinal").value == pytest.approx(
        plain.value
    )


@few_examples
@given(seed=seeds)
@pytest.mark.parametrize("method", MANY)
def test_the_interval_holds_the_coefficient_and_more_things_make_it_shorter(method, seed):
    ratings = some_ratings(seed, gaps=0)

    few, many = asked(method, ratings), asked(method, np.tile(ratings, (5, 1)))

    assert few.low <= few.value <= few.high <= 1
    assert many.high - many.low < few.high - few.low


def test_five_things_in_perfect_agreement_do_not_prove_perfection():
    # one-sided 2.5 % over 5 things: 0.025 ** (1/5) = 0.478
    found = krippendorff_alpha(ratings=[[1, 1], [2, 2], [3, 3], [1, 1], [2, 2]], level="nominal")

    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025**0.2)
    assert cohen_kappa(table=np.diag([2, 2, 1])).low == pytest.approx(found.low)


def test_the_bootstrap_says_about_the_same_and_is_repeatable():
    ratings = some_ratings(4, n=80)

    plain = krippendorff_alpha(ratings=ratings, level="ordinal")
    drawn, again = (
        krippendorff_alpha_by_bootstrap(
            ratings=ratings, level="ordinal", rng=np.random.default_rng(3)
        )
        for _ in range(2)
    )

    assert drawn == again
    assert drawn.value == plain.value
    assert (drawn.low, drawn.high) == pytest.approx((plain.low, plain.high), abs=0.04)
    assert drawn.standard_error == pytest.approx(plain.standard_error, rel=0.15)


def test_the_bootstrap_does_not_answer_for_few_things():
    found = krippendorff_alpha_by_bootstrap(
        ratings=some_ratings(4, n=29, gaps=0), level="ordinal", rng=np.random.default_rng(1)
    )

    assert found == NoAnswer(why=Silence.TOO_FEW_CASES, needed=30, found=29)


@pytest.mark.parametrize("method", MANY)
@pytest.mark.parametrize(
    ("ratings", "why"),
    [
        (np.empty((0, 3)), Silence.TOO_FEW_RATERS),
        ([[1, 2]], Silence.TOO_FEW_RATERS),
        ([[1], [2], [1]], Silence.TOO_FEW_RATERS),
        ([[1, np.nan], [np.nan, 2], [3, 3]], Silence.TOO_FEW_RATERS),
        ([[2, 2], [2, 2], [2, 2]], Silence.NO_SPREAD),
    ],
)
def test_nothing_is_said_where_nothing_shows(method, ratings, why):
    found = asked(method, ratings)

    assert isinstance(found, NoAnswer)
    assert found.why == why


def test_two_raters_with_one_category_between_them_show_nothing():
    assert cohen_kappa(table=[[9, 0], [0, 0]]) == NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    assert cohen_kappa(table=np.zeros((2, 2))) == NoAnswer(
        why=Silence.TOO_FEW_CASES, needed=2, found=0
    )


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([["agree", "no"]], "numbers"),
        ([1, 2, 3], "one row per thing"),
        ([[1, np.inf], [1, 2]], "infinite"),
    ],
)
@pytest.mark.parametrize("method", MANY)
def test_a_table_that_is_none_is_refused_by_name(method, ratings, said):
    with pytest.raises(ValueError, match=f"ratings .*{said}"):
        asked(method, ratings)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"table": [[1, 2, 3], [1, 2, 3]]}, "square"),
        ({"table": [[1, -2], [1, 2]]}, "counts"),
        ({"table": [[1, 2.5], [1, 2]]}, "counts"),
        ({"table": [["a", "b"], ["c", "d"]]}, "square"),
        ({"table": [[1, 2], [1, 2]], "weights": "cubic"}, "weights"),
        ({"table": [[1, 2], [1, 2]], "confidence": 1.0}, "confidence"),
    ],
)
def test_kappa_refuses_what_it_cannot_read(arguments, said):
    with pytest.raises(ValueError, match=said):
        cohen_kappa(**arguments)


def test_alpha_refuses_levels_it_does_not_know_and_negative_ratios():
    with pytest.raises(ValueError, match="level must be one of nominal"):
        krippendorff_alpha(ratings=[[1, 2], [1, 2]], level="cardinal")
    with pytest.raises(ValueError, match="negative"):
        krippendorff_alpha(ratings=[[-1, 2], [1, 2]], level="ratio")
    with pytest.raises(ValueError, match="n_categories"):
        gwet_ac1(ratings=[[1, 2], [3, 2]], n_categories=2)


def test_things_judged_once_change_nothing():
    ratings = some_ratings(1)
    once = np.array([[4, np.nan, np.nan]])

    found = krippendorff_alpha(ratings=np.vstack([ratings, once]), level="ordinal")

    assert isinstance(found, Measurement)
    assert found == krippendorff_alpha(ratings=ratings, level="ordinal")
