"""Shares and means of few answers: exact by hand, inside the scale, never without a length."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.raters import (
    mean_answer,
    share_change,
    share_difference,
    share_of_answers,
    shares_of_answers,
)

few_examples = settings(max_examples=50, deadline=None)


@st.composite
def yes_of_n(draw):
    n = draw(st.integers(1, 60))
    return draw(st.integers(0, n)), n


def ends(found):
    return found.low, found.high


def wilson(yes, n):
    """The two shares that lie 1.96 of their own standard errors from the share that was seen."""
    z, seen = stats.norm.ppf(0.975), yes / n
    quadratic = [1 + z**2 / n, -(2 * seen + z**2 / n), seen**2]
    return tuple(sorted(np.roots(quadratic).real))


def test_four_of_eight_by_hand():
    # half way, so around 1/2: 1.96 * sqrt(1/4 / (8 + 1.96 ** 2)) = 0.28479
    assert ends(share_of_answers(n_yes=4, n=8)) == pytest.approx((0.21521, 0.78479), abs=1e-5)


def test_two_who_stand_apart_have_the_exact_end_of_one_side():
    # one no among eight: with a share of 0.99361, eight yes have a chance of 0.99361 ** 8 = 95 %
    one_no = share_of_answers(n_yes=7, n=8)
    assert ends(one_no) == pytest.approx((wilson(7, 8)[0], 0.95 ** (1 / 8)))

    # two no among eight: two or more no have a chance of 5 % if the share of yes is the upper end
    two_no = share_of_answers(n_yes=6, n=8)
    assert two_no.low == pytest.approx(wilson(6, 8)[0])
    assert stats.binom.sf(1, 8, 1 - two_no.high) == pytest.approx(0.05)


def test_three_who_stand_apart_do_so_only_among_many():
    assert share_of_answers(n_yes=3, n=50).low == pytest.approx(wilson(3, 50)[0])
    assert stats.binom.sf(2, 51, share_of_answers(n_yes=3, n=51).low) == pytest.approx(0.05)


def test_where_all_answer_alike_the_longer_of_two_intervals_is_given():
    # four of four: 0.05 ** (1/4) = 0.4729 lies below Wilson's 4 / (4 + 1.96 ** 2) = 0.5101;
    # eight of eight: 0.05 ** (1/8) = 0.6877 does not lie below 8 / (8 + 1.96 ** 2) = 0.6756
    assert ends(share_of_answers(n_yes=4, n=4)) == pytest.approx((0.47287, 1.0), abs=1e-5)
    assert ends(share_of_answers(n_yes=8, n=8)) == pytest.approx((0.67559, 1.0), abs=1e-5)


@few_examples
@given(counts=yes_of_n())
def test_the_share_that_was_seen_lies_in_its_interval_and_that_within_0_and_1(counts):
    yes, n = counts
    found = share_of_answers(n_yes=yes, n=n)

    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low <= wilson(yes, n)[0] + 1e-9
    assert found.high >= wilson(yes, n)[1] - 1e-9


@pytest.mark.parametrize("n", [5, 8, 12, 20, 60])
def test_shares_drawn_from_a_spread_are_held_as_often_as_promised(n):
    # exact sums over all counts, each share between 0.05 and 0.95 as likely as another
    shares = np.linspace(0.05, 0.95, 1_801)
    found = np.array([ends(share_of_answers(n_yes=yes, n=n)) for yes in range(n + 1)])
    chance = stats.binom.pmf(np.arange(n + 1)[:, None], n, shares)
    held = (chance * ((found[:, :1] <= shares) & (shares <= found[:, 1:]))).sum(axis=0)

    assert 0.945 < held.mean() < 0.967
    assert held.min() > 0.91


@few_examples
@given(counts=yes_of_n())
def test_no_is_the_mirror_of_yes(counts):
    yes, n = counts
    found, mirrored = share_of_answers(n_yes=yes, n=n), share_of_answers(n_yes=n - yes, n=n)

    assert ends(found) == pytest.approx((1 - mirrored.high, 1 - mirrored.low))


@few_examples
@given(counts=yes_of_n())
def test_ten_times_the_answers_make_the_interval_shorter(counts):
    yes, n = counts
    few, many = share_of_answers(n_yes=yes, n=n), share_of_answers(n_yes=10 * yes, n=10 * n)

    assert many.value == pytest.approx(few.value)
    assert many.high - many.low < few.high - few.low


def test_all_shares_together_are_each_less_sure_of_themselves():
    together = shares_of_answers(counts=[1, 2, 3, 2])

    assert [each.value for each in together] == [1 / 8, 2 / 8, 3 / 8, 2 / 8]
    assert together[2].confidence == pytest.approx(1 - 0.05 / 4)
    alone = share_of_answers(n_yes=3, n=8)
    assert together[2].low < alone.low < alone.high < together[2].high


def test_of_two_answers_one_says_the_other():
    yes, no = shares_of_answers(counts=[6, 2])

    assert ends(yes) == ends(share_of_answers(n_yes=6, n=8))
    assert ends(no) == pytest.approx((1 - yes.high, 1 - yes.low))


def test_two_groups_of_eight_by_hand():
    # (6+1)/10 = 0.7 and (2+1)/10 = 0.3; error sqrt(2 * 0.21 / 10) = 0.2049; 0.4 -+ 1.96 * 0.2049
    found = share_difference(trained_yes=6, n_trained=8, comparison_yes=2, n_comparison=8)

    assert found.value == 0.5
    assert ends(found) == pytest.approx((0.4 - 0.40166, 0.4 + 0.40166), abs=1e-4)


@few_examples
@given(first=yes_of_n(), second=yes_of_n())
def test_a_difference_lies_in_its_interval_and_turns_with_the_groups(first, second):
    def asked(one, other):
        return share_difference(
            trained_yes=one[0], n_trained=one[1], comparison_yes=other[0], n_comparison=other[1]
        )

    found, turned = asked(first, second), asked(second, first)

    assert -1 <= found.low <= found.value <= found.high <= 1
    assert ends(found) == pytest.approx((-turned.high, -turned.low))


@st.composite
def changes(draw):
    n = draw(st.integers(1, 40))
    gained = draw(st.integers(0, n))
    return gained, draw(st.integers(0, n - gained)), n


@few_examples
@given(counts=changes())
def test_a_change_lies_in_its_interval_and_turns_with_time(counts):
    gained, lost, n = counts
    found = share_change(gained=gained, lost=lost, n=n)
    turned = share_change(gained=lost, lost=gained, n=n)

    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
    assert ends(found) == pytest.approx((-turned.high, -turned.low), abs=1e-9)


def test_nobody_changed_his_mind_by_hand():
    # of n = 8 none changed: n d ** 2 = z ** 2 d (1 - d), so d = z ** 2 / (n + z ** 2) = 0.3244
    z_squared = stats.chi2.ppf(0.95, 1)

    assert ends(share_change(gained=0, lost=0, n=8)) == pytest.approx(
        (-z_squared / (8 + z_squared), z_squared / (8 + z_squared))
    )


def test_eight_times_the_highest_answer_by_hand():
    # one answer added, a quarter on each: 8.25 of 9 on the top. Mean (8.25 + .25 * (2/3 + 1/3)) / 9
    # = 17/18; mean square (8.25 + .25 * 5/9) / 9 = .932099; spread ** 2 = (.932099 - .891975) / 10
    # * 9/8 = .004514; size = 17/18 * 1/18 / .004514 - 1 = 10.624
    found = mean_answer(counts=[0, 0, 0, 8])

    size = 17 / 18 / 18 / 0.0045139 - 1
    low = 1 + 3 * stats.beta.ppf(0.025, 17 / 18 * size, size / 18)
    assert (found.value, found.high) == (4, 4)
    assert found.low == pytest.approx(low, abs=1e-3)


@few_examples
@given(counts=st.lists(st.integers(0, 12), min_size=2, max_size=6).filter(lambda c: sum(c) >= 2))
def test_a_mean_stays_on_its_scale_and_its_interval_has_a_length(counts):
    found = mean_answer(counts=counts)

    assert 1 <= found.low <= found.value <= found.high <= len(counts)
    assert found.low < found.high
    assert found.value == pytest.approx(np.average(np.arange(1, len(counts) + 1), weights=counts))


@few_examples
@given(counts=st.lists(st.integers(0, 12), min_size=2, max_size=6).filter(lambda c: sum(c) >= 2))
def test_turning_the_scale_turns_the_mean_and_its_name_shifts_it(counts):
    found = mean_answer(counts=counts)
    turned = mean_answer(counts=counts[::-1])
    named = mean_answer(counts=counts, lowest=0)

    top = len(counts) + 1
    assert ends(found) == pytest.approx((top - turned.high, top - turned.low))
    assert ends(named) == pytest.approx((found.low - 1, found.high - 1))


def test_for_many_answers_the_mean_has_the_usual_interval():
    counts = np.array([50, 150, 500, 300])
    values = np.repeat([1, 2, 3, 4], counts)

    found = mean_answer(counts=counts)

    reach = 1.96 * values.std(ddof=1) / np.sqrt(1000)
    assert ends(found) == pytest.approx((3.05 - reach, 3.05 + reach), abs=0.003)


@pytest.mark.parametrize(
    ("asked", "silence"),
    [
        (lambda: share_of_answers(n_yes=0, n=0), (Silence.TOO_FEW_PEOPLE, 1, 0)),
        (lambda: shares_of_answers(counts=[0, 0]), (Silence.TOO_FEW_PEOPLE, 1, 0)),
        (lambda: mean_answer(counts=[0, 1, 0]), (Silence.TOO_FEW_PEOPLE, 2, 1)),
        (lambda: share_change(gained=0, lost=0, n=0), (Silence.TOO_FEW_PEOPLE, 1, 0)),
        (
            lambda: share_difference(trained_yes=0, n_trained=0, comparison_yes=1, n_comparison=2),
            (Silence.TOO_FEW_TRAINED, 1, 0),
        ),
        (
            lambda: share_difference(trained_yes=0, n_trained=1, comparison_yes=0, n_comparison=0),
            (Silence.TOO_FEW_COMPARISON, 1, 0),
        ),
    ],
)
def test_nobody_answered(asked, silence):
    why, needed, found = silence

    assert asked() == NoAnswer(why=why, needed=needed, found=found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: share_of_answers(n_yes=9, n=8), "n_yes"),
        (lambda: share_of_answers(n_yes=-1, n=8), "n_yes"),
        (lambda: share_of_answers(n_yes=0.5, n=8), "n_yes"),
        (lambda: share_of_answers(n_yes=1, n=8, confidence=95), "confidence"),
        (lambda: shares_of_answers(counts=[3]), "counts"),
        (lambda: shares_of_answers(counts=["3", "4"]), "counts"),
        (lambda: mean_answer(counts=[3, -1]), "counts"),
        (lambda: mean_answer(counts=[3.5, 1]), "counts"),
        (lambda: share_change(gained=5, lost=4, n=8), "together"),
        (lambda: share_change(gained=9, lost=0, n=8), "gained"),
    ],
)
def test_counts_that_are_none_are_refused_by_name(asked, said):
    with pytest.raises(ValueError, match=said):
        asked()
