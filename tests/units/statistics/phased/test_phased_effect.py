"""A lottery decided who was trained when: the doubt is what other lots would have shown."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.phased import Draw, PhasedEffect, WorkingCovariance, phased_effect
from dampak.statistics.phased.inversion import effects_not_rejected, share_as_extreme

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=15, deadline=None)
CONTRASTS = ["two_way", "within_months", WorkingCovariance(unit_share=0.5, persistence=0.4)]


def asked(outcomes, first, *, seed=1, **rules):
    return phased_effect(
        outcomes=outcomes, first_treated=first, rng=np.random.default_rng(seed), **rules
    )


def answered(outcomes, first, **rules):
    answer = asked(outcomes, first, **rules)
    assert isinstance(answer, PhasedEffect)
    return answer


def a_wedge(seed, *, starts=(2, 4, 6), each=4, n_periods=8, gaps=0.0):
    rng = np.random.default_rng(seed)
    first = rng.permutation(np.repeat(starts, each))
    outcomes = rng.normal(size=(first.size, n_periods)).cumsum(axis=1)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    return outcomes, first


def numbers(answer):
    return answer.value, answer.low, answer.high


def test_six_units_of_which_three_were_drawn():
    # Trained 5 6 7, others 1 2 3: the difference in means is 6 - 2 = 4. Of the 20 ways to choose
    # three, two are as far from zero: this one and its mirror, p = 2 / 20.
    answer = answered(
        [[5.0], [6.0], [7.0], [1.0], [2.0], [3.0]],
        [0, 0, 0, -1, -1, -1],
        contrast="within_months",
        confidence=0.8,
    )

    assert answer.value == pytest.approx(4)
    assert (answer.p_value, answer.n_orderings, answer.n_looked_at) == (0.1, 20, 20)
    assert (answer.n_trained, answer.n_comparison) == (3, 3)
    # 0.8 is kept while more than 4 ways speak for x. The two above always do. Swapping one trained
    # with one other gives 18 / 2 = 9 more ways and their mirrors; exchanging i trained for j
    # others moves the mean difference by (y_j - y_i) * 2 / 3 and the trained by the share 2 / 3, so
    # its root is x = y_i - y_j: 7-1 6-1 7-2 ..., 5-3: sorted 6 5 5 4 4 4 3 3 2. The mirrors have
    # the same roots: the third largest of 6 6 5 5 5 5 ... is 5 and the third smallest is 3.
    assert (answer.low, answer.high) == (pytest.approx(3), pytest.approx(5))


def test_two_starts_that_meet_in_one_month_by_hand():
    # Two-way on 2 units and 3 months would be hopeless; here 6 units, changes 0 0 0 | 3 3 3 after
    # training in month 1, so every trained unit moves 3 beyond the others: the estimate is 3.
    outcomes = np.array([[1, 1], [2, 2], [3, 3], [1, 4], [2, 5], [9, 12]], dtype=float)

    answer = answered(outcomes, [-1, -1, -1, 1, 1, 1], confidence=0.8)

    assert answer.value == pytest.approx(3)
    assert answer.p_value == pytest.approx(2 / 20)


def test_strata_and_whole_offices_limit_the_lottery():
    outcomes, _ = a_wedge(1, starts=(2, 4), each=8)
    first = np.array([2, 2, 4, 4] * 4)
    strata, offices = np.repeat([0, 1], 8), np.repeat(np.arange(8), 2)

    ways = {
        "one lottery": answered(outcomes, first).n_orderings,
        "strata": answered(outcomes, first, draw=Draw(strata=strata)).n_orderings,
        "offices": answered(outcomes, first, draw=Draw(drawn_together=offices)).n_orderings,
    }

    # 16 over 8; 8 over 4, squared; 8 over 4
    assert ways == {"one lottery": 12870, "strata": 4900, "offices": 70}


@pytest.mark.parametrize("contrast", CONTRASTS)
def test_a_list_of_all_orderings_is_the_same_lottery(contrast):
    outcomes, first = a_wedge(3, starts=(2, 4), each=4)
    listed = [
        np.where(np.isin(np.arange(8), early), 2, 4)
        for early in itertools.combinations(range(8), 4)
    ]

    by_rule = answered(outcomes, first, contrast=contrast)
    by_list = answered(outcomes, first, contrast=contrast, draw=Draw(orderings=listed))

    assert by_list.p_value == by_rule.p_value
    assert numbers(by_list) == pytest.approx(numbers(by_rule))


def test_drawing_at_random_comes_near_to_looking_at_all():
    outcomes, first = a_wedge(5, each=3)  # 9! / 3!**3 = 1680 orderings

    every, some = answered(outcomes, first), answered(outcomes, first, draws=1500)

    assert (every.n_looked_at, some.n_looked_at) == (1680, 1501)
    assert some.p_value == pytest.approx(every.p_value, abs=0.05)  # four standard errors
    assert numbers(some) == pytest.approx(numbers(every), rel=0.3)


@pytest.mark.parametrize("contrast", CONTRASTS)
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_the_interval_holds_exactly_the_effects_whose_test_does_not_reject(contrast, gaps):
    outcomes, first = a_wedge(8, starts=(2, 5), each=4, gaps=gaps)
    after = np.arange(8) >= first[:, None]

    answer = answered(outcomes, first, contrast=contrast, confidence=0.8)

    def kept(effect):
        return answered(outcomes - effect * after, first, contrast=contrast).p_value > 0.2 + 1e-9

    near = 1e-6 * (answer.high - answer.low)
    assert [kept(answer.low - near), kept(answer.low + near)] == [False, True]
    assert [kept(answer.high - near), kept(answer.high + near)] == [True, False]


def test_orderings_that_train_more_than_what_happened_are_counted_outside_their_roots():
    # a0 - x c0 = 1 - x. Orderings: a - x c = 2x (speaks where |2x| >= |1 - x|: x <= -1, x >= 1/3),
    # 0 (only at x = 1), x - 3 (|x - 3| >= |1 - x|: x <= 2), and what happened itself.
    redrawn = np.array([1 + 1j, 0 - 2j, 0 + 0j, -3 - 1j])

    # More than one: 1 everywhere, a second up to 2 and, beyond, the one that trains more.
    assert effects_not_rejected(1 + 1j, redrawn, allowed=1, plus=0) == (-np.inf, np.inf)
    # More than two: x <= -1 (three), not between -1 and 1/3, then three from 1/3 to 2.
    assert effects_not_rejected(1 + 1j, redrawn, allowed=2, plus=0) == (-np.inf, 2)
    # More than three: only the estimate itself, where the third ordering speaks too.
    assert effects_not_rejected(1 + 1j, redrawn, allowed=3, plus=0) == (1, 1)


@few_examples
@given(seed=seeds, allowed=st.integers(0, 6))
def test_counting_along_the_roots_equals_testing_effect_by_effect(seed, allowed):
    rng = np.random.default_rng(seed)
    redrawn = rng.normal(size=9) + 1j * rng.normal(size=9)
    observed = complex(rng.normal(), rng.uniform(0.5, 1.5))

    low, high = effects_not_rejected(observed, redrawn, allowed=allowed, plus=1)

    a, c = redrawn.real, redrawn.imag
    roots = np.sort(
        [*(observed.real - a) / (observed.imag - c), *(observed.real + a) / (observed.imag + c)]
    )
    between = [roots[0] - 1, *(roots[1:] + roots[:-1]) / 2, roots[-1] + 1]
    speaks = [1 + (abs(a - x * c) >= abs(observed.real - x * observed.imag)).sum() for x in between]
    kept = np.flatnonzero(np.array(speaks) > allowed)
    if kept.size:
        edges = [-np.inf, *roots, np.inf]
        assert (low, high) == (pytest.approx(edges[kept[0]]), pytest.approx(edges[kept[-1] + 1]))
    else:
        assert low == pytest.approx(high)


def test_what_happened_counts_among_the_drawings():
    assert share_as_extreme(5 + 1j, np.array([1 + 0j, 2 + 0j, 3 + 0j]), plus=1) == 1 / 4


@few_examples
@given(seed=seeds, contrast=st.sampled_from(CONTRASTS), gaps=st.sampled_from([0.0, 0.1]))
def test_a_shock_to_every_unit_in_a_month_changes_nothing(seed, contrast, gaps):
    outcomes, first = a_wedge(seed, gaps=gaps)
    shocked = outcomes + 10 * np.random.default_rng(seed).normal(size=8)

    assert numbers(answered(shocked, first, contrast=contrast, draws=199)) == pytest.approx(
        numbers(answered(outcomes, first, contrast=contrast, draws=199)), rel=1e-6, abs=1e-8
    )


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
def test_the_level_of_a_unit_does_not_matter_to_the_two_way_contrast(seed, gaps):
    outcomes, first = a_wedge(seed, gaps=gaps)
    lifted = outcomes + 10 * np.random.default_rng(seed).normal(size=(first.size, 1))

    assert numbers(answered(lifted, first, draws=199)) == pytest.approx(
        numbers(answered(outcomes, first, draws=199)), rel=1e-6, abs=1e-8
    )


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]), contrast=st.sampled_from(CONTRASTS))
def test_another_unit_of_measurement_scales_the_answer(seed, scale, contrast):
    outcomes, first = a_wedge(seed)
    plain = answered(outcomes, first, contrast=contrast, draws=199)
    scaled = answered(outcomes * scale, first, contrast=contrast, draws=199)

    assert scaled.p_value == plain.p_value
    assert sorted(numbers(scaled)) == pytest.approx(sorted(x * scale for x in numbers(plain)))


@few_examples
@given(seed=seeds)
def test_the_interval_contains_the_estimate_and_moves_with_an_effect(seed):
    outcomes, first = a_wedge(seed)
    after = np.arange(8) >= first[:, None]

    plain, moved = (answered(outcomes + x * after, first, draws=199) for x in (0, 5))

    assert plain.low <= plain.value <= plain.high
    assert numbers(moved) == pytest.approx([x + 5 for x in numbers(plain)])


@few_examples
@given(seed=seeds, contrast=st.sampled_from(CONTRASTS), gaps=st.sampled_from([0.0, 0.1]))
def test_the_order_of_the_units_does_not_matter(seed, contrast, gaps):
    outcomes, first = a_wedge(seed, starts=(2, 5), gaps=gaps)
    order = np.random.default_rng(seed).permutation(first.size)

    one = answered(outcomes, first, contrast=contrast, confidence=0.8)
    other = answered(outcomes[order], first[order], contrast=contrast, confidence=0.8)

    assert other.p_value == one.p_value
    assert numbers(other) == pytest.approx(numbers(one))


def test_units_trained_after_the_data_end_are_units_never_trained():
    outcomes, first = a_wedge(2, starts=(2, 99))

    assert asked(outcomes, first) == asked(outcomes, np.where(first == 99, -1, first))


def silence(first, *, outcomes=None, **rules):
    if outcomes is None:
        outcomes = np.random.default_rng(1).normal(size=(len(first), 6))
    answer = asked(outcomes, first, **rules)
    assert isinstance(answer, NoAnswer)
    return answer.why, answer.needed, answer.found


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ([-1] * 8, (Silence.NOBODY_TRAINED, 1, 0)),
        ([9] * 8, (Silence.NOBODY_TRAINED, 1, 0)),
        ([3] * 8, (Silence.EVERYBODY_AT_ONCE, 1, 0)),
        ([3], (Silence.EVERYBODY_AT_ONCE, 1, 0)),
        ([3, -1], (Silence.TOO_FEW_ORDERINGS, 20, 2)),
        ([3, 3, 3, -1, -1], (Silence.TOO_FEW_ORDERINGS, 20, 10)),
        # 20 ways, but each has a mirror that trains just the others: two of 20 are one in ten
        ([3, 3, 3, -1, -1, -1], (Silence.TOO_FEW_ORDERINGS, 40, 20)),
        ([0] * 5 + [-1] * 5, (Silence.NO_MONTHS_BEFORE, 1, 0)),
    ],
)
def test_says_what_is_missing_and_how_much_of_it(first, why):
    assert silence(first) == why


def test_two_offices_drawn_whole_are_two_lots():
    draw = Draw(drawn_together=["east"] * 6 + ["west"] * 6)

    assert silence([3] * 6 + [-1] * 6, draw=draw) == (Silence.TOO_FEW_ORDERINGS, 20, 2)


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (np.full((10, 6), np.nan), (Silence.NOTHING_COUNTED, 1, 0)),
        (np.full((10, 6), 1e9) + np.arange(10)[:, None], (Silence.NO_SPREAD, 2, 1)),
        (np.arange(10.0)[:, None], (Silence.TOO_FEW_MONTHS, 2, 1)),
    ],
)
def test_outcomes_that_cannot_answer(outcomes, why):
    first = [0 if outcomes.shape[1] == 1 else 3] * 5 + [-1] * 5

    assert silence(first, outcomes=outcomes) == why


def test_no_units_at_all():
    assert silence([], outcomes=np.empty((0, 6)))[0] is Silence.NOTHING_COUNTED


def test_trained_and_untrained_that_never_meet_in_one_month():
    outcomes = np.random.default_rng(1).normal(size=(10, 6))
    outcomes[:5, 3:], outcomes[5:, 3:] = np.nan, outcomes[5:, 3:]

    found = silence([3] * 5 + [-1] * 5, outcomes=outcomes, contrast="within_months")

    assert found == (Silence.TOO_FEW_COMPARISON, 1, 0)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"outcomes": [["a", "b"]] * 8}, "outcomes must hold numbers"),
        ({"outcomes": np.full((8, 2), np.inf)}, "outcomes holds infinite values"),
        ({"outcomes": [1.0, 2.0]}, "outcomes must have one row per unit"),
        ({"first_treated": [1, 2]}, "first_treated must have one position per unit"),
        ({"first_treated": [0.5] * 8}, "first_treated must hold whole numbers"),
        ({"confidence": 1.0}, "confidence must lie between 0 and 1"),
        ({"draws": 18}, "draws must be at least 19"),
        ({"contrast": "fixed"}, "contrast must be"),
        ({"draw": Draw(strata=[1, 2])}, "strata must hold one label a row"),
        ({"draw": Draw(strata=[np.nan] * 8)}, "strata holds 8 missing"),
        ({"draw": Draw(drawn_together=[0] * 8)}, "share their first_treated"),
        (
            {"draw": Draw(drawn_together=np.repeat([0, 1], 4), strata=np.arange(8) % 2)},
            "share their strata",
        ),
        ({"draw": Draw(orderings=[[1, 2]])}, "orderings must have one row per ordering"),
        ({"draw": Draw(orderings=[[1] * 8] * 2)}, "the same ordering twice"),
        ({"draw": Draw(orderings=[[1] * 8])}, "does not hold the order that was drawn"),
        (
            {"draw": Draw(orderings=[[1] * 8], drawn_together=np.arange(8))},
            "already in the list of orderings",
        ),
    ],
)
def test_arguments_that_make_no_sense_are_refused_by_name(wrong, named):
    right = {"outcomes": np.eye(8), "first_treated": [2] * 4 + [-1] * 4}

    with pytest.raises(ValueError, match=named):
        phased_effect(**{**right, "rng": np.random.default_rng(1), **wrong})


@pytest.mark.parametrize("wrong", [{"unit_share": 1.0}, {"unit_share": 0.5, "persistence": -1.0}])
def test_a_covariance_that_cannot_be(wrong):
    with pytest.raises(ValueError, match="must"):
        WorkingCovariance(**wrong)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ({"unit_share": "x"}, "unit_share must be a finite number"),
        ({"unit_share": 0.5, "persistence": np.nan}, "persistence must be a finite number"),
        ({"unit_share": 0.99999999, "persistence": 0.999}, "leave months nothing of their own"),
    ],
)
def test_a_covariance_that_cannot_be_turned_round_is_refused(shares, says):
    with pytest.raises(ValueError, match=says):
        WorkingCovariance(**shares)
