"""Regressions behind records: two groups by hand, refusals in words, no false solution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.outcomes import (
    Regression,
    beta_regression,
    count_regression,
    quantile_regression,
)

few_examples = settings(max_examples=10, deadline=None)
seeds = st.integers(0, 1000)
KINDS = ("poisson", "quasi_poisson", "negative_binomial")


def loose_counts(seed, *, n=60):
    rng = np.random.default_rng(seed)
    trained = np.arange(n) % 2
    counts = rng.poisson(rng.gamma(3, 1 / 3, n) * np.exp(2 - 0.4 * trained))
    return {"counts": counts, "covariates": trained[:, None].astype(float)}


def test_two_groups_of_counts_by_hand():
    # means 4 and 2: log 4, log(2/4); Poisson errors sqrt(1/12), sqrt(1/12 + 1/6)
    found = count_regression(
        counts=[3, 4, 5, 1, 2, 3], covariates=[[0], [0], [0], [1], [1], [1]], kind="poisson"
    )

    assert found.values == pytest.approx([np.log(4), np.log(0.5)])
    assert found.standard_errors == pytest.approx([np.sqrt(1 / 12), np.sqrt(1 / 12 + 1 / 6)])


def test_looseness_stretches_the_error_by_its_root_and_moves_nothing():
    # squared Pearson residuals (1 + 0 + 1) / 4 + (1 + 0 + 1) / 2 = 1.5, over 6 - 2
    data = {"counts": [3, 4, 5, 1, 2, 3], "covariates": [[0], [0], [0], [1], [1], [1]]}

    plain, loose = count_regression(**data, kind="poisson"), count_regression(**data)

    assert loose.scale == pytest.approx(1.5 / 4)
    assert loose.values == pytest.approx(plain.values)
    assert loose.standard_errors == pytest.approx(plain.standard_errors * np.sqrt(1.5 / 4))


@few_examples
@given(seed=seeds, scale=st.floats(0.1, 10))
@pytest.mark.parametrize("kind", KINDS)
def test_the_unit_of_exposure_moves_only_the_intercept(kind, seed, scale):
    data = loose_counts(seed)

    plain = count_regression(**data, kind=kind)
    scaled = count_regression(**data, kind=kind, exposure=np.full(60, scale))

    assert scaled.values[0] == pytest.approx(plain.values[0] - np.log(scale), abs=1e-4)
    assert scaled.values[1] == pytest.approx(plain.values[1], abs=1e-4)
    assert (plain.low < plain.values).all()


def test_the_negative_binomial_finds_the_planted_looseness():
    found = count_regression(**loose_counts(3, n=2000), kind="negative_binomial")

    assert found.scale == pytest.approx(1 / 3, abs=0.06)
    assert found.values == pytest.approx([2, -0.4], abs=0.1)


@few_examples
@given(seed=seeds, shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_a_median_moves_with_its_outcome(seed, shift, scale):
    rng = np.random.default_rng(seed)
    trait, outcome = rng.normal(size=(50, 1)), rng.lognormal(size=50)

    plain = quantile_regression(outcomes=outcome, covariates=trait)
    moved = quantile_regression(outcomes=shift + scale * outcome, covariates=trait)

    assert moved.values == pytest.approx(scale * plain.values + [shift, 0], abs=1e-3 * scale)


def test_the_median_regression_of_two_groups_is_their_medians():
    first, second = np.arange(1.0, 22.0), np.arange(11.0, 42.0, 1.0)
    outcomes, group = np.append(first, second), np.repeat([0.0, 1.0], [21, 31])

    found = quantile_regression(outcomes=outcomes, covariates=group[:, None])

    assert found.values == pytest.approx([11, 26 - 11], abs=1e-4)


def index(seed, *, n=50):
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(n, 1))
    mean = 1 / (1 + np.exp(-1 - 0.4 * trait[:, 0]))
    return {"outcomes": rng.beta(25 * mean, 25 * (1 - mean)), "covariates": trait}


@few_examples
@given(seed=seeds)
def test_the_bounds_of_an_index_are_only_its_name(seed):
    data = index(seed)

    plain = beta_regression(**data)
    ikm = beta_regression(
        outcomes=25 + 75 * data["outcomes"], covariates=data["covariates"], lowest=25, highest=100
    )

    assert ikm.values == pytest.approx(plain.values, abs=1e-5)
    assert isinstance(plain, Regression)


def test_a_beta_regression_finds_what_was_planted():
    found = beta_regression(**index(1, n=2000))

    assert found.values == pytest.approx([1, 0.4], abs=0.05)
    assert found.scale == pytest.approx(25, rel=0.1)


def test_a_solution_that_is_none_is_not_believed(monkeypatch):
    from statsmodels.othermod.betareg import BetaModel

    def too_early(self, **_):
        return fit(self, disp=False, maxiter=0, method="bfgs", start_params=np.array([3.0, 2, 1]))

    fit = BetaModel.fit
    monkeypatch.setattr(BetaModel, "fit", too_early)

    assert beta_regression(**index(1)) == NoAnswer(why=Silence.NO_STABLE_SOLUTION)


def together(data):
    return {**data, "covariates": np.repeat(np.asarray(data["covariates"]), 2, axis=1)}


@pytest.mark.parametrize(
    ("asked", "silence"),
    [
        (lambda: count_regression(counts=[1, 2]), (Silence.TOO_FEW_CASES, 3, 2)),
        (lambda: count_regression(counts=[]), (Silence.TOO_FEW_CASES, 3, 0)),
        (lambda: count_regression(counts=[0] * 9), (Silence.TOO_FEW_CASES, 1, 0)),
        (lambda: count_regression(**together(loose_counts(1))), (Silence.NOT_SEPARABLE, 3, 2)),
        (
            lambda: count_regression(
                counts=[0] * 5 + [3] * 5, covariates=np.eye(10)[:, :5].sum(1)[:, None]
            ),
            (Silence.NO_STABLE_SOLUTION, None, None),
        ),
        (lambda: quantile_regression(outcomes=np.arange(19.0)), (Silence.TOO_FEW_CASES, 20, 19)),
        (
            lambda: quantile_regression(outcomes=np.arange(60.0), share=0.9),
            (Silence.TOO_FEW_CASES, 100, 60),
        ),
        (lambda: quantile_regression(outcomes=np.ones(30)), (Silence.NO_SPREAD, 2, 1)),
        (lambda: beta_regression(outcomes=[0.4] * 8), (Silence.NO_SPREAD, 2, 1)),
        (lambda: beta_regression(**together(index(1))), (Silence.NOT_SEPARABLE, 3, 2)),
    ],
)
def test_nothing_is_said_where_nothing_can_be(asked, silence):
    why, needed, found = silence

    assert asked() == NoAnswer(why=why, needed=needed, found=found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: count_regression(counts=[1, 2.5, 3]), "counts must hold counts"),
        (lambda: count_regression(counts=[1, 2, 3], kind="normal"), "kind"),
        (lambda: count_regression(counts=[1, 2, 3], exposure=[1, 0, 1]), "exposure"),
        (lambda: count_regression(counts=[1, 2, 3], covariates=[[1], [2]]), "covariates"),
        (lambda: count_regression(counts=[1, 2, 3], covariates=[[1], [2], [np.nan]]), "covariates"),
        (lambda: quantile_regression(outcomes=[1, np.nan, 3]), "outcomes"),
        (lambda: beta_regression(outcomes=[0.2, 1.0, 0.4]), "use share_effect"),
        (lambda: beta_regression(outcomes=[0.2, 0.4], lowest=1, highest=0), "lowest"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(asked, said):
    with pytest.raises(ValueError, match=said):
        asked()
