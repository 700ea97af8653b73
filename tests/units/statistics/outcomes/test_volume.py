"""Means by volume and small months: by hand, and no more certain than the units allow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.outcomes import pooled_months, weighted_mean

few_examples = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10_000)


def table(seed, *, n=10, n_months=6):
    rng = np.random.default_rng(seed)
    values = 10 + rng.normal(size=(n, 1)) + rng.normal(size=(n, n_months))
    return {"values": values, "weights": rng.integers(1, 40, (n, n_months)).astype(float)}


def ends(found):
    return found.low, found.high


def test_a_mean_by_volume_by_hand():
    # (10 * 4 + 10 * 6 + 20 * 8) / 40 = 6.5; worth 40 ** 2 / (100 + 100 + 400) = 2.67 units.
    # Without each: 220/30, 200/30, 100/20, so 0.8333, 0.1667, -1.5; error sqrt(2/3 * 2.9722)
    found = weighted_mean(values=[[4.0], [6.0], [8.0]], weights=[[10], [10], [20]])

    assert found.value == pytest.approx(6.5)
    assert found.worth_units == pytest.approx(8 / 3)
    assert found.standard_error == pytest.approx(
        np.sqrt(2 / 3 * (0.8333**2 + 0.1667**2 + 1.5**2)), abs=1e-3
    )


def test_equal_weights_give_the_usual_interval_over_units():
    values = np.array([[4.0], [6.0], [8.0], [12.0]])

    found = weighted_mean(values=values, weights=np.ones((4, 1)))

    assert found.standard_error == pytest.approx(values.std(ddof=1) / 2)
    assert found.worth_units == 4
    assert found.design_effect == pytest.approx(1)


def test_twelve_equal_months_of_a_unit_say_no_more_than_one():
    once = weighted_mean(values=[[4.0], [6.0], [8.0]], weights=np.ones((3, 1)))
    twelve = weighted_mean(
        values=np.repeat([[4.0], [6.0], [8.0]], 12, axis=1), weights=np.ones((3, 12))
    )

    assert ends(twelve) == pytest.approx(ends(once))
    assert twelve.design_effect > 10


@few_examples
@given(seed=seeds, shift=st.floats(-100, 100), scale=st.floats(0.1, 50))
def test_the_unit_of_the_outcome_and_of_the_weights_is_only_a_name(seed, shift, scale):
    data = table(seed)

    plain = weighted_mean(**data)
    moved = weighted_mean(values=shift + scale * data["values"], weights=3 * data["weights"])

    assert moved.value == pytest.approx(shift + scale * plain.value)
    assert moved.high - moved.low == pytest.approx(scale * (plain.high - plain.low))


def test_a_month_without_a_value_weighs_nothing():
    data = table(1)
    gap, none = data["values"].copy(), data["weights"].copy()
    gap[2, 3], none[2, 3] = np.nan, 0

    assert weighted_mean(values=gap, weights=data["weights"]) == weighted_mean(
        values=data["values"], weights=none
    )


@pytest.mark.parametrize(
    ("values", "weights", "silence"),
    [
        (np.empty((0, 3)), np.empty((0, 3)), (Silence.TOO_FEW_UNITS, 2, 0)),
        ([[1.0, 2.0]], [[1, 1]], (Silence.TOO_FEW_UNITS, 2, 1)),
        ([[1.0], [2.0]], [[1000], [1]], (Silence.TOO_FEW_UNITS, 2, 1)),
        ([[2.0], [2.0], [2.0]], [[1], [1], [1]], (Silence.NO_SPREAD, 2, 1)),
    ],
)
def test_nothing_is_said_where_one_unit_is_everything(values, weights, silence):
    why, needed, found = silence

    assert weighted_mean(values=values, weights=weights) == NoAnswer(
        why=why, needed=needed, found=found
    )


def test_months_join_until_there_are_enough_cases():
    # 4 + 7 = 11; 12 alone; 3 + 9 = 12; the last 5 join the pool before
    found = pooled_months(counts=[2, 5, 6, 1, 8, 5], cases=[4, 7, 12, 3, 9, 5])

    assert found.first.tolist() == [0, 2, 3]
    assert found.last.tolist() == [1, 2, 5]
    assert [pool.n for pool in found.pools] == [11, 12, 17]
    assert [pool.value for pool in found.pools] == [7 / 11, 6 / 12, 14 / 17]


@few_examples
@given(cases=st.lists(st.integers(0, 9), min_size=1, max_size=30), fewest=st.integers(1, 20))
def test_every_month_is_in_one_pool_and_every_pool_has_enough(cases, fewest):
    found = pooled_months(counts=np.array(cases) // 2, cases=cases, fewest=fewest)

    if isinstance(found, NoAnswer):
        assert sum(cases) < fewest
        return
    months = [m for a, b in zip(found.first, found.last, strict=True) for m in range(a, b + 1)]
    assert months == list(range(len(cases)))
    assert all(pool.n >= fewest for pool in found.pools)


def test_how_months_join_has_nothing_to_do_with_the_outcome():
    cases = [4, 7, 12, 3, 9, 5]

    none, all_of_them = (
        pooled_months(counts=[0] * 6, cases=cases),
        pooled_months(counts=cases, cases=cases),
    )

    assert none.first.tolist() == all_of_them.first.tolist()


def test_too_few_cases_in_all_months_together():
    assert pooled_months(counts=[1, 2], cases=[4, 5]) == NoAnswer(
        why=Silence.TOO_FEW_CASES, needed=10, found=9
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"counts": [3, 9], "cases": [4, 5]}, "counts must not exceed cases .first: month 1"),
        ({"counts": [3], "cases": [4, 5]}, "cases"),
        ({"counts": [0.5], "cases": [4]}, "counts"),
        ({"counts": [3], "cases": [4], "fewest": 0}, "fewest"),
    ],
)
def test_counts_that_are_none_are_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        pooled_months(**arguments)


def test_weights_that_are_none_are_refused():
    with pytest.raises(ValueError, match="weights must have the shape"):
        weighted_mean(values=[[1.0], [2.0]], weights=[[1.0]])
    with pytest.raises(ValueError, match="weights"):
        weighted_mean(values=[[1.0], [2.0]], weights=[[1.0], [-1.0]])
