"""Intervals that hold all at once, and intervals of what was picked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.multiplicity import Together, intervals_of_selected, intervals_together


def together(values, errors, **more):
    answer = intervals_together(
        values=values, standard_errors=errors, rng=np.random.default_rng(1), **more
    )
    assert isinstance(answer, Together)
    return answer


def test_bonferroni_shares_the_five_per_cent():
    # five intervals, one per cent each: 2.5758 errors
    answer = together([1, 2, 3, 4, 5], [1, 1, 1, 1, 2])

    assert answer.critical_value == pytest.approx(2.5758, abs=5e-5)
    assert answer.low[4] == pytest.approx(5 - 2 * answer.critical_value)
    assert answer.method == "intervals_together_bonferroni/1"


def test_independent_estimates_take_sidaks_width():
    # all hold with probability .95 if each does with .95 ** (1/4)
    answer = together(np.zeros(4), np.ones(4), correlation=np.eye(4))

    assert answer.critical_value == pytest.approx(stats.norm.ppf((1 + 0.95**0.25) / 2), abs=0.02)


def test_copies_of_one_estimate_take_no_more_width_than_it_alone():
    answer = together([1, 1], [1, 1], correlation=np.ones((2, 2)))
    few = together([1, 1], [1, 1], correlation=np.ones((2, 2)), freedom=5)

    assert answer.critical_value == pytest.approx(1.96, abs=0.02)
    assert few.critical_value == pytest.approx(stats.t.ppf(0.975, 5), abs=0.04)


def test_all_pairs_of_means_take_the_studentised_range():
    # differences of four means: correlations of contrasts; width of Tukey over sqrt(2)
    pairs = [(j, k) for j in range(4) for k in range(j)]
    contrasts = np.array([np.eye(4)[j] - np.eye(4)[k] for j, k in pairs]) / np.sqrt(2)
    answer = together(np.zeros(6), np.ones(6), correlation=contrasts @ contrasts.T, freedom=12)

    tukey = stats.studentized_range.ppf(0.95, 4, 12) / np.sqrt(2)
    assert answer.critical_value == pytest.approx(tukey, abs=0.03)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=6), st.floats(0.01, 100))
def test_intervals_move_and_stretch_with_the_estimates(values, scale):
    errors = np.ones(len(values))
    plain, moved = together(values, errors), together(scale * np.array(values), scale * errors)

    assert moved.low == pytest.approx(scale * plain.low, abs=1e-9 * scale)
    assert (plain.low < plain.values).all()
    assert (plain.values < plain.high).all()


def test_selected_intervals_by_hand():
    # two of twenty selected: 1 - 2/20 * .05 = .995, 2.807 errors
    selected = np.arange(20) < 2
    answer = intervals_of_selected(
        values=np.arange(20.0), standard_errors=np.full(20, 2.0), selected=selected
    )

    assert answer.positions == (0, 1)
    assert answer.critical_value == pytest.approx(2.807, abs=5e-4)
    assert answer.high == pytest.approx([0 + 2 * 2.80703, 1 + 2 * 2.80703], abs=1e-4)


def test_selecting_all_changes_nothing():
    answer = intervals_of_selected(
        values=[1, 2], standard_errors=[1, 1], selected=[True, True], freedom=10
    )

    assert answer.critical_value == pytest.approx(stats.t.ppf(0.975, 10))


def test_silence():
    nothing = NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)

    assert intervals_of_selected(values=[1], standard_errors=[1], selected=[False]) == nothing
    assert (
        intervals_together(values=[], standard_errors=[], rng=np.random.default_rng(1)) == nothing
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"values": [1, np.inf]}, "values holds 1 values that are not finite"),
        ({"standard_errors": [1]}, r"one number per estimate \(2\)"),
        ({"standard_errors": [1, 0]}, "above 0"),
        ({"correlation": [[1, 0.5]]}, "symmetric with ones"),
        ({"correlation": [[1, 0.5], [0.4, 1]]}, "symmetric with ones"),
        ({"correlation": [[2, 0], [0, 2]]}, "symmetric with ones"),
        ({"correlation": [[1, 1.5], [1.5, 1]]}, "negative eigenvalue"),
        ({"freedom": 0}, "freedom must be at least 1"),
        ({"confidence": 0}, "confidence must lie between 0 and 1"),
    ],
)
def test_wrong_arguments_are_named(change, fault):
    plain = {"values": [1, 2], "standard_errors": [1, 1], "rng": np.random.default_rng(1)}
    with pytest.raises(ValueError, match=fault):
        intervals_together(**plain | change)


def test_selected_needs_a_flag_per_estimate():
    with pytest.raises(ValueError, match="one true or false per estimate"):
        intervals_of_selected(values=[1, 2], standard_errors=[1, 1], selected=[0, 1])


@pytest.mark.parametrize("seed", range(5))
def test_chance_in_drawing_makes_no_interval_shorter_than_that_of_one_estimate(seed):
    answer = intervals_together(
        values=[1, 2],
        standard_errors=[1, 1],
        rng=np.random.default_rng(seed),
        correlation=[[1, -1], [-1, 1]],
        draws=1_000,
    )

    assert 1.959963 < answer.critical_value <= 2.241403
