"""Counts and shares by unit and month: by hand, scaled as they should be, silent as they must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.outcomes import Ratio, count_effect, share_effect

few_examples = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)


def panel(seed, *, n=14, n_trained=7, n_months=8):
    rng = np.random.default_rng(seed)
    trained = (np.arange(n)[:, None] < n_trained) & (np.arange(n_months) >= 4)
    cases = 20.0 + rng.integers(0, 30, (n, n_months))
    counts = rng.poisson(0.2 * cases * np.exp(0.3 * rng.normal(size=(n, 1)))).astype(float)
    return {"counts": np.minimum(counts, cases - 1), "exposure": cases, "is_trained": trained}


def shares_of(data):
    return {
        "shares": data["counts"] / data["exposure"],
        "cases": data["exposure"],
        "is_trained": data["is_trained"],
    }


def ratio(answer):
    return answer.value, answer.low, answer.high


def test_two_months_are_a_ratio_of_ratios():
    # Trained: 60 before, 30 after. Others: 50 before, 40 after. (30/60) / (40/50) = 0.625
    before = np.append(np.tile([10.0, 14.0], 3)[:5], [10, 12, 8, 10, 10])
    after = np.append(before[:5] / 2, before[5:] * 0.8)
    trained = np.zeros((10, 2), dtype=bool)
    trained[:5, 1] = True

    found = count_effect(counts=np.column_stack([before, after]), is_trained=trained)

    assert found.value == pytest.approx(0.5 / 0.8)
    assert found.share_more == pytest.approx(-0.375)
    assert (found.n_trained, found.n_comparison) == (5, 5)


def test_an_index_that_moves_by_hand():
    # Trained 40 % -> 60 %, the others stay at 50 %: with no change there, twenty points
    shares = np.repeat([[0.4, 0.6], [0.5, 0.5]], 5, axis=0)
    shares = shares + np.tile([0.02, -0.02, 0.0, 0.01, -0.01], 2)[:, None]
    trained = np.zeros((10, 2), dtype=bool)
    trained[:5, 1] = True

    plain = share_effect(shares=shares, is_trained=trained)
    index = share_effect(shares=25 + 75 * shares, is_trained=trained, lowest=25, highest=100)

    assert plain.value == pytest.approx(0.2, abs=1e-3)
    assert ratio(index) == pytest.approx(tuple(75 * each for each in ratio(plain)))


@few_examples
@given(seed=seeds, scale=st.floats(0.01, 100))
def test_the_unit_of_exposure_does_not_matter(seed, scale):
    data = panel(seed)

    plain = count_effect(**data)
    scaled = count_effect(**{**data, "exposure": scale * data["exposure"]})

    assert ratio(scaled) == pytest.approx(ratio(plain), rel=1e-6)


@few_examples
@given(seed=seeds)
def test_neither_the_order_of_units_nor_what_multiplies_a_unit_or_a_month_matters(seed):
    data, rng = panel(seed), np.random.default_rng(seed)
    order = rng.permutation(14)
    factor = np.exp(rng.normal(size=(14, 1)) + rng.normal(size=8))

    plain = count_effect(**data)
    mixed = count_effect(**{name: each[order] for name, each in data.items()})
    moved = count_effect(**{**data, "exposure": data["exposure"] * factor})

    assert ratio(mixed) == pytest.approx(ratio(plain), rel=1e-6)
    assert moved.value == pytest.approx(plain.value, rel=0.5)
    assert plain.low <= plain.value <= plain.high


@few_examples
@given(seed=seeds)
def test_no_is_the_mirror_of_yes(seed):
    data = shares_of(panel(seed))

    plain = share_effect(**data)
    mirrored = share_effect(**{**data, "shares": 1 - data["shares"]})

    assert ratio(mirrored) == pytest.approx((-plain.value, -plain.high, -plain.low), abs=1e-8)


@few_examples
@given(seed=seeds)
def test_doubled_units_give_the_same_answer_with_less_doubt(seed):
    data = panel(seed)

    plain = count_effect(**data)
    doubled = count_effect(**{name: np.tile(each, (2, 1)) for name, each in data.items()})

    assert doubled.value == pytest.approx(plain.value, rel=1e-6)
    assert doubled.high / doubled.low < plain.high / plain.low


def test_a_missing_month_and_a_month_over_nothing_are_left_out_alike():
    data = panel(3)
    gap, nothing = data["counts"].copy(), data["exposure"].copy()
    gap[2, 3], nothing[2, 3] = np.nan, 0

    assert count_effect(**{**data, "counts": gap}) == count_effect(**{**data, "exposure": nothing})


def test_a_unit_that_never_counted_anything_drops_out():
    data = panel(3)
    more = {
        "counts": np.vstack([data["counts"], np.zeros(8)]),
        "exposure": np.vstack([data["exposure"], np.full(8, 30.0)]),
        "is_trained": np.vstack([data["is_trained"], np.zeros(8, dtype=bool)]),
    }

    assert count_effect(**more) == count_effect(**data)


def test_with_many_units_the_doubt_comes_without_leaving_each_out():
    many = {name: np.tile(each, (22, 1)) for name, each in panel(3).items()}  # 308 units
    fewer = {name: each[:-14] for name, each in many.items()}  # 294

    assert count_effect(**many).standard_error_of_log == pytest.approx(
        count_effect(**fewer).standard_error_of_log * np.sqrt(294 / 308), rel=0.02
    )


@pytest.mark.parametrize("method", [count_effect, share_effect])
@pytest.mark.parametrize(
    ("change", "silence"),
    [
        ({"is_trained": np.zeros((14, 8), bool)}, (Silence.NOBODY_TRAINED, 1, 0)),
        ({"is_trained": panel(1, n_trained=4)["is_trained"]}, (Silence.TOO_FEW_TRAINED, 5, 4)),
        ({"is_trained": panel(1, n_trained=12)["is_trained"]}, (Silence.TOO_FEW_COMPARISON, 5, 2)),
        ({"is_trained": panel(1, n_trained=14)["is_trained"]}, (Silence.NOT_SEPARABLE, None, None)),
        ({"counts": np.full((14, 8), np.nan)}, (Silence.NOTHING_COUNTED, 1, 0)),
        ({"counts": np.zeros((14, 8))}, (Silence.NOTHING_COUNTED, 1, 0)),
        (
            {"counts": np.where(np.arange(8) == 0, 3.0, np.nan) * np.ones((14, 1))},
            (Silence.TOO_FEW_MONTHS, 2, 1),
        ),
    ],
)
def test_nothing_is_said_where_nothing_can_be_compared(method, change, silence):
    data = {**panel(1), **change}
    why, needed, found = silence

    answer = method(**(data if method is count_effect else shares_of(data)))

    assert answer == NoAnswer(why=why, needed=needed, found=found)


def test_no_events_at_all_after_the_training_have_no_ratio():
    data = panel(1)
    counts = np.where(data["is_trained"], 0, data["counts"])

    found = count_effect(**{**data, "counts": counts})

    assert found == NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)


def test_one_unit_is_refused_like_few():
    found = count_effect(counts=[[1, 2, 3]], is_trained=[[0, 0, 1]])

    assert found == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=5, found=1)


def test_where_all_are_trained_in_turn_those_not_yet_trained_compare():
    data = panel(5, n_trained=14)
    in_turn = np.arange(8) >= 3 + np.arange(14)[:, None] % 3

    found = share_effect(**shares_of({**data, "is_trained": in_turn}))

    assert isinstance(found, Estimate)
    assert (found.n_trained, found.n_comparison) == (14, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"counts": np.full((14, 8), -1.0)}, "counts holds negative"),
        ({"counts": np.full((14, 8), np.inf)}, "counts"),
        ({"counts": np.full((14, 8), "x")}, "counts must hold numbers"),
        ({"counts": np.zeros(8)}, "counts must have one row per unit"),
        ({"exposure": np.ones((14, 7))}, "exposure must have the shape"),
        ({"exposure": -np.ones((14, 8))}, "exposure holds negative"),
        ({"is_trained": np.full((14, 8), 2)}, "is_trained must hold true or false"),
        ({"is_trained": np.ones((3, 8))}, "is_trained must have the shape"),
        ({"confidence": 95}, "confidence"),
    ],
)
def test_tables_that_cannot_be_read_are_refused_by_name(change, said):
    with pytest.raises(ValueError, match=said):
        count_effect(**{**panel(1), **change})


def test_an_index_outside_its_bounds_is_refused():
    data = shares_of(panel(1))
    with pytest.raises(ValueError, match="between 25 and 100"):
        share_effect(**data, lowest=25, highest=100)
    with pytest.raises(ValueError, match="lowest must lie below"):
        share_effect(**data, lowest=1, highest=1)


def test_a_ratio_is_a_ratio():
    assert isinstance(count_effect(**panel(2)), Ratio)
