"""What lasts, what fades, what passes: read from months in which nobody was trained."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.power.pasts import LAW, past_of

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.power import History, history_of, smallest_detectable_effect
from dampak.statistics.power.history import _Patterns

few_examples = settings(max_examples=8, deadline=None)


def test_the_covariance_of_two_months_by_hand():
    # Same month 2 + 1 + 0.5; one apart 2 + 0.6; two apart 2 + 0.36.
    assert LAW.covariance(3) == pytest.approx(
        np.array([[3.5, 2.6, 2.36], [2.6, 3.5, 2.6], [2.36, 2.6, 3.5]])
    )


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_the_likelihood_written_out_with_every_unit_and_month(gaps):
    rng = np.random.default_rng(1)
    y = rng.normal(size=(7, 5)).cumsum(axis=1)
    y[rng.random(y.shape) < gaps] = np.nan
    parameters = np.array([0.4, -0.3, 0.6])

    def written_out(parameters):
        powers = np.exp([*parameters[:2], 0.0])
        lasting, fading, passing = powers / powers.sum()
        apart = np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
        one = lasting + fading * np.tanh(parameters[2]) ** apart + passing * np.eye(5)
        there = np.isfinite(y).ravel()
        v = np.kron(np.eye(7), one)[np.ix_(there, there)]
        x = np.tile(np.eye(5), (7, 1))[there]
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        left = y.ravel()[there]
        rest = left - x @ np.linalg.solve(information, x.T @ inverse @ left)
        logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        return logs + (there.sum() - 5) * np.log(rest @ inverse @ rest)

    found, slope = _Patterns.of(y).misfit(parameters)

    assert found == pytest.approx(written_out(parameters))
    steps = 1e-5 * np.eye(3)
    slopes = [(written_out(parameters + s) - written_out(parameters - s)) / 2e-5 for s in steps]
    assert slope == pytest.approx(slopes, rel=1e-5)


@pytest.mark.parametrize(("n_units", "n_periods"), [(10, 12), (30, 18)])
def test_the_doubt_of_a_plan_is_right_on_average_in_short_panels_too(n_units, n_periods):
    plan = {"first_treated": [6] * 20 + [-1] * 20, "n_periods": 12}
    truth = smallest_detectable_effect(history=LAW, **plan).standard_error
    rng = np.random.default_rng(2)

    errors = [
        smallest_detectable_effect(
            history=history_of(outcomes=past_of(rng, n_units=n_units, n_periods=n_periods)),
            **plan,
        ).standard_error
        for _ in range(40)
    ]

    assert np.mean(errors) == pytest.approx(truth, rel=0.05)


def test_many_units_and_months_tell_the_parts_apart():
    found = history_of(outcomes=past_of(np.random.default_rng(3), n_units=200, n_periods=36))

    assert found.lasting_variance == pytest.approx(2.0, rel=0.25)
    assert found.fading_variance == pytest.approx(1.0, rel=0.25)
    assert found.persistence == pytest.approx(0.6, abs=0.1)
    assert found.passing_variance == pytest.approx(0.5, rel=0.25)
    assert (found.n_units, found.n_periods) == (200, 36)


def test_gaps_cost_precision_and_not_truth():
    rng = np.random.default_rng(4)
    whole = past_of(rng, n_units=150, n_periods=12)  # more patterns of gaps than are looked at
    holed = np.where(rng.random(whole.shape) < 0.1, np.nan, whole)

    one, other = history_of(outcomes=whole), history_of(outcomes=holed)

    assert sum(np.diag(other.covariance(3))) == pytest.approx(
        sum(np.diag(one.covariance(3))), rel=0.3
    )


def parts(found):
    return [found.lasting_variance, found.fading_variance, found.passing_variance]


@few_examples
@given(seed=st.integers(0, 1000), scale=st.sampled_from([1e-6, 1e6]))
def test_shocks_to_all_units_and_the_unit_of_measurement(seed, scale):
    rng = np.random.default_rng(seed)
    past = past_of(rng, n_units=12, n_periods=8)
    moved = scale * (past + 5 * rng.normal(size=8))

    one, other = history_of(outcomes=past), history_of(outcomes=moved[::-1])

    assert sum(parts(other)) == pytest.approx(scale**2 * sum(parts(one)), rel=1e-2)


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (np.empty((0, 6)), (Silence.NOTHING_COUNTED, 1, 0)),
        (np.full((9, 9), np.nan), (Silence.NOTHING_COUNTED, 1, 0)),
        (np.eye(9)[:4], (Silence.TOO_FEW_UNITS, 5, 4)),
        (np.eye(9)[:, :5], (Silence.TOO_FEW_MONTHS, 6, 5)),
        (np.ones((9, 9)), (Silence.NO_SPREAD, 2, 1)),
        (np.ones((9, 9)) * np.arange(9)[:, None], (Silence.NO_SPREAD, 2, 1)),
    ],
)
def test_pasts_that_cannot_tell(outcomes, why):
    answer = history_of(outcomes=outcomes)

    assert isinstance(answer, NoAnswer)
    assert (answer.why, answer.needed, answer.found) == why


@pytest.mark.parametrize("outcomes", [[["a"]], np.full((9, 9), np.inf), [1.0, 2.0]])
def test_pasts_that_make_no_sense(outcomes):
    with pytest.raises(ValueError, match="outcomes"):
        history_of(outcomes=outcomes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lasting_variance": -1.0},
        {"passing_variance": np.nan},
        {"persistence": 1.0},
        {"fading_variance": 0.0, "passing_variance": 0.0},
    ],
)
def test_laws_that_cannot_be(wrong):
    right = {
        "lasting_variance": 1.0,
        "fading_variance": 1.0,
        "persistence": 0.5,
        "passing_variance": 1.0,
    }

    with pytest.raises(ValueError, match="must be"):
        History(**{**right, **wrong})
