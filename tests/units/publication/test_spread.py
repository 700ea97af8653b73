"""The band of an indicator is where four of five units lie."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.publication.spread import spread_by_month

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def readings(values, month="2024-01"):
    return [{"month": month, "value": value} for value in values]


def test_the_band_of_eleven_units_leaves_out_the_lowest_and_the_highest():
    # 0, 1 ... 10: a tenth of the way from first to last is 1, nine tenths is 9
    (month,) = spread_by_month(readings(range(11)))

    assert (month.n_units, month.low, month.middle, month.high) == (11, 1, 5, 9)


@settings(max_examples=60)
@given(VALUES)
def test_the_band_agrees_with_numpy(values):
    (month,) = spread_by_month(readings(values))

    expected = np.quantile(values, [0.1, 0.5, 0.9])
    np.testing.assert_allclose([month.low, month.middle, month.high], expected, atol=1e-6)


def test_months_come_in_order_and_empty_readings_are_left_out():
    spread = spread_by_month(
        [*readings([2.0], "2024-02"), *readings([None], "2024-03"), *readings([1.0], "2024-01")]
    )

    assert [month.month for month in spread] == ["2024-01", "2024-02"]
