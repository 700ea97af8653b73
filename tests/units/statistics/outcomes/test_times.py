"""Waiting times: orders by hand, open cases counted as open, and silence where too many are."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.outcomes import (
    log_time_effect,
    restricted_mean_difference,
    restricted_mean_time,
    time_quantile,
    time_quantile_with_open_cases,
)

few_examples = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10_000)


def cases(seed, *, n=40):
    rng = np.random.default_rng(seed)
    days, watched = rng.lognormal(2, 0.8, n), rng.uniform(2, 40, n)
    return {"days": np.minimum(days, watched), "is_closed": days <= watched}


def closed(seed, *, n=60, units=12):
    rng = np.random.default_rng(seed)
    return {
        "days": rng.lognormal(2, 0.8, n),
        "is_trained": np.arange(n) % units < units // 2,
        "units": np.arange(n) % units,
    }


def ends(found):
    return found.low, found.high


def test_the_interval_of_a_median_lies_between_cases_in_order():
    # of 25 cases the 8th and 18th enclose the median with 95.7 %, the 9th and 17th with 89.2 %
    found = time_quantile(days=np.arange(1.0, 26.0))

    assert found.value == 13
    assert 8 <= found.low <= 9
    assert found.high == pytest.approx(26 - found.low)


def test_the_slow_tenth_of_twenty_cases_has_no_upper_end():
    # 0.9 ** 20 = 12 %: even the slowest may lie below it
    found = time_quantile(days=np.arange(1.0, 21.0), share=0.9)

    assert found.high == math.inf
    assert found.low < found.value


@few_examples
@given(seed=seeds, scale=st.floats(0.01, 100))
def test_hours_or_days_do_not_matter(seed, scale):
    data = cases(seed)

    for asked in (
        lambda c: time_quantile(days=c["days"]),
        lambda c: time_quantile_with_open_cases(**c),
        lambda c: restricted_mean_time(**c, horizon=c["days"].max() / 2),
    ):
        plain, scaled = asked(data), asked({**data, "days": scale * data["days"]})
        assert (scaled.value, *ends(scaled)) == pytest.approx(
            tuple(scale * each for each in (plain.value, *ends(plain)))
        )
        assert plain.low <= plain.value <= plain.high


def test_kaplan_and_meier_by_hand():
    # closed at 2, open at 3, closed at 4, 6, 8, open at 9. Still open after 2: 5/6; after 4:
    # 5/6 * 3/4 = 5/8; after 6: 5/8 * 2/3 = 5/12: the median is 6. Until day 6:
    # 2 * 1 + 2 * 5/6 + 2 * 5/8 = 59/12
    data = {"days": [2, 3, 4, 6, 8, 9], "is_closed": [1, 0, 1, 1, 1, 0]}

    assert time_quantile_with_open_cases(**data).value == 6
    assert restricted_mean_time(**data, horizon=6).value == pytest.approx(59 / 12)


def test_without_open_cases_the_restricted_mean_is_the_mean_of_what_is_cut_off():
    days = np.array([4.0, 5, 6, 7, 20, 30])

    found = restricted_mean_time(days=days, is_closed=np.ones(6), horizon=10)

    cut = np.minimum(days, 10)
    reach = stats.t.ppf(0.975, 5) * cut.std(ddof=1) / math.sqrt(6)  # units of one size: Student's
    assert found.value == pytest.approx(cut.mean())
    assert found.standard_error == pytest.approx(cut.std() / math.sqrt(6))
    assert found.low == pytest.approx(max(cut.mean() - reach, 0))


@few_examples
@given(seed=seeds)
def test_leaving_open_cases_out_makes_an_office_look_fast(seed):
    data = cases(seed)

    honest = time_quantile_with_open_cases(**data)
    only_closed = time_quantile(days=data["days"][data["is_closed"]])

    if not isinstance(honest, NoAnswer):
        assert honest.value >= only_closed.value * 0.8


def test_too_many_open_cases_have_no_median():
    data = {"days": np.arange(1.0, 21.0), "is_closed": np.arange(20) < 6}

    found = time_quantile_with_open_cases(**data)

    assert found == NoAnswer(why=Silence.STILL_OPEN, needed=10, found=6)
    assert restricted_mean_time(**data, horizon=15).value < 15
    assert restricted_mean_time(**data, horizon=25) == NoAnswer(
        why=Silence.STILL_OPEN, needed=1, found=0
    )


@few_examples
@given(seed=seeds)
def test_a_difference_of_means_turns_with_the_groups(seed):
    data = cases(seed)
    trained = np.arange(40) % 2 == 0

    found = restricted_mean_difference(**data, is_trained=trained, horizon=5)
    turned = restricted_mean_difference(**data, is_trained=~trained, horizon=5)

    assert (found.value, *ends(found)) == pytest.approx((-turned.value, -turned.high, -turned.low))


def test_cases_of_one_unit_are_one_piece_of_evidence():
    data = cases(3, n=20)
    alone = restricted_mean_time(**data, horizon=5)
    tenfold = {name: np.repeat(each, 10) for name, each in data.items()}

    together = restricted_mean_time(**tenfold, horizon=5, units=np.repeat(np.arange(20), 10))
    as_if_many = restricted_mean_time(**tenfold, horizon=5)

    assert ends(together) == pytest.approx(ends(alone))
    assert as_if_many.high - as_if_many.low < (alone.high - alone.low) / 2


def test_a_factor_on_times_by_hand():
    # logs of the trained 0 and 2, of the others 1 and 3: factor exp(-1); alone each error is of 1
    found = log_time_effect(days=np.exp([0.0, 2, 1, 3]), is_trained=[1, 1, 0, 0])

    assert found.factor.value == pytest.approx(math.exp(-1))
    # smearing: residuals -1, 1, -1, 1 average cosh(1); the others' mean exp(2) * cosh(1)
    assert found.in_days.value == pytest.approx(math.exp(2) * math.cosh(1) * math.expm1(-1))


@few_examples
@given(seed=seeds, scale=st.floats(0.01, 100))
def test_a_factor_knows_no_unit_of_time(seed, scale):
    data = closed(seed)

    plain, scaled = (log_time_effect(**{**data, "days": f * data["days"]}) for f in (1, scale))

    assert ends(scaled.factor) == pytest.approx(ends(plain.factor))
    assert ends(scaled.in_days) == pytest.approx(tuple(scale * e for e in ends(plain.in_days)))
    assert plain.factor.low <= plain.factor.value <= plain.factor.high


def test_the_kind_of_case_is_held_equal():
    # kind 1 takes three times as long, and the trained got most of it
    rng = np.random.default_rng(3)
    trained = np.arange(400) < 200
    kind = rng.random(400) < np.where(trained, 0.8, 0.2)
    days = np.exp(1 + np.log(3) * kind + 0.3 * rng.normal(size=400))

    plain = log_time_effect(days=days, is_trained=trained)
    equal = log_time_effect(days=days, is_trained=trained, covariates=kind[:, None].astype(float))

    assert plain.factor.low > 1.5
    assert equal.factor.low < 1 < equal.factor.high


@pytest.mark.parametrize(
    ("asked", "silence"),
    [
        (lambda: time_quantile(days=[1, 2, 3, 4]), (Silence.TOO_FEW_CASES, 5, 4)),
        (lambda: time_quantile(days=[]), (Silence.TOO_FEW_CASES, 5, 0)),
        (
            lambda: time_quantile_with_open_cases(days=[], is_closed=[]),
            (Silence.TOO_FEW_CASES, 5, 0),
        ),
        (
            lambda: time_quantile_with_open_cases(days=[1.0] * 6, is_closed=[0] * 6),
            (Silence.STILL_OPEN, 3, 0),
        ),
        (
            lambda: restricted_mean_time(days=[2.0] * 6, is_closed=[1] * 6, horizon=5),
            (Silence.NO_SPREAD, 2, 1),
        ),
        (
            lambda: restricted_mean_time(**cases(1), horizon=2, units=[7] * 40),
            (Silence.TOO_FEW_UNITS, 2, 1),
        ),
        (
            lambda: restricted_mean_difference(**cases(1), horizon=2, is_trained=np.arange(40) < 1),
            (Silence.TOO_FEW_TRAINED, 2, 1),
        ),
        (
            lambda: restricted_mean_difference(
                **cases(1), horizon=2, is_trained=np.arange(40) < 39
            ),
            (Silence.TOO_FEW_COMPARISON, 2, 1),
        ),
        (
            lambda: log_time_effect(**{**closed(1), "is_trained": np.zeros(60)}),
            (Silence.TOO_FEW_TRAINED, 2, 0),
        ),
        (
            lambda: log_time_effect(
                **closed(1), covariates=closed(1)["is_trained"][:, None].astype(float)
            ),
            (Silence.NOT_SEPARABLE, 3, None),
        ),
    ],
)
def test_nothing_is_said_where_nothing_can_be(asked, silence):
    why, needed, found = silence

    assert asked() == NoAnswer(why=why, needed=needed, found=found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: time_quantile(days=[-1, 2, 3]), "days must be 0 or more"),
        (lambda: time_quantile(days=["a"]), "days must hold numbers"),
        (lambda: time_quantile(days=[1, np.inf]), "days"),
        (lambda: time_quantile(days=[1, 2], share=90), "share"),
        (lambda: time_quantile_with_open_cases(days=[1, 2], is_closed=[1]), "is_closed"),
        (lambda: restricted_mean_time(**cases(1), horizon=0), "horizon"),
        (lambda: restricted_mean_time(**cases(1), horizon=3, units=[1]), "units"),
        (
            lambda: restricted_mean_difference(
                **cases(1), horizon=3, is_trained=np.arange(40) < 20, units=np.arange(40) % 7
            ),
            "units must lie in one group",
        ),
        (lambda: log_time_effect(days=[0, 1], is_trained=[1, 0]), "days must be above 0"),
        (
            lambda: log_time_effect(days=[1, 1], is_trained=[1, 0], covariates=[1, 2]),
            "covariates",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(asked, said):
    with pytest.raises(ValueError, match=said):
        asked()


def test_what_cases_add_to_the_error_is_greenwoods_variance():
    data = cases(7)

    found = restricted_mean_time(**data, horizon=8)

    at = np.unique(data["days"][data["is_closed"]])
    at = at[at < 8]
    at_risk = np.array([(data["days"] >= moment).sum() for moment in at])
    share = np.cumprod(1 - 1 / at_risk)
    edges = np.append(at, 8.0)
    area = np.array([(share[j:] * np.diff(edges)[j:]).sum() for j in range(at.size)])
    variance = (area**2 / (at_risk * (at_risk - 1))).sum()
    assert found.standard_error == pytest.approx(math.sqrt(variance))
