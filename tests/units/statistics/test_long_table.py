"""From rows to units by periods."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.statistics.long_table import panel_from_rows

NAN = np.nan


def test_rows_become_units_by_periods_by_hand():
    # Unit 7 has months 1 and 3, unit 5 months 1 to 3; month 2 of unit 7 is missing.
    panel = panel_from_rows(
        unit=[7, 5, 5, 7, 5],
        period=[3, 2, 1, 1, 3],
        outcome=[0.3, 0.2, 0.1, 0.4, 0.5],
        first_treated=[-1, 2, 2, -1, 2],
    )

    assert panel.units.tolist() == [5, 7]
    assert panel.periods.tolist() == [1, 2, 3]
    assert panel.outcomes == pytest.approx(
        np.array([[0.1, 0.2, 0.5], [0.4, NAN, 0.3]]), nan_ok=True
    )
    assert panel.first_treated.tolist() == [1, -1]


def test_days_and_texts_are_labels_like_any_other():
    panel = panel_from_rows(
        unit=["b", "b", "a", "a"],
        period=np.array(["2031-01", "2031-03", "2031-01", "2031-03"], dtype="datetime64[M]"),
        outcome=[1.0, 2.0, 3.0, 4.0],
        first_treated=np.array(["NaT", "NaT", "2031-02", "2031-02"], dtype="datetime64[M]"),
    )

    assert panel.units.tolist() == ["a", "b"]
    assert panel.outcomes.tolist() == [[3, 4], [1, 2]]
    assert panel.first_treated.tolist() == [1, -1]  # February is not there; March is the next


@pytest.mark.parametrize("never", [0, -1])
def test_a_unit_never_trained_is_told_by_a_number_or_by_nothing(never):
    rows = {"unit": [1, 1], "period": [2030, 2031], "outcome": [1.0, 2.0]}

    by_number = panel_from_rows(**rows, first_treated=[never, never], never=never)
    by_nothing = panel_from_rows(**rows, first_treated=[NAN, NAN], never=never)

    assert by_number.first_treated.tolist() == by_nothing.first_treated.tolist() == [-1]


def test_rows_in_order_are_not_copied():
    outcome = np.arange(6.0)

    panel = panel_from_rows(
        unit=np.repeat([1, 2], 3),
        period=np.tile([1, 2, 3], 2),
        outcome=outcome,
        first_treated=np.repeat([2, -1], 3),
    )

    assert np.shares_memory(panel.outcomes, outcome)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000), gap=st.sampled_from([0.0, 0.3]), step=st.sampled_from([1, 10**9])
)
def test_the_order_of_the_rows_does_not_matter(seed, gap, step):
    rng = np.random.default_rng(seed)
    unit, period = (axis.ravel() for axis in np.indices((6, 5)))
    kept = rng.permutation(np.flatnonzero(rng.random(unit.size) >= gap))
    outcome = rng.normal(size=unit.size)
    expected = np.full((6, 5), NAN)
    expected[unit[kept], period[kept]] = outcome[kept]
    there, months = np.unique(unit[kept]), np.unique(period[kept])

    panel = panel_from_rows(
        unit=unit[kept] * step,
        period=period[kept],
        outcome=outcome[kept],
        first_treated=np.full(kept.size, -1),
    )

    assert panel.outcomes == pytest.approx(expected[np.ix_(there, months)], nan_ok=True)
    assert panel.units.tolist() == (there * step).tolist()


def test_the_first_row_that_says_something_twice_is_named():
    with pytest.raises(ValueError, match=r"unit 9 has two rows for period 1 \(rows 0 and 3\)"):
        panel_from_rows(
            unit=[9, 8, 8, 9, 8],
            period=[1, 1, 2, 1, 2],
            outcome=[1.0] * 5,
            first_treated=[-1] * 5,
        )


def test_labels_beyond_32_bits_are_told_apart():
    far = 2**40
    panel = panel_from_rows(
        unit=[far + 2, far + 1], period=[-far, -far], outcome=[1.0, 2.0], first_treated=[-1, -1]
    )

    assert panel.units.tolist() == [far + 1, far + 2]
    assert panel.outcomes.tolist() == [[2], [1]]


def test_a_unit_with_two_first_periods_is_named():
    with pytest.raises(ValueError, match=r"unit 4 has two first periods of training, 2 .* and 1"):
        panel_from_rows(
            unit=[4, 4, 5], period=[1, 2, 1], outcome=[1.0] * 3, first_treated=[2, 1, -1]
        )


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("unit", [1], "unit must have one value per row"),
        ("period", [1, 2, 3], "period must have one value per row"),
        ("first_treated", [[1, 2]], "first_treated must have one value per row"),
        ("outcome", ["a", "b"], "outcome"),
        ("outcome", [np.inf, 1.0], "outcome"),
    ],
)
def test_columns_that_cannot_be_laid_out_are_named(column, value, message):
    rows = {"unit": [1, 2], "period": [1, 1], "outcome": [1.0, 2.0], "first_treated": [-1, -1]}

    with pytest.raises(ValueError, match=message):
        panel_from_rows(**{**rows, column: value})


def test_no_rows_make_an_empty_panel():
    panel = panel_from_rows(unit=[], period=[], outcome=[], first_treated=[])

    assert panel.outcomes.shape == (0, 0)


def three_units(**columns):
    rows = {
        "unit": np.repeat([1, 2, 3], 4),
        "period": np.tile([1, 2, 10, 11], 3),
        "outcome": np.arange(12.0),
        "first_treated": np.repeat([10, -1, 11], 4),
    }
    return panel_from_rows(**rows | columns)


def as_objects(values):
    return np.array([None if value == -1 else value for value in values], dtype=object)


def test_numbers_in_a_column_of_anything_keep_their_order():
    panel = three_units(
        unit=as_objects(np.repeat([9, 10, 11], 4).tolist()),
        period=as_objects(np.tile([1, 2, 10, 11], 3).tolist()),
        first_treated=as_objects(np.repeat([10, -1, 11], 4).tolist()),
    )

    assert panel.units.tolist() == [9, 10, 11]
    assert panel.periods.tolist() == [1, 2, 10, 11]
    assert panel.first_treated.tolist() == [2, -1, 3]


def test_numbers_written_as_texts_that_sort_otherwise_are_refused():
    with pytest.raises(ValueError, match=r"sort as 1, 10, 11, 2, \.\.\.; turn them into numbers"):
        three_units(period=np.tile(["1", "2", "10", "11"], 3))


@pytest.mark.parametrize("first", [2.5, 9])
def test_a_start_between_two_periods_is_the_next_of_them(first):
    starts = np.repeat([first, -1, 11], 4)

    assert three_units(first_treated=starts).first_treated.tolist() == [2, -1, 3]


def test_a_start_that_never_comes_lies_after_the_data():
    starts = np.repeat([np.inf, 300, 11], 4)

    assert three_units(first_treated=starts).first_treated.tolist() == [4, 4, 3]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"unit": np.repeat([1, NAN, 3], 4)}, "unit is missing in 4 rows .first: row 4"),
        ({"unit": as_objects(np.repeat([1, -1, 3], 4).tolist())}, "unit is missing in 4 rows"),
        ({"period": np.tile([1, 2, NAN, 11], 3)}, "period is missing in 3 rows"),
        (
            {"period": np.tile(np.array(["2031-01", "NaT", "2031-03", "2031-04"], "M8[M]"), 3)},
            "period is missing in 3 rows",
        ),
        ({"unit": np.array([1, "a", 2] * 4, dtype=object)}, "unit mixes texts with numbers"),
        ({"first_treated": np.repeat([True, False, True], 4)}, "first_treated must hold the first"),
        ({"first_treated": np.repeat(["June", "", "11"], 4)}, r"got \['June'\] beside \[1\]"),
        ({"unit": np.ma.masked_array(np.repeat([1, 2, 3], 4), mask=[True] * 12)}, "unit hides 12"),
    ],
)
def test_what_would_be_laid_out_wrongly_is_refused(columns, message):
    with pytest.raises(ValueError, match=message):
        three_units(**columns)
