"""Inside units: what they are like does not matter, only what changes in them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.regression import least_squares, within_regression

ROWS = {
    "outcome": [1.0, 3.0, 10.0, 14.0, 5.0, 5.0],
    "explanatory": {"x": [0.0, 1.0, 0.0, 2.0, 1.0, 2.0]},
    "units": ["a", "a", "b", "b", "c", "c"],
}


def test_three_units_by_hand():
    found = within_regression(**ROWS, errors="classical")

    # from unit means: x -.5 .5 | -1 1 | -.5 .5; y -1 1 | -2 2 | 0 0
    # sum xy = 1 + 4 + 0 = 5; sum xx = 0.5 + 2 + 0.5 = 3
    assert found.of("x").value == pytest.approx(5 / 3)
    # squares of y 2 + 8 + 0 = 10; less 25/3 = 5/3; freedom 6 - 1 - 3 = 2: noise 5/6; / 3
    assert found.of("x").standard_error == pytest.approx(np.sqrt(5 / 18))
    assert found.freedom == pytest.approx([2])


def drawn(seed):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(6), rng.integers(2, 7, 6))
    x = rng.normal(size=unit.size)
    return unit, x, 0.5 * x + rng.normal(size=unit.size)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_levels_of_units_change_nothing(seed):
    unit, x, y = drawn(seed)
    levels = 50 * np.random.default_rng(seed + 1).normal(size=6)

    plain = within_regression(outcome=y, explanatory={"x": x}, units=unit)
    moved = within_regression(
        outcome=y + levels[unit], explanatory={"x": x - levels[unit]}, units=unit
    )

    numbers = np.array([moved.values, moved.low, moved.high])
    assert numbers == pytest.approx(np.array([plain.values, plain.low, plain.high]), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_it_is_a_regression_with_a_column_for_every_unit(seed):
    """The interval too: taking effects out beforehand changes nothing inside clusters."""
    unit, x, y = drawn(seed)
    columns = {f"unit {each}": (unit == each).astype(float) for each in range(1, 6)}

    inside = within_regression(outcome=y, explanatory={"x": x}, units=unit).of("x")
    whole = least_squares(outcome=y, explanatory={"x": x, **columns}, clusters=[unit]).of("x")

    assert inside.value == pytest.approx(whole.value)
    assert (inside.low, inside.high) == pytest.approx((whole.low, whole.high), rel=1e-6)


def test_a_column_that_never_changes_inside_a_unit_cannot_be_told_from_the_unit():
    answer = within_regression(**{**ROWS, "explanatory": {"x": [1.0, 1, 2, 2, 3, 3]}})

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE, needed=1, found=0)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outcome": [np.nan] * 6}, Silence.NOTHING_COUNTED),
        ({"outcome": [4.0] * 6}, Silence.NO_SPREAD),
        ({"outcome": [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]}, Silence.NO_SPREAD),
        ({"units": list("abcdef")}, Silence.TOO_FEW_UNITS),
        ({"units": list("aaabbb")}, Silence.TOO_FEW_GROUPS),
    ],
)
def test_too_little_is_refused(changes, why):
    assert within_regression(**{**ROWS, **changes}).why is why


def test_what_cannot_be_read_is_refused_by_name():
    with pytest.raises(ValueError, match="units must hold one label a row"):
        within_regression(**{**ROWS, "units": ["a"]})
    with pytest.raises(ValueError, match="errors must be"):
        within_regression(**ROWS, errors="HC1")


def test_a_column_that_moves_in_one_unit_alone_bounds_nothing():
    rng = np.random.default_rng(4)
    units = np.repeat(np.arange(10), 6)
    columns = {"trained": (units == 3) & (np.tile(np.arange(6), 10) > 2)}

    found = within_regression(outcome=rng.normal(size=60), explanatory=columns, units=units)

    assert (found.of("trained").low, found.of("trained").high) == (-np.inf, np.inf)
