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
