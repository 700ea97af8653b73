"""Weights of 0 or more that sum to 1, and proof that no others do better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from dampak.statistics.few_units import closest_blend

seeds = st.integers(0, 10_000)
some_examples = settings(max_examples=50, deadline=None)


def test_a_target_between_two_columns_takes_of_each_by_its_nearness():
    # (3, 1) = 3/4 (4, 0) + 1/4 (0, 4)
    blend = closest_blend(np.array([[4.0, 0.0], [0.0, 4.0]]), np.array([3.0, 1.0]), ridge=0)

    assert blend.weights == pytest.approx([0.75, 0.25])
    assert blend.settled


def test_a_target_beyond_all_columns_takes_the_nearest():
    # No blend of 0, 1 and 2 is nearer to 5 than 2 itself.
    blend = closest_blend(np.array([[0.0, 1.0, 2.0]]), np.array([5.0]), ridge=0)

    assert blend.weights == pytest.approx([0, 0, 1])


def test_a_ridge_evens_the_weights_out():
    # w on the column 1, 1-w on 0: (w - 1)^2 + 2 (w^2 + (1-w)^2), slope 10 w - 6 = 0.
    blend = closest_blend(np.array([[1.0, 0.0]]), np.array([1.0]), ridge=2)

    assert blend.weights == pytest.approx([0.6, 0.4])


def test_among_equal_columns_the_weights_are_even():
    blend = closest_blend(np.ones((3, 4)), np.ones(3), ridge=1e-6)

    assert blend.weights == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("ridge", [1e-6, 5.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_general_optimiser_finds_nothing_better(seed, ridge):
    rng = np.random.default_rng(seed)
    design, target = rng.normal(size=(8, 6)), rng.normal(size=8)

    def loss(w):
        return float(((design @ w - target) ** 2).sum() + ridge * (w**2).sum())

    peer = minimize(
        loss,
        np.full(6, 1 / 6),
        bounds=[(0, 1)] * 6,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    blend = closest_blend(design, target, ridge=ridge)

    assert loss(blend.weights) <= peer.fun + 1e-9
    assert blend.weights == pytest.approx(peer.x, abs=1e-4)


@some_examples
@given(
    seed=seeds,
    n_rows=st.integers(1, 30),
    n_columns=st.integers(1, 40),
    ridge=st.sampled_from([0.0, 1e-6, 1.0, 100.0]),
    scale=st.sampled_from([1e-9, 1.0, 1e9]),
)
def test_weights_are_a_blend_and_nothing_is_left_to_gain(seed, n_rows, n_columns, ridge, scale):
    rng = np.random.default_rng(seed)
    design, target = rng.normal(size=(n_rows, n_columns)), rng.normal(size=n_rows)

    blend = closest_blend(scale * design, scale * target, ridge=ridge * scale**2)

    assert blend.weights.min() >= 0
    assert blend.weights.sum() == pytest.approx(1)
    assert 0 <= blend.duality_gap <= 1e-10


@some_examples
@given(seed=seeds)
def test_the_order_of_the_columns_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    design, target = rng.normal(size=(6, 12)), rng.normal(size=6)
    order = rng.permutation(12)

    straight = closest_blend(design, target, ridge=1e-3).weights
    shuffled = closest_blend(design[:, order], target, ridge=1e-3).weights

    assert shuffled == pytest.approx(straight[order], abs=1e-8)


@pytest.mark.parametrize("copies", [2, 5])
def test_copies_of_a_column_share_its_weight(copies):
    rng = np.random.default_rng(3)
    design, target = rng.normal(size=(9, 4)), rng.normal(size=9)
    once = closest_blend(design, target, ridge=0).weights

    often = closest_blend(np.tile(design, copies), target, ridge=0).weights

    assert often.reshape(copies, 4).sum(axis=0) == pytest.approx(once)
