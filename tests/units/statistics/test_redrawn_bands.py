"""Bands by permutation, against dealing out all 720 orders of six units the long way."""

import itertools

import numpy as np
import pytest

from dampak.statistics.redrawn_bands import spread_and_critical_value

GROUPS = np.array([0, 0, 1, 1, 1, 1])  # two trained in the third of four months, four never
TRAINED = (GROUPS == 0)[:, None] * np.array([0.0, 0, 1, 1])
FORMS = np.array(  # of three answers: month 3 less month 2, month 4 less month 2, both on average
    [[[0, -1, 1, 0], [0, -1, 0, 1], [0, -1, 0.5, 0.5]]], dtype=np.float64
) * np.array([1 / 2, -1 / 4]).reshape(2, 1, 1)


def table(outcomes):
    """What each unit adds to each answer in each group."""
    return np.einsum("it,gjt->igj", outcomes, FORMS)


def statistics(outcomes, order):
    return sum(table(outcomes)[i, g] for i, g in enumerate(GROUPS[list(order)]))


ORDERS = list(itertools.permutations(range(6)))


def spread(outcomes):
    return np.std([statistics(outcomes, order) for order in ORDERS], axis=0)


@pytest.fixture(scope="module")
def without_effect():
    outcomes = np.random.default_rng(4).normal(size=(6, 4))
    return outcomes - statistics(outcomes, range(6))[2] * TRAINED


def found_in(outcomes, *, scale=1.0, confidence=0.9):
    said = table(scale * outcomes)
    return spread_and_critical_value(
        said[:, :, :2],
        said[:, :, 2:],
        table(TRAINED)[:, :, :2],
        GROUPS,
        confidence=confidence,
        rng=np.random.default_rng(1),
        draws=30_000,
    )


def test_the_spread_is_that_over_all_orders(without_effect):
    assert found_in(without_effect)[0] == pytest.approx(spread(without_effect)[:2])


def test_every_drawing_has_its_own_effect_taken_out_before_it_is_measured(without_effect):
    # groups of 2 and 4 can be dealt out in 15 ways; each is the effect of 48 of the 720 orders
    largest = {}
    for order in ORDERS:
        groups = tuple(GROUPS[list(order)])
        if groups not in largest:
            drawn = statistics(without_effect, order)
            left = without_effect - drawn[2] * TRAINED[list(order)]
            largest[groups] = np.abs(drawn[:2] / spread(left)[:2]).max()
    assert len(largest) == 15

    # 13 of 15 ways are 0.867 of all, 12 are 0.8
    _, critical = found_in(without_effect, confidence=0.85)

    assert critical == pytest.approx(sorted(largest.values())[12])


def test_the_unit_of_measurement_moves_the_spread_alone(without_effect):
    spread_one, critical_one = found_in(without_effect)
    spread_thousand, critical_thousand = found_in(without_effect, scale=1_000.0)

    assert spread_thousand == pytest.approx(1_000 * spread_one)
    assert critical_thousand == pytest.approx(critical_one)


def test_it_needs_more_than_the_drawings_as_they_are(without_effect):
    drawn = np.array([statistics(without_effect, order)[:2] for order in ORDERS])
    plain = np.quantile(np.abs(drawn / drawn.std(axis=0)).max(axis=1), 0.9)

    assert found_in(without_effect)[1] > 1.05 * plain
