"""What people gained, alone and in classes; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.learning import adjusted_gain, normalised_gain, paired_gain
from dampak.statistics.learning.least_squares import coefficient


def people(seed=1, n=24):
    rng = np.random.default_rng(seed)
    before = rng.normal(60, 10, n)
    return before, before + rng.normal(5, 6, n)


def test_the_mean_gain_and_students_interval():
    # gains 2, 4, 6: mean 4, sd 2, error 2 / sqrt(3) = 1.1547, t(2) = 4.30265
    gain = paired_gain(before=[50, 60, 70], after=[52, 64, 76])

    assert (gain.value, gain.n) == (pytest.approx(4), 3)
    assert gain.standard_error == pytest.approx(1.154701)
    assert (gain.low, gain.high) == pytest.approx((4 - 4.968275, 4 + 4.968275), abs=1e-5)


def test_classes_of_one_size_count_as_one_person_each():
    before, after = people()
    classes = np.repeat(np.arange(6), 4)

    by_class = paired_gain(before=before, after=after, classes=classes)

    means = [x.reshape(6, 4).mean(axis=1) for x in (before, after)]
    as_people = paired_gain(before=means[0], after=means[1])
    assert by_class.value == pytest.approx(as_people.value)
    assert (by_class.low, by_class.high) == pytest.approx((as_people.low, as_people.high))


def test_who_missed_a_test_is_not_counted():
    gain = paired_gain(before=[50, 60, 70, np.nan, 10], after=[52, 64, 76, 90, np.nan])

    assert (gain.value, gain.n) == (pytest.approx(4), 3)


@settings(max_examples=40, deadline=None)
@given(shift=st.floats(-50, 50), scale=st.floats(0.1, 20), seed=st.integers(0, 999))
def test_a_shift_of_both_tests_changes_no_gain_and_a_scale_scales_it(shift, scale, seed):
    before, after = people(seed)
    classes = np.random.default_rng(seed).integers(0, 7, before.size)
    plain = paired_gain(before=before, after=after, classes=classes)

    moved = paired_gain(
        before=before * scale + shift, after=after * scale + shift, classes=classes * 10
    )

    assert moved.value == pytest.approx(plain.value * scale)
    assert moved.low == pytest.approx(plain.low * scale, abs=1e-6)
    assert moved.low <= moved.value <= moved.high


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_copying_everybody_inside_their_class_adds_no_evidence(seed):
    before, after = people(seed)
    classes = np.random.default_rng(seed).integers(0, 5, before.size)
    once = paired_gain(before=before, after=after, classes=classes)

    twice = paired_gain(
        before=np.tile(before, 2), after=np.tile(after, 2), classes=np.tile(classes, 2)
    )

    assert (twice.low, twice.high) == pytest.approx((once.low, once.high))


@pytest.mark.parametrize(
    ("before", "after", "classes", "why", "found"),
    [
        ([], [], None, Silence.TOO_FEW_PEOPLE, 0),
        ([1], [2], None, Silence.TOO_FEW_PEOPLE, 1),
        ([1, np.nan], [2, 3], None, Silence.TOO_FEW_PEOPLE, 1),
        ([1, 2, 3], [2, 4, 4], [1, 1, 1], Silence.TOO_FEW_GROUPS, 1),
        ([1, 2, 3], [3, 4, 5], None, Silence.NO_SPREAD, None),
    ],
)
def test_a_gain_that_cannot_be_told_is_refused(before, after, classes, why, found):
    answer = paired_gain(before=before, after=after, classes=classes)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"before": ["a", "b"], "after": [1, 2]}, "before"),
        ({"before": [1, np.inf], "after": [1, 2]}, "before"),
        ({"before": [1, 2], "after": [1, 2, 3]}, "after"),
        ({"before": [[1, 2]], "after": [1, 2]}, "before"),
        ({"before": [1, 2], "after": [1, 3], "classes": [1]}, "classes"),
        ({"before": [1, 2], "after": [1, 3], "classes": [1.0, np.nan]}, "classes"),
        ({"before": [1, 2], "after": [1, 3], "confidence": 95}, "confidence"),
    ],
)
def test_a_bad_argument_is_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=named):
        paired_gain(**arguments)


def test_the_share_of_the_missing_points():
    # means 50 and 220 / 3; gained 70 / 3 of the missing 50
    gain = normalised_gain(before=[40, 50, 60], after=[60, 70, 90], full_marks=100)

    assert gain.value == pytest.approx(70 / 3 / 50)


def test_fiellers_limits_are_where_the_t_test_just_does_not_reject():
    before, after = people()
    answer = normalised_gain(before=before, after=after, full_marks=120)

    for limit in (answer.low, answer.high):
        # at the limit, gain - limit * missing has a t of 2.068658 with 23 degrees of freedom
        left = (after - before) - limit * (120 - before)
        t = abs(left.mean()) / (left.std(ddof=1) / np.sqrt(24))
        assert t == pytest.approx(2.0686576, abs=1e-6)


def test_the_share_says_nothing_where_nearly_all_points_were_reached():
    answer = normalised_gain(before=[100, 100, 97], after=[100, 99, 100], full_marks=100)

    assert answer.why == Silence.NO_ROOM_TO_GAIN


def test_a_score_above_full_marks_is_refused():
    with pytest.raises(ValueError, match=r"full_marks is 50.* 70"):
        normalised_gain(before=[10, 20], after=[30, 70], full_marks=50)


def test_the_difference_at_equal_scores_before():
    # gain = 10 - 0.1 * before for the others, 3 more for the trained; noise +1, -1 sums to nothing
    before = np.array([20.0, 40, 20, 40, 20, 40, 20, 40])
    trained = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    noise = np.array([1.0, 1, -1, -1, 1, 1, -1, -1])

    found = adjusted_gain(
        before=before, after=before + 10 - 0.1 * before + 3 * trained + noise, is_trained=trained
    )

    assert found.effect.value == pytest.approx(3)
    assert (found.intercept, found.slope) == pytest.approx((10, -0.1))
    assert (found.effect.n_trained, found.effect.n_comparison) == (4, 4)


def test_without_classes_the_error_is_welchs_and_the_freedom_imbens_and_kolesars():
    # groups of 3 and 27, Behrens and Fisher's problem; Imbens and Kolesar's formula:
    # freedom 30^2 * 2 * 26 / (27^2 * 26 + 3^2 * 2) = 46800 / 18972 = 2.4668
    rng = np.random.default_rng(4)
    outcome = rng.normal(size=30)
    trained = (np.arange(30) < 3).astype(float)
    found = coefficient(
        outcome, np.column_stack([np.ones(30), trained]), np.array([0.0, 1]), np.arange(30)
    )

    one, other = outcome[:3], outcome[3:]
    assert found.standard_error == pytest.approx(
        np.sqrt(one.var(ddof=1) / 3 + other.var(ddof=1) / 27)
    )
    assert found.freedom == pytest.approx(46800 / 18972)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_error_by_classes_is_that_of_the_full_matrices(seed):
    rng = np.random.default_rng(seed)
    classes = np.concatenate([np.arange(6), rng.integers(0, 6, 20)])
    design = np.column_stack([np.ones(26), classes < 2, rng.normal(size=26)])
    outcome, contrast = rng.normal(size=26), np.array([0.0, 1, 0])

    found = coefficient(outcome, design, contrast, classes)

    error, freedom = with_full_matrices(outcome, design, contrast, classes)
    assert found.standard_error == pytest.approx(error)
    assert found.freedom == pytest.approx(freedom)


def with_full_matrices(outcome, design, contrast, classes):
    inverse = np.linalg.inv(design.T @ design)
    kept = np.eye(outcome.size) - design @ inverse @ design.T
    residual = kept @ outcome
    columns, variance = [], 0.0
    for number in np.unique(classes):
        mine = classes == number
        values, vectors = np.linalg.eigh(kept[np.ix_(mine, mine)])
        inner = np.where(values > 1e-10, 1 / np.sqrt(np.maximum(values, 1e-10)), 0)
        weights = (vectors * inner) @ vectors.T @ design[mine] @ inverse @ contrast
        variance += float(weights @ residual[mine]) ** 2
        columns.append(kept[:, mine] @ weights)
    gram = np.array(columns) @ np.array(columns).T
    return np.sqrt(variance), np.trace(gram) ** 2 / (gram**2).sum()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), effect=st.floats(-20, 20))
def test_what_every_trained_person_gains_more_is_found_in_full(seed, effect):
    before, after = people(seed)
    trained = np.arange(24) % 3 == 0
    plain = adjusted_gain(before=before, after=after, is_trained=trained)

    moved = adjusted_gain(before=before, after=after + effect * trained, is_trained=trained)

    assert moved.effect.value == pytest.approx(plain.effect.value + effect)
    assert moved.slope == pytest.approx(plain.slope)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_order_of_people_and_the_names_of_classes_do_not_matter(seed):
    before, after = people(seed)
    classes, trained = np.arange(24) % 8, np.arange(24) % 8 < 3
    plain = adjusted_gain(before=before, after=after, is_trained=trained, classes=classes)

    order = np.random.default_rng(seed).permutation(24)
    other = adjusted_gain(
        before=before[order],
        after=after[order],
        is_trained=trained[order],
        classes=np.array(list("qhzeruxb"))[classes[order]],
    )

    assert (other.effect.low, other.effect.high) == pytest.approx(
        (plain.effect.low, plain.effect.high)
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"is_trained": [0, 0, 0, 0, 0, 1]}, Silence.TOO_FEW_TRAINED),
        ({"is_trained": [1, 1, 1, 1, 1, 0]}, Silence.TOO_FEW_COMPARISON),
        ({"is_trained": [0] * 6}, Silence.TOO_FEW_TRAINED),
        ({"before": [5] * 6}, Silence.NO_SPREAD),
        ({"after": [2, 4, 5, 8, 10, 12], "before": [1, 3, 4, 7, 9, 11]}, Silence.NO_SPREAD),
        ({"classes": [1, 1, 2, 3, 3, 3]}, Silence.TOO_FEW_TRAINED),
        ({"covariates": [[1.0], [1], [1], [0], [0], [0]]}, Silence.NOT_SEPARABLE),
        ({"covariates": np.eye(6)[:, :3]}, Silence.TOO_FEW_PEOPLE),
        # each trained class has a score of its own: class and score cannot be told apart
        (
            {
                "before": [1.0, 1, 1, 1, 5, 9],
                "after": [3.0, 4, 2, 1, 9, 8],
                "is_trained": [0, 0, 0, 0, 1, 1],
                "classes": [1, 1, 2, 2, 3, 4],
            },
            Silence.NOT_SEPARABLE,
        ),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(changed, why):
    given_data = {
        "before": [1.0, 3, 4, 7, 9, 11],
        "after": [4.0, 4, 6, 9, 12, 15],
        "is_trained": [0, 0, 0, 1, 1, 1],
    }

    answer = adjusted_gain(**given_data | changed)

    assert isinstance(answer, NoAnswer)
    assert answer.why == why


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"is_trained": [0, 1]}, "is_trained"),
        ({"is_trained": [0, 1, 2, 0]}, "is_trained"),
        ({"covariates": [[1.0], [2.0]]}, "covariates"),
        ({"covariates": [[1.0], [2.0], [np.nan], [1]]}, "covariates"),
        ({"after": ["a", "b", "c", "d"]}, "after"),
    ],
)
def test_a_bad_argument_of_a_comparison_is_refused_by_name(changed, named):
    good = {"before": [1, 2, 3, 4], "after": [2, 3, 4, 6], "is_trained": [0, 1, 0, 1]}

    with pytest.raises(ValueError, match=named):
        adjusted_gain(**good | changed)


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        (np.array(["a", None, "b", "b"], dtype=object), "classes holds 1 missing"),
        (np.array(["a", 1, "b", "b"], dtype=object), "classes mixes text with numbers"),
    ],
)
def test_a_missing_class_is_not_a_class_of_its_own(classes, message):
    with pytest.raises(ValueError, match=message):
        paired_gain(before=[1.0, 2, 3, 4], after=[2.0, 4, 4, 6], classes=classes)
