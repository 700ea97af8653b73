"""Several studies, one answer: when they agree, when they do not, when there are few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.synthesis import (
    Pooled,
    common_effect,
    effects_explained_by,
    pooled_effect,
    pooled_without_each,
    small_study_effects,
    unweighted_effect,
)

EFFECTS = [1.0, 3.0, 2.0, 6.0, 0.5]
ERRORS = [0.5, 1.0, 0.8, 1.2, 0.6]


def pooled(values=EFFECTS, errors=ERRORS, **more):
    answer = pooled_effect(values=values, standard_errors=errors, **more)
    assert isinstance(answer, Pooled)
    return answer


def test_studies_of_one_size_by_hand():
    # Effects 0, 4, 8 at errors 1: mean 4; between = 16 - 1 = 15 by all three ways (the sample
    # variance 32 / 2 = 16 is noise plus between). Error sqrt(16 / 3); the factor is 1; t of 2.
    for between in ("reml", "paule_mandel", "dersimonian_laird"):
        answer = pooled([0, 4, 8], [1, 1, 1], between=between)

        assert answer.value == pytest.approx(4)
        assert answer.heterogeneity.variance == pytest.approx(15)
        assert answer.standard_error == pytest.approx(np.sqrt(16 / 3))
        assert answer.high - 4 == pytest.approx(stats.t.ppf(0.975, 2) * np.sqrt(16 / 3))
        assert answer.heterogeneity.share == pytest.approx(15 / 16)
        assert answer.weights == pytest.approx([1 / 3] * 3)


def test_cochrans_statistic_by_hand():
    # weights 1, 1/4: mean (2 + 4/4) / 1.25 = 2.4; Q = .16 + 1.6**2 / 4 = .8
    answer = common_effect(values=[2, 4], standard_errors=[1, 2])

    assert answer.value == pytest.approx(2.4)
    assert answer.standard_error == pytest.approx(np.sqrt(1 / 1.25))
    assert answer.heterogeneity.q == pytest.approx(0.8)
    assert answer.heterogeneity.p_value == pytest.approx(stats.chi2.sf(0.8, 1))


def test_studies_that_agree_too_well_do_not_narrow_the_interval():
    # all 2.0 exactly: the published factor would be 0 and the interval a point
    answer = pooled([2.0, 2.0, 2.0], [1.0, 1.0, 1.0])

    assert answer.high - 2 == pytest.approx(stats.t.ppf(0.975, 2) / np.sqrt(3))
    assert answer.heterogeneity.variance == 0


def test_two_studies_give_a_very_wide_interval_and_no_next_place():
    # t of one degree of freedom: 12.7 errors of sqrt(1 / 2)
    answer = pooled([1.0, 1.2], [1.0, 1.0])

    assert answer.high - answer.low == pytest.approx(2 * 12.7062 * np.sqrt(0.5), rel=1e-5)
    assert (answer.next_low, answer.next_high) == (-np.inf, np.inf)


def unweighted(values=EFFECTS, errors=ERRORS):
    answer = unweighted_effect(values=values, standard_errors=errors)
    assert isinstance(answer, Pooled)
    return answer


def test_every_study_has_one_voice_by_hand():
    # Effects 0, 4, 8: mean 4, sample deviation 4, error 4 / sqrt(3); t of two degrees is 4.3027.
    # The errors of the studies change nothing.
    for errors in ([1, 1, 1], [0.1, 2, 5]):
        answer = unweighted([0, 4, 8], errors)

        assert (answer.value, answer.method) == (4, "unweighted/1")
        assert answer.standard_error == pytest.approx(4 / np.sqrt(3))
        assert answer.high - 4 == pytest.approx(4.30265 * 4 / np.sqrt(3), rel=1e-5)
        assert answer.weights == pytest.approx([1 / 3] * 3)


def test_the_unweighted_interval_is_that_of_the_t_test_in_scipy():
    found, peer = unweighted(), stats.ttest_1samp(EFFECTS, 0).confidence_interval()

    assert (found.low, found.high) == pytest.approx((peer.low, peer.high))
    assert (found.next_low, found.next_high) == (pooled().next_low, pooled().next_high)
    assert found.heterogeneity == pooled().heterogeneity


def test_one_large_study_speaks_for_all_only_where_weights_say_so():
    values, errors = (
        [0.0, 0.1, 0.2],
        [0.01, 0.5, 0.5],
    )  # no more apart than luck: A is 0, weights 10,000, 4 and 4

    assert pooled(values, errors).value == pytest.approx(0.3 * 4 / 10_008)
    assert unweighted(values, errors).value == pytest.approx(0.1)


def test_equal_weights_need_two_studies_that_differ():
    assert unweighted_effect(values=[1], standard_errors=[1]) == NoAnswer(
        why=Silence.TOO_FEW_STUDIES, needed=2, found=1
    )
    assert unweighted_effect(values=[2, 2, 2], standard_errors=[1, 2, 3]) == NoAnswer(
        why=Silence.NO_SPREAD
    )
    with pytest.raises(ValueError, match="standard_errors"):
        unweighted_effect(values=[1, 2], standard_errors=[1, 0])


def test_the_next_place_agrees_with_plain_integration():
    values, noise = np.array(EFFECTS), np.array(ERRORS) ** 2
    answer = pooled()

    def height(deviation):
        weights = 1 / (deviation**2 + noise)
        mean = weights @ values / weights.sum()
        fit = np.prod(np.sqrt(weights)) / np.sqrt(weights.sum())
        return fit * np.exp(-(weights @ (values - mean) ** 2) / 2)

    def below(deviation, end):
        weights = 1 / (deviation**2 + noise)
        mean, spread = weights @ values / weights.sum(), np.sqrt(deviation**2 + 1 / weights.sum())
        return height(deviation) * stats.norm.cdf(end, mean, spread)

    pieces = ((0, 3), (3, 20), (20, np.inf))
    total = sum(integrate.quad(height, *ends)[0] for ends in pieces)
    for end, share in ((answer.next_low, 0.025), (answer.next_high, 0.975)):
        found = sum(integrate.quad(below, *ends, args=(end,))[0] for ends in pieces) / total
        assert found == pytest.approx(share, abs=2e-5)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(-10, 10), min_size=3, max_size=8),
    st.floats(-100, 100),
    st.sampled_from([1e-3, 1.0, 1e3]),
)
def test_shift_scale_and_order_change_nothing_but_themselves(values, shift, scale):
    effects, errors = np.array(values), 1 + np.arange(len(values)) / 4

    plain = pooled(effects, errors)
    moved = pooled(scale * (effects + shift)[::-1], scale * errors[::-1])

    for name in ("value", "low", "high", "next_low", "next_high"):
        expected = scale * (getattr(plain, name) + shift)
        assert getattr(moved, name) == pytest.approx(expected, abs=scale * 1e-4)
    assert moved.heterogeneity.share == pytest.approx(plain.heterogeneity.share, abs=1e-5)
    assert plain.low <= plain.value <= plain.high


def test_a_study_copied_many_times_narrows_the_interval():
    once, often = pooled(), pooled(np.repeat(EFFECTS, 4), np.repeat(ERRORS, 4))

    assert often.high - often.low < once.high - once.low


def test_one_study_is_its_own_common_effect():
    answer = common_effect(values=[3.0], standard_errors=[0.5])

    assert (answer.value, answer.standard_error, answer.n) == (3.0, 0.5, 1)
    assert answer.next_low is None


def test_leaving_out_is_pooling_the_rest():
    found = pooled_without_each(values=EFFECTS, standard_errors=ERRORS)

    rest = pooled(EFFECTS[:3] + EFFECTS[4:], ERRORS[:3] + ERRORS[4:])
    assert (found.values[3], found.low[3]) == pytest.approx((rest.value, rest.low))
    assert np.argmin(found.values) == 3  # the study of 6.0 is what holds the answer up


def test_a_line_through_studies_by_hand():
    # Effects 1, 3, 5, 7 on days 1, 2, 3, 4, no scatter: slope 2, at day 0: -1; factor kept at 1.
    # Errors 1: slope error 1 / sqrt(sum of squared distances 5); t of 2 degrees of freedom.
    found = effects_explained_by(
        values=[1, 3, 5, 7], standard_errors=[1] * 4, covariates=[[1], [2], [3], [4]]
    )

    assert found.values == pytest.approx([-1, 2])
    assert found.standard_errors[1] == pytest.approx(np.sqrt(1 / 5))
    assert found.high[1] - 2 == pytest.approx(stats.t.ppf(0.975, 2) * np.sqrt(1 / 5))
    assert found.heterogeneity.variance == 0


def test_years_as_covariates_lose_no_digits():
    years = np.array([2031.0, 2032, 2033, 2034, 2035])
    plain, large = (
        effects_explained_by(
            values=EFFECTS, standard_errors=ERRORS, covariates=(years - shift)[:, None]
        )
        for shift in (2033, 0)
    )

    assert large.values[1] == pytest.approx(plain.values[1], rel=1e-9)
    assert large.values[0] == pytest.approx(plain.values[0] - 2033 * plain.values[1], rel=1e-9)


def test_small_studies_with_larger_effects_are_noticed():
    errors = np.linspace(0.1, 1, 12)
    scatter = np.tile([0.1, -0.1, -0.1, 0.1], 3) * errors
    answer = small_study_effects(values=0.5 + 2 * errors + scatter, standard_errors=errors)

    assert isinstance(answer, Measurement)
    assert answer.value == pytest.approx(2, abs=0.1)
    assert answer.low > 1.5


@pytest.mark.parametrize("line", [0.0, 2.0])
def test_studies_on_one_line_leave_no_doubt_to_measure(line):
    errors = np.linspace(0.1, 1, 12)

    answer = small_study_effects(values=line * errors, standard_errors=errors)

    assert answer == NoAnswer(why=Silence.EXACT_FIT)


def test_silence():
    one = {"values": [1.0], "standard_errors": [1.0]}

    assert pooled_effect(**one) == NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=2, found=1)
    assert common_effect(values=[], standard_errors=[]) == NoAnswer(
        why=Silence.TOO_FEW_STUDIES, needed=1, found=0
    )
    assert pooled_without_each(values=[1, 2], standard_errors=[1, 1]) == NoAnswer(
        why=Silence.TOO_FEW_STUDIES, needed=3, found=2
    )
    assert small_study_effects(values=EFFECTS, standard_errors=ERRORS) == NoAnswer(
        why=Silence.TOO_FEW_STUDIES, needed=10, found=5
    )
    assert small_study_effects(values=np.arange(10), standard_errors=np.ones(10)) == NoAnswer(
        why=Silence.NO_SPREAD
    )
    studies = {"values": EFFECTS, "standard_errors": ERRORS}
    assert effects_explained_by(**studies, covariates=np.ones((5, 1))) == NoAnswer(
        why=Silence.NOT_SEPARABLE
    )
    assert effects_explained_by(**studies, covariates=np.eye(5)[:, :3]) == NoAnswer(
        why=Silence.TOO_FEW_STUDIES, needed=6, found=5
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"values": ["x"] * 5}, "values must hold numbers"),
        ({"values": [np.inf, *EFFECTS[1:]]}, "values holds 1 values that are not finite"),
        ({"standard_errors": ERRORS[:4]}, r"one number per study \(5\), got 4"),
        ({"standard_errors": [0.0, *ERRORS[1:]]}, r"standard_errors holds 0.*\(study 0\)"),
        ({"between": "hedges"}, "between must be"),
        ({"confidence": 1.0}, "confidence must lie between 0 and 1"),
    ],
)
def test_wrong_arguments_are_named(change, fault):
    with pytest.raises(ValueError, match=fault):
        pooled_effect(**{"values": EFFECTS, "standard_errors": ERRORS} | change)


@pytest.mark.parametrize("covariates", [[[1], [2]], [[np.nan]] * 5])
def test_covariates_have_a_row_per_study(covariates):
    with pytest.raises(ValueError, match="one row without gaps per study"):
        effects_explained_by(values=EFFECTS, standard_errors=ERRORS, covariates=covariates)
