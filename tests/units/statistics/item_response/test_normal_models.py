"""One- and two-parameter models; likelihoods checked by plain summing."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from dampak.foundation.answers import Silence
from dampak.statistics.item_response import (
    abilities,
    expected_abilities,
    likelihood_ratio_items,
    one_parameter_items,
    overall_fit,
    rasch_items,
    two_parameter_items,
)
from dampak.statistics.item_response.likelihood_ratio import two_groups
from dampak.statistics.item_response.marginal import (
    NODES,
    information,
    log_likelihood,
    person_scores,
    rows_of,
)
from dampak.statistics.item_response.normal_models import one_group

SLOPES = np.array([0.8, 1.2, 1.6, 0.9, 1.4])
PLACES = np.array([-1.0, -0.5, 0.0, 0.6, 1.1])


def answered(seed, people=400, centre=0.0):
    rng = np.random.default_rng(seed)
    chance = 1 / (1 + np.exp(-SLOPES * (rng.normal(centre, 1, (people, 1)) - PLACES)))
    return (rng.random((people, 5)) < chance).astype(float)


def with_gaps(seed):
    answers = answered(seed)
    answers[np.random.default_rng(seed).random(answers.shape) < 0.15] = np.nan
    return answers


def test_the_likelihood_is_that_of_integrating_over_a_normal_ability():
    answers = np.array([[1, 0, 1, 1, np.nan]])
    free = np.concatenate([SLOPES, -SLOPES * PLACES])

    value, _ = log_likelihood([rows_of(answers)], one_group(5, is_equal=False), free)

    def integrand(ability):
        chance = 1 / (1 + np.exp(-SLOPES * (ability - PLACES)))
        density = np.exp(-(ability**2) / 2) / np.sqrt(2 * np.pi)
        return chance[0] * (1 - chance[1]) * chance[2] * chance[3] * density

    assert np.exp(value) == pytest.approx(integrate.quad(integrand, -9, 9)[0], rel=1e-7)


@pytest.mark.parametrize("is_equal", [True, False])
def test_first_and_second_derivatives_are_those_of_small_steps(is_equal):
    rows, layout = rows_of(with_gaps(1)), one_group(5, is_equal=is_equal)
    free = np.concatenate([[1.1] if is_equal else SLOPES, -SLOPES * PLACES])

    steps = 1e-5 * np.eye(free.size)
    ends = [
        [log_likelihood([rows], layout, free + sign * step) for sign in (1, -1)] for step in steps
    ]
    by_steps = [(up[0] - down[0]) / 2e-5 for up, down in ends]
    assert log_likelihood([rows], layout, free)[1] == pytest.approx(by_steps, rel=1e-5, abs=1e-4)
    slopes, easiness = (part[0] for part in layout.parts(free)[:2])
    picks = np.eye(free.size)[layout.index[:-2]]
    second = -picks.T @ information(rows, slopes, easiness) @ picks
    assert second == pytest.approx(
        np.array([(up[1] - down[1]) / 2e-5 for up, down in ends]), rel=1e-4, abs=1e-3
    )


def test_scores_of_people_add_up_to_the_gradient_of_two_groups():
    groups = [rows_of(answered(1)), rows_of(with_gaps(2))]
    layout = two_groups(5, is_equal=False, differing=2)
    free = np.concatenate([SLOPES, -SLOPES * PLACES, [-0.3, 0.1], [0.2, 1.3]])
    slopes, easiness, means, spreads = layout.parts(free)

    parts = []
    for g, rows in enumerate(groups):
        scores = person_scores(rows, slopes[g], easiness[g], means[g] + spreads[g] * NODES)
        parts.append(rows.count @ scores)
    full = np.concatenate([[part[:5] for part in parts], [part[5:10] for part in parts]]).ravel()
    full = np.concatenate([full, [part[10] for part in parts], [part[11] for part in parts]])
    assert layout.gathered(full) == pytest.approx(log_likelihood(groups, layout, free)[1], abs=1e-8)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 99))
def test_neither_the_order_of_people_nor_of_questions_matters(seed):
    answers = answered(seed)
    plain = two_parameter_items(answers=answers)

    order = np.random.default_rng(seed).permutation(400)
    other = two_parameter_items(answers=answers[order][:, ::-1])

    assert other.slopes[::-1] == pytest.approx(plain.slopes, rel=1e-4)
    assert other.difficulties[::-1] == pytest.approx(plain.difficulties, abs=1e-4)
    assert other.slope_errors[::-1] == pytest.approx(plain.slope_errors, rel=1e-3)


def test_copying_everybody_keeps_the_numbers_and_halves_the_variance():
    answers = answered(4)
    once = one_parameter_items(answers=answers)

    twice = one_parameter_items(answers=np.vstack([answers, answers]))

    assert twice.difficulties == pytest.approx(once.difficulties, abs=1e-5)
    assert twice.difficulty_errors**2 == pytest.approx(once.difficulty_errors**2 / 2, rel=1e-4)
    assert twice.log_likelihood == pytest.approx(2 * once.log_likelihood)


def test_a_wrongly_keyed_question_shows_a_negative_slope():
    answers = answered(1, people=800)
    answers[:, 2] = 1 - answers[:, 2]

    found = two_parameter_items(answers=answers)

    assert found.slopes[2] < 0
    assert (found.slopes[[0, 1, 3, 4]] > 0).all()
    assert found.slopes_low[2] < found.slopes[2] < found.slopes_high[2] < 0


def test_answers_turned_round_give_the_same_model_and_not_its_mirror():
    answers = answered(1)

    right, wrong = two_parameter_items(answers=answers), two_parameter_items(answers=1 - answers)

    assert wrong.slopes == pytest.approx(right.slopes, rel=1e-3)
    assert wrong.difficulties == pytest.approx(-right.difficulties, abs=1e-3)


def test_a_question_everybody_can_do_has_no_place():
    found = one_parameter_items(answers=np.column_stack([np.ones(400), answered(1)]))

    assert list(found.is_placed) == [False, *[True] * 5]
    assert np.isnan(found.difficulties[0])
    assert np.isfinite(found.difficulty_errors[1:]).all()


@pytest.mark.parametrize(
    ("method", "answers", "why", "needed"),
    [
        (one_parameter_items, answered(1, people=49), Silence.TOO_FEW_PEOPLE, 50),
        (two_parameter_items, answered(1, people=249), Silence.TOO_FEW_PEOPLE, 250),
        (two_parameter_items, answered(1)[:, :2], Silence.TOO_FEW_ITEMS, 3),
        (one_parameter_items, np.ones((300, 5)), Silence.TOO_FEW_ITEMS, 3),
        (one_parameter_items, np.empty((0, 5)), Silence.TOO_FEW_ITEMS, 3),
        (
            one_parameter_items,
            np.vstack(
                [
                    np.hstack([answered(1), np.full((400, 5), np.nan)]),
                    np.hstack([np.full((400, 5), np.nan), answered(2)]),
                ]
            ),
            Silence.NOT_SEPARABLE,
            None,
        ),
    ],
)
def test_too_little_for_a_model_is_refused(method, answers, why, needed):
    answer = method(answers=answers)

    assert (answer.why, answer.needed) == (why, needed)


def test_questions_that_copy_one_another_do_not_settle():
    answers = answered(3)
    copies = np.column_stack([answers[:, 0]] * 4)

    assert two_parameter_items(answers=copies).why == Silence.NO_STABLE_SOLUTION


def test_questions_that_have_nothing_in_common_are_not_promised_a_slope():
    answers = np.random.default_rng(1).integers(0, 2, (300, 4))

    found = one_parameter_items(answers=answers)

    assert getattr(found, "why", None) == Silence.NO_STABLE_SOLUTION or found.slopes_low[0] < 0.2


def test_m2_is_that_of_the_full_table_of_answers():
    answers = answered(7)
    items = two_parameter_items(answers=answers)

    found = overall_fit(answers=answers, items=items)

    assert found.m2 == pytest.approx(m2_by_counting(answers, items), rel=1e-4)
    assert found.freedom == 15 - 10
    assert found.rmsea_low <= found.rmsea <= found.rmsea_high


def m2_by_counting(answers, items):
    rows = np.array([*product([0, 1], repeat=5)])
    moments = np.column_stack(
        [rows, *(rows[:, i] * rows[:, j] for i in range(5) for j in range(i + 1, 5))]
    )

    def expected(parameters):
        chance = 1 / (1 + np.exp(-(parameters[:5] * NODES[:, None] + parameters[5:])))
        weights = np.exp(-(NODES**2) / 2)
        each = np.prod(np.where(rows[:, None, :] == 1, chance, 1 - chance), axis=2)
        return each @ weights / weights.sum()

    at = np.concatenate([items.slopes, -items.slopes * items.difficulties])
    share = expected(at)
    cover = moments.T @ np.diag(share) @ moments - np.outer(moments.T @ share, moments.T @ share)
    steps = 1e-5 * np.eye(10)
    slope = np.array([moments.T @ (expected(at + s) - expected(at - s)) / 2e-5 for s in steps]).T
    seen = np.column_stack(
        [answers, *(answers[:, i] * answers[:, j] for i in range(5) for j in range(i + 1, 5))]
    ).mean(axis=0)
    off, inverse = seen - moments.T @ share, np.linalg.inv(cover)
    middle = inverse @ slope @ np.linalg.inv(slope.T @ inverse @ slope) @ slope.T @ inverse
    return len(answers) * off @ (inverse - middle) @ off


def test_m2_without_freedom_or_people_is_refused():
    answers = answered(1)
    three = two_parameter_items(answers=answers[:, :3])
    five = two_parameter_items(answers=answers)

    assert overall_fit(answers=answers[:, :3], items=three).why == Silence.TOO_FEW_ITEMS
    nobody = np.full((4, 5), np.nan)
    assert overall_fit(answers=nobody, items=five).why == Silence.TOO_FEW_PEOPLE
    with pytest.raises(ValueError, match="5 questions of items, got 3"):
        overall_fit(answers=answers[:, :3], items=five)


def test_warms_ability_is_where_his_equation_holds():
    items = rasch_items(answers=answered(1))
    rows = np.array([[1, 1, 0, 0, 0], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [1, np.nan, 0, np.nan, 1]])

    found = abilities(answers=rows, items=items)

    for row, ability, error in zip(rows, found.values, found.standard_errors, strict=True):
        seen = np.isfinite(row)
        chance = 1 / (1 + np.exp(items.difficulties[seen] - ability))
        spread = chance * (1 - chance)
        bias = (spread * (1 - 2 * chance)).sum() / (2 * spread.sum())
        assert (row[seen] - chance).sum() + bias == pytest.approx(0, abs=1e-8)
        assert error == pytest.approx(1 / np.sqrt(spread.sum()))
    assert list(found.n_answered) == [5, 5, 5, 3]


def test_an_expected_ability_is_the_mean_of_the_posterior_and_nobody_without_answers_is_average():
    items = two_parameter_items(answers=answered(1))
    rows = np.array([[1, 0, 1, np.nan, 0], [np.nan] * 5])

    found = expected_abilities(answers=rows, items=items)

    def weighted(power):
        def integrand(ability):
            chance = 1 / (1 + np.exp(-items.slopes * (ability - items.difficulties)))
            density = np.exp(-(ability**2) / 2)
            return (
                ability**power * chance[0] * (1 - chance[1]) * chance[2] * (1 - chance[4]) * density
            )

        return integrate.quad(integrand, -9, 9)[0]

    mean = weighted(1) / weighted(0)
    assert found.values == pytest.approx([mean, 0], abs=1e-6)
    assert found.standard_errors[0] == pytest.approx(np.sqrt(weighted(2) / weighted(0) - mean**2))
    # nothing but the people's own spread: 1, and -1.96 to 1.96
    assert found.standard_errors[1] == pytest.approx(1, abs=1e-6)
    assert (found.low[1], found.high[1]) == pytest.approx((-1.96, 1.96), abs=5e-3)


def test_people_to_whom_nothing_was_presented_have_no_ability_of_their_own():
    items = rasch_items(answers=answered(1))

    found = abilities(answers=np.array([[np.nan] * 5, [1, 0, 1, 0, 1]]), items=items)

    assert np.isnan(found.values[0])
    assert np.isfinite(found.values[1])
    assert abilities(answers=np.full((2, 5), np.nan), items=items).why == Silence.TOO_FEW_ITEMS
    with pytest.raises(ValueError, match="5 questions of items"):
        abilities(answers=[[1, 0]], items=items)


def in_two_groups(seed, harder=0.0):
    rng = np.random.default_rng(seed)
    focal = np.arange(400) % 2
    places = np.linspace(-1, 1, 6) + harder * np.outer(focal, np.arange(6) == 3)
    ability = rng.normal(-0.4 * focal, 1)[:, None]
    return (rng.random((400, 6)) < 1 / (1 + np.exp(1.3 * (places - ability)))).astype(float), focal


def test_a_question_harder_for_one_group_is_found():
    answers, focal = in_two_groups(1, harder=1.2)

    found = likelihood_ratio_items(answers=answers, is_focal=focal, is_equal=True)

    assert found.adjusted_p[3] < 0.001
    assert found.low[3] < found.harder_by[3] < found.high[3]
    assert found.harder_by[3] > 0.6
    assert (found.n_reference, found.n_focal, found.freedom) == (200, 200, 1)
    assert found.sharper_by == pytest.approx(np.ones(6))


def test_exchanging_the_groups_keeps_the_tests():
    answers, focal = in_two_groups(2, harder=0.7)

    one = likelihood_ratio_items(answers=answers, is_focal=focal, is_equal=True)
    other = likelihood_ratio_items(answers=answers, is_focal=1 - focal, is_equal=True)

    assert other.chi_squared == pytest.approx(one.chi_squared, abs=1e-4)
    # the unit of ability is now the other group's spread
    assert other.harder_by * one.focal_spread == pytest.approx(-one.harder_by, rel=0.1, abs=0.05)


@pytest.mark.parametrize(
    ("is_equal", "people", "items", "why", "needed"),
    [
        (True, 98, 6, Silence.TOO_FEW_PEOPLE, 50),
        (False, 400, 6, Silence.TOO_FEW_PEOPLE, 250),
        (True, 400, 4, Silence.TOO_FEW_ITEMS, 5),
        (True, 0, 6, Silence.TOO_FEW_ITEMS, 5),
    ],
)
def test_groups_too_small_for_the_model_are_refused(is_equal, people, items, why, needed):
    answers, focal = in_two_groups(1)

    answer = likelihood_ratio_items(
        answers=answers[:people, :items], is_focal=focal[:people], is_equal=is_equal
    )

    assert (answer.why, answer.needed) == (why, needed)


@pytest.mark.parametrize("is_focal", [[0, 1], [2] * 400, ["a"] * 400])
def test_groups_that_are_not_one_or_nought_are_refused(is_focal):
    with pytest.raises(ValueError, match="is_focal"):
        likelihood_ratio_items(answers=in_two_groups(1)[0], is_focal=is_focal)
