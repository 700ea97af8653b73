"""Benefit beside cost, with the doubt of both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.value import (
    benefit_drawings,
    count_once,
    drawings_of,
    isolated_share,
    return_on_investment,
)


def test_the_published_return_of_a_retail_training():
    # Phillips' case of a retail company: benefits 71,760 and costs 32,984: BCR 2.18, ROI 118 %
    answer = return_on_investment(benefit=np.full(1_000, 71_760.0), cost=32_984.0, n=48)

    assert answer.benefit_per_cost.value == pytest.approx(2.18, abs=0.005)
    assert answer.return_share.value == pytest.approx(1.18, abs=0.005)
    assert answer.break_even_share == pytest.approx(32_984 / 71_760)
    assert answer.share_paid_back == 1.0


def test_the_parts_of_a_benefit_are_multiplied_world_by_world():
    # 0.5 day x 240 requests x 100,000 x .5 x 1 = 6 million; 1 day: 12 million
    money = benefit_drawings(
        effect=[0.5, 1.0], exposure=240, value_of_one=100_000, isolated_share=0.5
    )

    assert money.tolist() == [6e6, 12e6]


@given(factor=st.floats(0.1, 1e6))
def test_a_change_of_currency_changes_no_ratio(factor):
    money = np.random.default_rng(3).normal(50, 20, 1_000)
    before = return_on_investment(benefit=money, cost=30.0, n=9)
    after = return_on_investment(benefit=money * factor, cost=30.0 * factor, n=9)

    assert after.return_share.low == pytest.approx(before.return_share.low)
    assert after.benefit.high == pytest.approx(before.benefit.high * factor)
    assert after.share_paid_back == before.share_paid_back


def test_few_drawings_and_no_cost_give_no_answer():
    few = return_on_investment(benefit=np.ones(999), cost=1.0, n=4)
    none = return_on_investment(benefit=np.ones(1_000), cost=[], n=4)

    assert few == NoAnswer(why=Silence.TOO_FEW_CASES, needed=1_000, found=999)
    assert none == NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"cost": 0.0}, "cost must be above 0"),
        ({"cost": np.ones(7)}, "cost must hold 1 or 1000"),
        ({"benefit": np.r_[np.ones(999), np.inf]}, "benefit holds 1 values that are not finite"),
        ({"benefit": ["much"] * 1_000}, "benefit must hold numbers"),
    ],
)
def test_bad_money_is_refused_by_name(arguments, says):
    with pytest.raises(ValueError, match=says):
        return_on_investment(**{"benefit": np.ones(1_000), "cost": 1.0, "n": 4, **arguments})


def test_drawings_have_the_interval_they_came_from():
    answer = Estimate(
        value=-2,
        low=-5,
        high=-1,
        confidence=0.9,
        n_trained=9,
        n_comparison=9,
        method="by_hand/1",
    )
    drawn = drawings_of(answer, rng=np.random.default_rng(1), draws=200_000)

    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([-5, -2, -1], abs=0.03)


def test_nothing_is_drawn_from_an_interval_without_an_end():
    endless = Measurement(value=1, low=0, high=np.inf, confidence=0.95, n=3, method="by_hand/1")

    with pytest.raises(ValueError, match="no end on one side"):
        drawings_of(endless, rng=np.random.default_rng(1))


def test_opinions_are_discounted_by_their_own_doubt_and_silence_counts_as_nothing():
    # products .5, .24, .16, .1 and 0 for the one who said nothing: sum 1.0 over 5 people
    answer = isolated_share(ascribed=[0.5, 0.4, 0.2, 0.1, np.nan], sure=[1.0, 0.6, 0.8, 1.0, 0.9])

    assert answer.value == pytest.approx(0.2)
    assert answer.n == 5
    assert 0 <= answer.low < 0.2 < answer.high <= 1


def test_four_opinions_are_too_few_and_equal_ones_have_no_spread():
    assert isolated_share(ascribed=[0.5] * 4, sure=[0.5] * 4) == NoAnswer(
        why=Silence.TOO_FEW_PEOPLE, needed=5, found=4
    )
    assert isolated_share(ascribed=[0.5] * 6, sure=[0.5] * 6).why is Silence.NO_SPREAD


def test_a_percentage_handed_in_as_a_share_is_refused():
    with pytest.raises(ValueError, match=r"80 % is 0.8"):
        isolated_share(ascribed=[80, 40, 50, 60, 70], sure=[0.5] * 5)


def test_a_change_claimed_one_and_a_half_times_is_counted_once():
    # change 7 is worth 100: claims .9 and .6 = 1.5 are cut to 60 and 40; change 8 is kept at 30
    answer = count_once(change=[7, 7, 8], benefit=[100, 100, 60], claimed_share=[0.9, 0.6, 0.5])

    assert answer.credited.tolist() == pytest.approx([60, 40, 30])
    assert answer.withheld == pytest.approx(50)
    assert answer.contested.tolist() == [7]


claims = st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=20)


@given(claims)
def test_no_change_is_ever_credited_beyond_its_worth(made):
    change, share = (np.array(column) for column in zip(*made, strict=True))
    worth = 10.0 * (change + 1)
    answer = count_once(change=change, benefit=worth, claimed_share=share)

    for each in np.unique(change):
        mine = change == each
        assert answer.credited[mine].sum() <= worth[mine][0] * (1 + 1e-9)
    assert (answer.credited <= worth * share + 1e-9).all()


def test_claims_that_disagree_about_a_changes_worth_are_not_settled_here():
    answer = count_once(change=[7, 7], benefit=[100, 90], claimed_share=[0.5, 0.5])

    assert answer == NoAnswer(why=Silence.COUNTED_TWICE, needed=0, found=1)


def test_no_claims_no_answer():
    assert count_once(change=[], benefit=[], claimed_share=[]).why is Silence.NOTHING_COUNTED


def test_two_changes_with_long_numbers_are_not_taken_for_one():
    # 2^53 and 2^53 + 1 are the same floating-point number
    kept = count_once(change=[2**53, 2**53 + 1], benefit=[10.0, 10.0], claimed_share=[1.0, 1.0])

    assert kept.credited.tolist() == [10.0, 10.0]
    assert kept.contested.size == 0


@pytest.mark.parametrize("change", [[2.0**53 + 2, 1.0], np.array([2**64 - 1, 1], np.uint64)])
def test_numbers_of_changes_that_are_not_exact_are_refused(change):
    with pytest.raises(ValueError, match="change"):
        count_once(change=change, benefit=[1.0, 1.0], claimed_share=[1.0, 1.0])


def test_opinions_that_differ_by_rounding_only_show_no_doubt():
    answer = isolated_share(ascribed=0.3 + 1e-16 * np.arange(9), sure=np.ones(9))

    assert answer == NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)


def test_a_negative_exposure_and_an_empty_share_are_refused():
    with pytest.raises(ValueError, match="exposure cannot be negative, got -5"):
        benefit_drawings(effect=1.0, exposure=-5.0, value_of_one=1.0)

    assert benefit_drawings(effect=[], exposure=1.0, value_of_one=1.0, isolated_share=[]).size == 0


@pytest.mark.parametrize("draws", [-1, 0, 1.5, None])
def test_drawings_are_a_whole_number(draws):
    answer = Measurement(value=2.0, low=1.0, high=3.0, confidence=0.9, n=9, method="by_hand/1")

    with pytest.raises(ValueError, match="draws must be"):
        drawings_of(answer, rng=np.random.default_rng(1), draws=draws)
