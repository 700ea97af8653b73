"""Few events: exact by hand, mirrored, and silent where there were none."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.outcomes import event_rate, rate_ratio, rate_ratio_of_units

few_examples = settings(max_examples=50, deadline=None)


def test_no_event_by_hand():
    # half of exp(-mean) is 2.5 % where mean = -log(0.05) = 2.996, the rule of three
    found = event_rate(count=0, exposure=200)

    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(-math.log(0.05) / 200)


@few_examples
@given(count=st.integers(0, 300), exposure=st.floats(0.1, 1e6))
def test_half_the_doubt_lies_on_each_side(count, exposure):
    found = event_rate(count=count, exposure=exposure)

    for end, tail in ((found.low, 0.975), (found.high, 0.025)):
        mean = end * exposure
        if mean > 0:
            fewer = stats.poisson.cdf(count - 1, mean) + stats.poisson.pmf(count, mean) / 2
            assert fewer == pytest.approx(tail, abs=1e-6)
    assert found.low <= found.value <= found.high


def two(first, second):
    return rate_ratio(
        trained_count=first[0],
        trained_exposure=first[1],
        comparison_count=second[0],
        comparison_exposure=second[1],
    )


@few_examples
@given(first=st.integers(0, 40), second=st.integers(1, 40), over=st.floats(1, 1000))
def test_turning_the_groups_turns_the_ratio(first, second, over):
    found, turned = two((first, over), (second, 100)), two((second, 100), (first, over))

    assert found.low <= found.value <= found.high
    assert found.low == pytest.approx(1 / turned.high if turned.high < math.inf else 0)
    assert found.high == pytest.approx(1 / turned.low)


def test_no_event_among_the_others_leaves_the_ratio_without_an_upper_end():
    found = two((4, 100), (0, 100))

    assert (found.value, found.high) == (math.inf, math.inf)
    # given four events, all in one of two equal groups: 0.5 * share ** 4 = 0.025
    share = 0.05 ** (1 / 4)
    assert found.low == pytest.approx(share / (1 - share))


def units(seed=1, *, n=20):
    rng = np.random.default_rng(seed)
    exposure = rng.uniform(50, 150, n)
    return {
        "counts": rng.poisson(0.1 * exposure),
        "exposure": exposure,
        "is_trained": np.arange(n) < n // 2,
    }


def test_units_that_are_all_alike_give_the_plain_ratio():
    # trained 4 and 6 of 100 each: 10/200; others 10 and 10 of 100: 20/200
    found = rate_ratio_of_units(counts=[4, 6, 10, 10], exposure=[100] * 4, is_trained=[1, 1, 0, 0])

    # scores of the trained -1/10 and 1/10, of the others 0: error sqrt(2/100)
    assert found.value == pytest.approx(0.5)
    assert found.standard_error_of_log == pytest.approx(math.sqrt(0.02))


@few_examples
@given(seed=st.integers(0, 1000), scale=st.floats(0.01, 100))
def test_neither_order_nor_the_unit_of_exposure_matters(seed, scale):
    data = units(seed)
    order = np.random.default_rng(seed).permutation(20)

    plain = rate_ratio_of_units(**data)
    mixed = rate_ratio_of_units(
        counts=data["counts"][order],
        exposure=scale * data["exposure"][order],
        is_trained=data["is_trained"][order],
    )

    assert (mixed.value, mixed.low, mixed.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_a_giant_and_a_dwarf_are_worth_one_unit():
    found = rate_ratio_of_units(
        counts=[50, 1, 5, 6], exposure=[1000, 10, 100, 100], is_trained=[1, 1, 0, 0]
    )

    assert found == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=1)


@pytest.mark.parametrize(
    ("asked", "silence"),
    [
        (lambda: event_rate(count=0, exposure=0), (Silence.NOTHING_COUNTED, 1, 0)),
        (lambda: two((0, 10), (0, 10)), (Silence.TOO_FEW_CASES, 1, 0)),
        (lambda: two((1, 0), (1, 10)), (Silence.NOTHING_COUNTED, 1, 0)),
        (
            lambda: rate_ratio_of_units(**{**units(), "is_trained": np.arange(20) < 19}),
            (Silence.TOO_FEW_COMPARISON, 2, 1),
        ),
        (
            lambda: rate_ratio_of_units(**{**units(), "counts": np.arange(20) // 10}),
            (Silence.TOO_FEW_CASES, 1, 0),
        ),
        (
            lambda: rate_ratio_of_units(counts=[], exposure=[], is_trained=[]),
            (Silence.TOO_FEW_TRAINED, 2, 0),
        ),
    ],
)
def test_nothing_is_said_where_nothing_happened(asked, silence):
    why, needed, found = silence

    assert asked() == NoAnswer(why=why, needed=needed, found=found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: event_rate(count=-1, exposure=1), "count"),
        (lambda: event_rate(count=1.5, exposure=1), "count"),
        (lambda: event_rate(count=1, exposure=math.inf), "exposure"),
        (lambda: event_rate(count="many", exposure=1), "count"),
        (lambda: two((1, 1), (1, -1)), "exposure"),
        (lambda: rate_ratio_of_units(**{**units(), "exposure": np.zeros(20)}), "exposure"),
        (lambda: rate_ratio_of_units(**{**units(), "exposure": np.ones(3)}), "exposure"),
        (lambda: rate_ratio_of_units(**{**units(), "is_trained": np.arange(20)}), "is_trained"),
    ],
)
def test_what_is_no_count_is_refused_by_name(asked, said):
    with pytest.raises(ValueError, match=said):
        asked()
