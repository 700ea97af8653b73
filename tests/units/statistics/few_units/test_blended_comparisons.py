"""One or a few trained units beside a blend of others, judged by placebos."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.few_units import (
    SyntheticComparison,
    plain_difference,
    synthetic_control,
    synthetic_difference,
)
from dampak.statistics.few_units.block import block_of
from dampak.statistics.few_units.comparison import Weights, compared

METHODS = [synthetic_control, synthetic_difference, plain_difference]
seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=10, deadline=None)


def block(seed=0, *, n_donors=20, n_treated=1, n_periods=18, n_before=12, effect=0.0):
    """Trained units first; two moods shared unequally, and luck."""
    rng = np.random.default_rng(seed)
    n_units = n_donors + n_treated
    moods = rng.normal(size=(2, n_periods)).cumsum(axis=1) / 3
    outcomes = rng.normal(size=(n_units, 1)) + rng.normal(size=(n_units, 2)) @ moods
    outcomes += rng.normal(size=(n_units, n_periods))
    outcomes[:n_treated, n_before:] += effect
    return outcomes, np.where(np.arange(n_units) < n_treated, n_before, -1)


def asked(method, outcomes, first, **options):
    return method(outcomes=outcomes, first_treated=first, rng=np.random.default_rng(1), **options)


def answered(method, outcomes, first, **options):
    answer = asked(method, outcomes, first, **options)
    assert isinstance(answer, SyntheticComparison), answer
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high, answer.standard_error, answer.p_value


def exact_blend():
    """Unit 0 is half of each of the first two donors, plus 7, and moves by 3 after period 6."""
    months = np.arange(8.0)
    donors = np.array([np.sin((k + 1) * months) + 0.3 * k * months for k in range(1, 20)])
    trained = 7 + (donors[0] + donors[1]) / 2 + 3 * (months >= 6)
    return np.vstack([trained, donors]), np.where(np.arange(20) == 0, 6, -1)


def test_a_blend_that_fits_exactly_gives_back_what_was_added():
    answer = answered(synthetic_control, *exact_blend())

    assert answer.value == pytest.approx(3, abs=1e-5)
    assert answer.gaps == pytest.approx([0] * 6 + [3] * 2, abs=1e-5)
    assert answer.error_before == pytest.approx(0, abs=1e-5)
    assert answer.method == "synthetic_control_demeaned/1"


def test_levels_that_no_blend_reaches_are_refused_by_the_classical_form_alone():
    outcomes, first = exact_blend()
    outcomes[0] += 100

    refused = asked(synthetic_control, outcomes, first, demeaned=False)

    assert refused == NoAnswer(why=Silence.NO_OVERLAP)
    assert answered(synthetic_control, outcomes, first).value == pytest.approx(3, abs=1e-5)


def test_plain_difference_of_a_case_worked_by_hand():
    # Donors 1 to 19 move by 1 to 19 in the last two months: on average by 10. The trained moves by
    # 40: 30 more. Donor k moves by 19/18 (k - 10) more than the other donors; the farthest are
    # donors 1 and 19, by 9.5. With 19 placebos and 95 %, the farthest one bounds the interval.
    outcomes = np.zeros((20, 6))
    outcomes[:, 4:] = np.array([40, *range(1, 20)])[:, None]

    answer = answered(plain_difference, outcomes, np.array([4] + [-1] * 19))

    assert answer.value == pytest.approx(30)
    assert (answer.low, answer.high) == pytest.approx((20.5, 39.5))
    assert answer.placebo_values == pytest.approx([19 / 18 * (k - 10) for k in range(1, 20)])
    assert (answer.p_value, answer.smallest_p_value) == pytest.approx((1 / 20, 1 / 20))
    # mean of (k - 10)^2 over 1..19 is (19^2 - 1) / 12 = 30
    assert answer.standard_error == pytest.approx(19 / 18 * np.sqrt(30))


def test_the_rank_counts_placebos_that_moved_as_far_in_either_direction():
    outcomes = np.zeros((21, 6))
    outcomes[:, 4:] = np.array([0, -9, 9, *[1, -1] * 9])[:, None]

    answer = answered(plain_difference, outcomes, np.array([4] + [-1] * 20))

    assert answer.p_value == 1.0  # all 20 donors moved farther than the trained, which did not move


@pytest.mark.parametrize("method", METHODS)
def test_the_interval_holds_exactly_the_effects_that_the_placebo_test_does_not_reject(method):
    outcomes, first = block(3, n_donors=24)
    answer = answered(method, outcomes, first)

    def p_value_if_it_were(effect):
        freed = outcomes - effect * ((first >= 0)[:, None] & (np.arange(18) >= 12))
        return answered(method, freed, first).p_value

    width = answer.high - answer.low
    for end, inward in ((answer.low, 1), (answer.high, -1)):
        assert p_value_if_it_were(end + inward * 1e-6 * width) > 0.05
        assert p_value_if_it_were(end - inward * 1e-6 * width) <= 0.05


@pytest.mark.parametrize("method", METHODS)
def test_with_several_trained_units_it_still_does_though_they_serve_as_placebos_too(method):
    outcomes, first = block(5, n_donors=9, n_treated=2, effect=1.0)
    answer = answered(method, outcomes, first)

    def p_value_if_it_were(effect):
        freed = outcomes - effect * ((first >= 0)[:, None] & (np.arange(18) >= 12))
        return answered(method, freed, first).p_value

    width = answer.high - answer.low
    assert answer.smallest_p_value == 1 / 55  # all ways to choose 2 of 11
    assert p_value_if_it_were(answer.low + 1e-6 * width) > 0.05
    assert p_value_if_it_were(answer.low - 1e-6 * width) <= 0.05


def test_many_trained_units_draw_their_placebos_and_say_how_small_p_can_be():
    outcomes, first = block(n_donors=20, n_treated=4)

    answer = answered(plain_difference, outcomes, first)

    assert answer.smallest_p_value == 1 / 200
    assert answer.placebo_values.size == 199


@pytest.mark.parametrize("method", METHODS)
def test_without_drawing_nothing_depends_on_the_generator(method):
    outcomes, first = block()
    rng = np.random.default_rng(1)
    before = rng.bit_generator.state

    method(outcomes=outcomes, first_treated=first, rng=rng)

    assert rng.bit_generator.state == before


@few_examples
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_a_shock_to_every_unit_and_the_level_of_a_unit_change_nothing(seed, method):
    outcomes, first = block(seed)
    rng = np.random.default_rng(seed)
    shocked = outcomes + rng.normal(size=18) * 5 + rng.normal(size=(21, 1)) * 50

    plain, moved = asked(method, outcomes, first), asked(method, shocked, first)

    if isinstance(plain, NoAnswer):
        assert moved == plain
    elif method is synthetic_difference:  # its regularisation sees the shocks as noise
        assert np.isfinite(moved.value)
    else:
        assert numbers(moved) == pytest.approx(numbers(plain), abs=1e-5)


@few_examples
@given(seed=seeds, method=st.sampled_from(METHODS), scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, method, scale):
    outcomes, first = block(seed)
    plain, scaled = asked(method, outcomes, first), asked(method, outcomes * scale, first)

    if isinstance(plain, NoAnswer):
        assert scaled == plain
    else:
        assert scaled.value == pytest.approx(scale * plain.value, rel=1e-6)
        assert scaled.high - scaled.low == pytest.approx(
            abs(scale) * (plain.high - plain.low), rel=1e-6
        )


@few_examples
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_the_order_of_the_units_does_not_matter_and_donors_keep_their_rows(seed, method):
    outcomes, first = block(seed)
    order = np.random.default_rng(seed).permutation(21)
    plain = asked(method, outcomes, first)
    shuffled = asked(method, outcomes[order], first[order])

    if isinstance(plain, NoAnswer):
        assert shuffled == plain
    else:
        assert numbers(shuffled) == pytest.approx(numbers(plain), rel=1e-6)
        weight = dict(zip(plain.donor_rows, plain.donor_weights, strict=True))
        for row, found in zip(shuffled.donor_rows, shuffled.donor_weights, strict=True):
            assert found == pytest.approx(weight[order[row]], abs=1e-6)


@few_examples
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_weights_are_blends_the_interval_holds_the_estimate_and_the_solution_is_proven(
    seed, method
):
    answer = asked(method, *block(seed, n_donors=25, effect=1.0))

    if isinstance(answer, SyntheticComparison):
        assert answer.low <= answer.value <= answer.high
        assert answer.donor_weights.sum() == pytest.approx(1)
        assert answer.month_weights.sum() == pytest.approx(1)
        assert answer.duality_gap <= 1e-10
        assert answer.p_value >= answer.smallest_p_value


def test_copies_of_the_donors_change_no_plain_estimate():
    outcomes, first = block()
    doubled = np.vstack([outcomes, outcomes[1:]]), np.concatenate([first, first[1:]])

    twice = answered(plain_difference, *doubled)

    assert twice.value == pytest.approx(answered(plain_difference, outcomes, first).value)


def test_a_donor_with_a_twin_is_blended_perfectly_so_the_trained_alone_is_out_of_reach():
    outcomes, first = block()
    doubled = np.vstack([outcomes, outcomes[1:]]), np.concatenate([first, first[1:]])

    assert asked(synthetic_control, *doubled) == NoAnswer(why=Silence.NO_OVERLAP)


def refusals():
    outcomes, first = block()
    gap = outcomes.copy()
    gap[4, 2] = np.nan
    late = np.where(first >= 0, 3, -1)
    return {
        "one unit": (outcomes[:1], first[:1], Silence.EVERYBODY_AT_ONCE),
        "no unit": (np.empty((0, 18)), np.empty(0, dtype=int), Silence.NOTHING_COUNTED),
        "nothing counted": (outcomes * np.nan, first, Silence.NOTHING_COUNTED),
        "nobody trained": (outcomes, first * 0 - 1, Silence.NOBODY_TRAINED),
        "no comparison": (outcomes, first * 0 + 12, Silence.EVERYBODY_AT_ONCE),
        "trained in the first month": (
            outcomes,
            np.where(first >= 0, 0, -1),
            Silence.NO_MONTHS_BEFORE,
        ),
        "one donor": (outcomes[:2], first[:2], Silence.TOO_FEW_COMPARISON),
        "eighteen donors": (outcomes[:19], first[:19], Silence.TOO_FEW_COMPARISON),
        "three months before": (outcomes, late, Silence.TOO_FEW_MONTHS),
        "a gap": (gap, first, Silence.FEW_UNITS_WITH_GAPS),
        "constant": (outcomes * 0 + 5, first, Silence.NO_SPREAD),
    }


@pytest.mark.parametrize("case", refusals())
@pytest.mark.parametrize("method", METHODS)
def test_silence_says_why(method, case):
    outcomes, first, why = refusals()[case]

    answer = asked(method, outcomes, first)

    assert isinstance(answer, NoAnswer)
    assert answer.why is why


def test_weights_that_might_not_be_the_best_give_no_answer():
    outcomes, first = block()
    unsure = Weights(of_donors=np.eye(20)[0], of_months=np.zeros(12), duality_gap=1e-3)
    ready = block_of(outcomes=outcomes, first_treated=first)

    answer = compared(
        ready, lambda _: unsure, method="any/1", confidence=0.95, rng=np.random.default_rng(1)
    )

    assert answer == NoAnswer(why=Silence.NO_STABLE_SOLUTION)


def test_several_trained_need_two_more_donors_than_themselves():
    outcomes, first = block(n_donors=5, n_treated=4)

    assert asked(synthetic_difference, outcomes, first) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=6, found=5
    )


def test_too_few_donors_says_how_many_this_confidence_needs():
    outcomes, first = block(n_donors=18)

    assert asked(synthetic_control, outcomes, first) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=19, found=18
    )
    # 90 % needs a placebo test that can reach 1/10: nine donors.
    answer = answered(synthetic_control, outcomes[:10], first[:10], confidence=0.9)
    assert answer.smallest_p_value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"first_treated": [12, 13, *[-1] * 19]}, "2 different months"),
        ({"outcomes": np.full((21, 18), np.inf)}, "infinite"),
        ({"outcomes": [["a"] * 18] * 21}, "must hold numbers"),
        ({"outcomes": np.zeros(18)}, "one row per unit"),
        ({"first_treated": [12]}, "one position per unit"),
        ({"confidence": 1.0}, "confidence must lie between 0 and 1"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_a_bad_argument_is_named(method, change, message):
    outcomes, first = block()
    arguments = {"outcomes": outcomes, "first_treated": first, **change}

    with pytest.raises(ValueError, match=message):
        method(**arguments, rng=np.random.default_rng(1))


@pytest.mark.parametrize("method", METHODS)
def test_units_that_all_stood_still_together_show_no_luck(method):
    outcomes, first = np.zeros((40, 12)), np.where(np.arange(40) == 0, 6, -1)
    outcomes[3, 7] = 1.0  # but one, in one month

    answer = asked(method, outcomes, first)

    if isinstance(answer, SyntheticComparison):
        assert answer.low < answer.high
    else:
        assert answer == NoAnswer(why=Silence.NO_SPREAD)


@pytest.mark.parametrize("method", METHODS)
def test_movements_too_small_for_their_squares_are_none(method):
    outcomes, first = block()

    assert asked(method, outcomes * 1e-200, first) == NoAnswer(why=Silence.NO_SPREAD)
