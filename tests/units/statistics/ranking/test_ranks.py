"""Places and sets of places: who stands before whom, as far as that can be known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.ranking import (
    Places,
    RankSets,
    places,
    rank_confidence_sets,
    shrunken_values,
)
from dampak.statistics.ranking.pairs import rejected_by_draws, rejected_by_holm
from dampak.statistics.ranking.pairs_alike import rejected_with_equal_errors


def rng():
    return np.random.default_rng(1)


def sets(values, errors, **more):
    answer = rank_confidence_sets(values=values, standard_errors=errors, rng=rng(), **more)
    assert isinstance(answer, RankSets)
    return answer


def test_units_far_apart_have_one_place_each():
    answer = sets([10, 30, 20], [1, 1.1, 1])

    assert answer.ranks.tolist() == answer.best.tolist() == answer.worst.tolist() == [3, 1, 2]


def test_units_close_together_may_have_any_place():
    answer = sets([10, 10.5, 10.2], [1, 1.1, 1])

    assert (answer.ranks.tolist(), answer.method) == ([3, 1, 2], "rank_sets_by_draws/1")
    assert (answer.best.tolist(), answer.worst.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_two_clear_leaders_by_hand():
    # Differences of 100 and 99 at an error of 1.4 are told apart; that of 1 is not.
    answer = sets([100, 99, 0], [1, 1, 1])

    assert (answer.best.tolist(), answer.worst.tolist()) == ([1, 1, 3], [2, 2, 3])
    assert answer.may_be_among_best(1).tolist() == [True, True, False]
    assert answer.are_surely_among_best(2).tolist() == [True, True, False]


def test_two_units_are_told_apart_at_the_values_of_a_two_sided_test():
    # one pair, so the critical value is 1.96: 2.9 > 1.96 * sqrt(2) = 2.77 > 2.6
    assert sets([2.9, 0], [1, 1], draws=100_000).worst.tolist() == [1, 2]
    assert sets([2.6, 0], [1, 1], draws=100_000).worst.tolist() == [2, 2]


def test_lower_may_be_better():
    assert sets([10, 30, 20], [1, 1.1, 1], better="lower").ranks.tolist() == [1, 3, 2]


def test_equals_share_the_better_rank_and_are_never_told_apart():
    answer = sets([5, 5, 1, 5], [0.1] * 4)

    assert answer.ranks.tolist() == [1, 1, 4, 1]
    assert (answer.best.tolist(), answer.worst.tolist()) == ([1, 1, 4, 1], [3, 3, 4, 3])


def test_the_later_steps_tell_more_apart_than_the_first():
    # First step: the studentised range of four, 3.63. Once all but the leaders are told apart, only
    # their pair and the claims the wrong way round are left, and 3.38 is enough.
    leaders_alone, errors = [103.5, 100, 0, -100], [1, 1, 1, 1]

    assert sets(leaders_alone, errors, draws=50_000).worst.tolist() == [1, 2, 3, 4]
    assert sets([3.5, 0, 0.5, 1.4], errors, draws=50_000).worst.tolist() == [4, 4, 4, 4]


def test_a_set_by_itself_lies_within_the_set_among_all():
    values, errors = np.linspace(0, 6, 15), np.linspace(0.5, 1.5, 15)
    together, each = sets(values, errors), sets(values, errors, together=False)

    assert (together.best <= each.best).all()
    assert (each.worst <= together.worst).all()
    assert (each.worst - each.best).sum() < (together.worst - together.best).sum()


@pytest.mark.parametrize("n", [2, 7, 40])
def test_the_fast_way_for_equal_errors_finds_what_all_pairs_find(n):
    numbers = np.random.default_rng(n).normal(size=n) * 3
    slow = rejected_by_draws(numbers, np.ones(n), 0.95, rng(), 30_000, together=True)
    fast = rejected_with_equal_errors(numbers, 1.0, 0.95, rng(), 30_000)

    for one, other in zip(slow, fast, strict=True):
        assert np.abs(one - other).max() <= 1  # the critical values differ by their drawings


@pytest.mark.parametrize("together", [True, False])
def test_holm_is_never_bolder_than_the_draws_by_more_than_their_noise(together):
    numbers, errors = np.linspace(0, 8, 25), np.linspace(0.5, 1.5, 25)

    holm = rejected_by_holm(numbers, errors, 0.95, together=together)
    drawn = rejected_by_draws(numbers, errors, 0.95, rng(), 20_000, together=together)

    for bold, careful in zip(drawn, holm, strict=True):
        assert (careful <= bold).all()
        assert careful.sum() > 0.85 * bold.sum()


def test_holm_by_a_plain_loop():
    numbers, errors = np.array([0.0, 1.0, 4.0, 4.5]), np.array([0.5, 1.0, 0.7, 0.9])
    claims = []
    for j in range(4):
        for k in range(4):
            if j != k:
                z = (numbers[j] - numbers[k]) / np.sqrt(errors[j] ** 2 + errors[k] ** 2)
                claims.append((stats.norm.sf(z), j, k))
    better, worse = np.zeros(4, int), np.zeros(4, int)
    for place, (p, j, k) in enumerate(sorted(claims)):
        if p > 0.05 / (len(claims) - place):
            break
        worse[j] += 1
        better[k] += 1

    found = rejected_by_holm(numbers, errors, 0.95, together=True)
    assert (found[0].tolist(), found[1].tolist()) == (better.tolist(), worse.tolist())
    assert better.tolist() == [2, 1, 0, 0]  # 4.5 - 1 = 3.5 is 2.6 errors: not enough for 4.5


def test_a_thousand_unlike_units_use_holm():
    random = np.random.default_rng(2)
    answer = sets(random.normal(size=1_000) * 5, random.uniform(0.5, 1.5, 1_000))

    assert answer.method == "rank_sets_by_holm/1"
    assert (answer.best <= answer.ranks).all()
    assert (answer.ranks <= answer.worst).all()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(-30, 30), min_size=2, max_size=12),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.01, 1.0, 100.0]),
)
def test_sets_hold_the_observed_rank_and_ignore_shift_and_scale(numbers, shift, scale):
    values, errors = np.array(numbers, float), 1 + np.arange(len(numbers)) / 10

    plain, moved = sets(values, errors), sets(scale * (values + shift), scale * errors)

    assert (plain.best <= plain.ranks).all()
    assert (plain.ranks <= plain.worst).all()
    assert plain.best.tolist() == moved.best.tolist()
    assert plain.worst.tolist() == moved.worst.tolist()


@pytest.mark.parametrize("n", [0, 1])
def test_a_single_unit_has_no_rank(n):
    answer = rank_confidence_sets(values=[1.0] * n, standard_errors=[1.0] * n, rng=rng())

    assert answer == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=2, found=n)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"values": ["x", "y"]}, "values must hold numbers"),
        ({"values": [1, np.nan]}, "values holds 1 values that are not finite"),
        ({"standard_errors": [1, 0]}, r"standard_errors holds 0.0 \(unit 1\)"),
        ({"standard_errors": [1]}, "one number per unit"),
        ({"better": "bigger"}, "better must be 'higher' or 'lower'"),
        ({"confidence": 95}, "confidence must lie between 0 and 1"),
    ],
)
def test_wrong_arguments_are_named(change, fault):
    with pytest.raises(ValueError, match=fault):
        rank_confidence_sets(**{"values": [1, 2], "standard_errors": [1, 1], "rng": rng()} | change)


# Places: what the posterior says


def posterior_places(values, errors, **more):
    answer = places(shrunken_values(values=values, standard_errors=errors), rng=rng(), **more)
    assert isinstance(answer, Places)
    return answer


def test_probabilities_of_being_best_add_up_to_the_number_of_places():
    answer = posterior_places(np.linspace(0, 5, 20), np.ones(20))

    assert answer.n_best == 2
    assert answer.probability_best.sum() == pytest.approx(2)
    assert answer.probability_worst.sum() == pytest.approx(2)
    assert answer.expected.sum() == pytest.approx(20 * 21 / 2)
    assert np.argmax(answer.probability_best) == 19
    assert (answer.low <= answer.expected).all()
    assert (answer.expected <= answer.high).all()


def test_turning_better_around_turns_the_places_around():
    high = posterior_places(np.linspace(0, 5, 10), np.ones(10))
    low = posterior_places(np.linspace(0, 5, 10), np.ones(10), better="lower")

    assert low.probability_best == pytest.approx(high.probability_worst)
    assert low.expected == pytest.approx(11 - high.expected)


def test_a_small_lucky_unit_is_not_crowned_before_a_large_good_one():
    values, errors = np.array([*np.zeros(18), 3.2, 3.0]), np.array([*np.full(18, 0.5), 3.0, 0.3])

    answer = posterior_places(values, errors)

    assert np.argmax(values) == 18
    assert answer.probability_best[19] > 0.95
    assert answer.probability_best[18] < 0.7


def test_a_share_of_units_lies_between_0_and_1():
    with pytest.raises(ValueError, match="share must lie between 0 and 1"):
        posterior_places(np.arange(6.0), np.ones(6), share=10)
