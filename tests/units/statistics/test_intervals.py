"""Freedom that bands may count on, and correlations that chance has made."""

import numpy as np
import pytest

from dampak.statistics.intervals import (
    cautious_freedom,
    share_of_chance,
    simultaneous_critical_value,
    spread_and_freedom,
)


def test_freedom_is_never_more_than_equal_noise_would_give():
    # Five and fifty units of equal noise: (1/5 + 1/50)^2 / (1/5^2/4 + 1/50^2/49) = 4.84
    # (0.0484 / 0.01000816 = 4.836). A small side that seems calm would give far more.
    worth = np.array([[5.0], [50.0]])
    _, found = spread_and_freedom(np.array([[0.001], [1.0]]), worth)

    assert found > 40
    assert cautious_freedom(found, worth) == pytest.approx([0.0484 / (0.01 + 1 / 122_500)])


def test_freedom_is_never_more_than_was_found():
    worth = np.array([[20.0], [20.0]])
    _, found = spread_and_freedom(np.array([[1.0], [0.001]]), worth)

    # all the noise is on one side of twenty: nineteen, where equal noise would give 38
    assert found == pytest.approx([19], abs=0.1)
    assert cautious_freedom(found, worth) == pytest.approx(found)


def test_the_share_of_chance_by_hand():
    # One correlation of 0.5 found with ten degrees of freedom strays by (1 - 0.25)^2 / 10 =
    # 0.05625 in square by chance; its square is 0.25: 0.225 of it.
    correlation = np.array([[1, 0.5], [0.5, 1]])

    assert share_of_chance(correlation, np.array([10.0, 40.0])) == pytest.approx(0.225)


@pytest.mark.parametrize(
    ("correlation", "share"), [([[1, 0.1], [0.1, 1]], 1), ([[1, 1], [1, 1]], 0), ([[1]], 0)]
)
def test_the_share_of_chance_at_its_ends(correlation, share):
    freedom = np.full(len(correlation), 5.0)

    assert share_of_chance(np.array(correlation, dtype=float), freedom) == share


def test_answers_alike_by_chance_need_wider_bands_than_answers_that_are_alike():
    alike = np.full((8, 8), 0.6) + 0.4 * np.eye(8)

    little, much = (
        simultaneous_critical_value(
            alike,
            np.full(8, freedom),
            confidence=0.95,
            rng=np.random.default_rng(2),
            draws=20_000,
        )
        for freedom in (4.0, 1e6)
    )

    assert little > 1.02 * much
