"""A critical value from drawings promises for the next drawing, however few were made."""

import math

import numpy as np
import pytest

from dampak.statistics.critical_values import critical_value


@pytest.mark.parametrize(
    ("drawings", "confidence", "found"),
    [
        (19, 0.95, 19),  # one in twenty: the number tested and these nineteen
        (20, 0.95, 20),
        (39, 0.95, 38),  # two in forty
        (100, 0.95, 96),  # 95.95 of 101 and so 96
        (99, 0.9, 90),
        (18, 0.95, math.inf),
    ],
)
def test_one_drawing_more_is_beyond_it_as_seldom_as_promised(drawings, confidence, found):
    drawn = np.random.default_rng(1).permutation(drawings) + 1.0

    assert critical_value(drawn, confidence=confidence) == found


def test_the_plain_quantile_would_be_exceeded_more_often():
    numbers = np.random.default_rng(1).normal(size=(20_000, 100))
    drawn, tested = numbers[:, :99], numbers[:, 99]
    ours = np.array([critical_value(row, confidence=0.95) for row in drawn])

    assert (tested > ours).mean() == pytest.approx(0.05, abs=0.003)
    assert (tested > np.quantile(drawn, 0.95, axis=1)).mean() > 0.053
