"""p-values of many outcomes: what is left of each once the others are counted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.multiplicity import (
    Adjusted,
    adjusted_p_values,
    in_planned_order,
    step_down_by_permutation,
    step_down_p_values,
)

CONTROLS = ("holm", "hochberg", "benjamini_hochberg", "benjamini_yekutieli", "sharpened")
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def adjusted(p_values, control="holm", **more):
    answer = adjusted_p_values(p_values=p_values, control=control, **more)
    assert isinstance(answer, Adjusted)
    return answer


def test_three_p_values_by_hand():
    # Sorted .01 .02 .04. Holm: 3 * .01, 2 * .02, 1 * .04, never falling.
    # Hochberg, from the top: .04, min(.04, 2 * .02), min(.04, 3 * .01).
    # Benjamini-Hochberg: 3/3 * .04, 3/2 * .02, 3/1 * .01, never rising downwards.
    # Benjamini-Yekutieli: those times 1 + 1/2 + 1/3 = 11/6.
    p_values = [0.04, 0.01, 0.02]

    assert adjusted(p_values).p_values == pytest.approx([0.04, 0.03, 0.04])
    assert adjusted(p_values, "hochberg").p_values == pytest.approx([0.04, 0.03, 0.04])
    assert adjusted(p_values, "benjamini_hochberg").p_values == pytest.approx([0.04, 0.03, 0.03])
    assert adjusted(p_values, "benjamini_yekutieli").p_values == pytest.approx(
        np.array([0.04, 0.03, 0.03]) * 11 / 6
    )


def test_hochberg_claims_all_where_the_largest_is_small():
    # .03 and .04: Holm asks 2 * .03 = .06 first; Hochberg sees that even .04 is below .05
    assert not adjusted([0.03, 0.04]).rejected.any()
    assert adjusted([0.03, 0.04], "hochberg").rejected.all()


def test_sharpened_by_hand():
    # Two p-values .02 and .5. At level q the first stage works at q' = q / (1 + q).
    # First is claimed in stage one if .02 <= q' / 2, q >= .0417; then stage two works at
    # q' * 2 / (2 - 1), and .02 <= 2 q' / 2 holds from q' = .02 on. Without stage one's claim,
    # stage two works at q' and needs the same .0417. So q = .04 / .96.
    # Second: .5 <= 2 q' (one claimed before): q' = .25, q = 1/3.
    assert adjusted([0.02, 0.5], "sharpened").p_values == pytest.approx([0.04 / 0.96, 1 / 3])


@pytest.mark.parametrize("control", CONTROLS)
def test_one_question_needs_no_adjustment(control):
    if control != "sharpened":
        assert adjusted([0.03], control).p_values == pytest.approx([0.03])


@settings(max_examples=50, deadline=None)
@given(P_VALUES, st.randoms(use_true_random=False))
def test_order_of_the_questions_does_not_matter_and_order_of_the_answers_stays(p_values, random):
    order = list(range(len(p_values)))
    random.shuffle(order)
    vector = np.array(p_values)

    for control in CONTROLS:
        plain, moved = adjusted(vector, control), adjusted(vector[order], control)
        assert moved.p_values == pytest.approx(plain.p_values[order], abs=1e-12)
        assert (np.diff(plain.p_values[np.argsort(vector)]) >= -1e-12).all()
        assert (plain.p_values <= 1).all()


@settings(max_examples=50, deadline=None)
@given(P_VALUES)
def test_the_careful_never_claim_more_than_the_bold(p_values):
    found = {control: adjusted(p_values, control).p_values for control in CONTROLS[:4]}

    assert (np.array(p_values) <= found["benjamini_hochberg"] + 1e-12).all()
    assert (found["benjamini_hochberg"] <= found["hochberg"] + 1e-12).all()
    assert (found["hochberg"] <= found["holm"] + 1e-12).all()
    assert (found["benjamini_hochberg"] <= found["benjamini_yekutieli"] + 1e-12).all()


def test_the_primary_outcome_pays_nothing_for_the_secondary_ones():
    # Step 0: .04. Step 1, Holm of .01 and .02: .02, .02, raised to the gate .04. Step 2: .6.
    answer = in_planned_order(p_values=[0.04, 0.01, 0.02, 0.6], steps=[0, 1, 1, 2])

    assert answer.p_values == pytest.approx([0.04, 0.04, 0.04, 0.6])
    assert answer.rejected.tolist() == [True, True, True, False]


def test_behind_a_primary_outcome_that_did_not_move_nothing_is_claimed():
    answer = in_planned_order(p_values=[0.2, 0.0001], steps=[0, 1])

    assert answer.p_values == pytest.approx([0.2, 0.2])


def test_gaps_between_steps_do_not_matter():
    p_values = [0.03, 0.01, 0.2]

    assert in_planned_order(p_values=p_values, steps=[0, 5, 9]).p_values == pytest.approx(
        in_planned_order(p_values=p_values, steps=[0, 1, 2]).p_values
    )


def test_joint_step_down_by_hand():
    # Statistics 3 and 2; drawings (1, 0), (0, 2.5), (3.5, 0), (0, 0).
    # For 3: largest of both 1, 2.5, 3.5, 0: one beyond, (1 + 1) / 5. For 2: the second alone,
    # 0, 2.5, 0, 0: one beyond, 2/5.
    answer = step_down_p_values(statistics=[3, 2], drawn=[[1, 0], [0, 2.5], [3.5, 0], [0, 0]])

    assert answer.p_values == pytest.approx([0.4, 0.4])


def test_a_step_never_has_a_smaller_p_value_than_the_one_before():
    answer = step_down_p_values(statistics=[3, 2.9], drawn=[[5, 0], [4, 0], [0, 0]])

    assert answer.p_values == pytest.approx([3 / 4, 3 / 4])


def test_outcomes_that_are_copies_cost_nothing():
    random = np.random.default_rng(1)
    trained = np.arange(30) < 12
    change = random.normal(size=30) + 0.3 * trained

    def p_values(table):
        return step_down_by_permutation(
            outcomes=table, trained=trained, rng=np.random.default_rng(2), draws=999
        ).p_values

    alone = p_values(change[:, None])
    assert p_values(np.column_stack([change] * 4)) == pytest.approx(np.full(4, alone[0]))
    assert p_values(np.column_stack([change, random.normal(size=30)]))[0] > alone[0]


def test_shift_and_scale_of_an_outcome_do_not_matter():
    random = np.random.default_rng(1)
    trained, table = np.arange(20) < 8, random.normal(size=(20, 3))
    how = {"trained": trained, "draws": 199}

    plain = step_down_by_permutation(outcomes=table, rng=np.random.default_rng(2), **how)
    moved = step_down_by_permutation(
        outcomes=table * [1e-6, 1, 1e6] + [5, -3, 1e6], rng=np.random.default_rng(2), **how
    )

    assert moved.p_values == pytest.approx(plain.p_values)


def test_silence():
    nothing = NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    random, table = np.random.default_rng(1), np.arange(12.0).reshape(6, 2)
    how = {"outcomes": table, "rng": random}

    assert adjusted_p_values(p_values=[]) == nothing
    assert in_planned_order(p_values=[], steps=[]) == nothing
    assert step_down_p_values(statistics=[], drawn=np.zeros((3, 0))) == nothing
    assert step_down_by_permutation(trained=np.arange(6) < 1, **how) == NoAnswer(
        why=Silence.TOO_FEW_TRAINED, needed=2, found=1
    )
    assert step_down_by_permutation(trained=np.arange(6) < 5, **how) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=2, found=1
    )
    assert step_down_by_permutation(
        outcomes=np.ones((6, 1)), trained=np.arange(6) < 3, rng=random
    ) == NoAnswer(why=Silence.NO_SPREAD)


@pytest.mark.parametrize(
    ("method", "arguments", "fault"),
    [
        (adjusted_p_values, {"p_values": [1.2]}, "must lie from 0 to 1"),
        (adjusted_p_values, {"p_values": [np.nan]}, "not finite"),
        (adjusted_p_values, {"p_values": ["x"]}, "must hold numbers"),
        (adjusted_p_values, {"p_values": [0.1], "control": "bonferoni"}, "control must be one of"),
        (adjusted_p_values, {"p_values": [0.1], "level": 5}, "level must lie between 0 and 1"),
        (in_planned_order, {"p_values": [0.1, 0.2], "steps": [0]}, r"per p-value \(2\)"),
        (in_planned_order, {"p_values": [0.1], "steps": [0.5]}, "one whole number"),
        (in_planned_order, {"p_values": [0.1], "steps": [-1]}, "count from 0"),
        (step_down_p_values, {"statistics": [1], "drawn": [[1, 2]]}, r"per statistic \(1\)"),
        (step_down_p_values, {"statistics": [1], "drawn": [[np.nan]]}, "without gaps"),
        (
            step_down_by_permutation,
            {"outcomes": [[1.0], [2.0]], "trained": [1, 0], "rng": np.random.default_rng(1)},
            "one true or false",
        ),
        (
            step_down_by_permutation,
            {
                "outcomes": [[1.0], [np.nan]],
                "trained": [True, False],
                "rng": np.random.default_rng(1),
            },
            "outcomes holds gaps",
        ),
    ],
)
def test_wrong_arguments_are_named(method, arguments, fault):
    with pytest.raises(ValueError, match=fault):
        method(**arguments)
