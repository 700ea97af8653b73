"""Lines worked by hand, what may not change them, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.regression import least_squares
from dampak.statistics.regression.spread import bias_reduced, fitted

FIVE = {"outcome": [1.0, 3.0, 2.0, 5.0, 4.0], "explanatory": {"x": [0.0, 1.0, 2.0, 3.0, 4.0]}}


def test_a_line_through_five_points_by_hand():
    found = least_squares(**FIVE, errors="classical")

    # mean x 2, mean y 3; sum dx dy = (-2)(-2) + (-1)0 + 0(-1) + 1(2) + 2(1) = 8; sum dx^2 = 10
    assert found.of("x").value == pytest.approx(0.8)
    assert found.of("constant").value == pytest.approx(3 - 0.8 * 2)
    # residuals -0.4 0.8 -1 1.2 -0.6: squares 0.16 + 0.64 + 1 + 1.44 + 0.36 = 3.6; / 3 = 1.2; / 10
    assert found.of("x").standard_error == pytest.approx(np.sqrt(0.12))
    # t with 3 degrees of freedom: 3.182446
    assert found.of("x").high == pytest.approx(0.8 + 3.182446 * np.sqrt(0.12), rel=1e-6)
    assert found.explained_share == pytest.approx(1 - 3.6 / 10)


def test_unequal_spread_by_hand():
    found = least_squares(**FIVE, errors="HC1")

    # sum dx^2 e^2 = 4(0.16) + 1(0.64) + 0 + 1(1.44) + 4(0.36) = 4.16; x 5/3 / 100
    assert found.of("x").standard_error == pytest.approx(np.sqrt(4.16 * 5 / 3 / 100))


def test_clusters_by_hand():
    clusters = [["a", "a", "b", "b", "c"]]
    found = least_squares(**FIVE, clusters=clusters)

    # sums of dx e: a (-2)(-0.4) + (-1)(0.8) = 0; b 0 + 1.2 = 1.2; c 2(-0.6) = -1.2
    # 0 + 1.44 + 1.44 = 2.88; x 3/2 x 4/3 = 5.76; / 100
    assert found.of("x").standard_error == pytest.approx(np.sqrt(0.0576))
    assert found.n_groups == 3


def data(seed, *, n_clusters=8, most=6):
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(n_clusters), rng.integers(1, most, n_clusters))
    x = rng.normal(size=(cluster.size, 2)) + rng.normal(size=(n_clusters, 2))[cluster]
    y = x @ [1.0, -1.0] + rng.normal(size=n_clusters)[cluster] + rng.normal(size=cluster.size)
    return y, x, cluster


def plainly_bias_reduced(y, x, cluster):
    """Bell and McCaffrey as it is written down, with n by n matrices."""
    hat = x @ np.linalg.pinv(x)
    apart = np.eye(len(y)) - hat
    bread = np.linalg.inv(x.T @ x)
    meat, columns = 0.0, []
    for each in np.unique(cluster):
        rows = cluster == each
        values, vectors = np.linalg.eigh(apart[np.ix_(rows, rows)])
        root = np.where(values > 1e-10, 1 / np.sqrt(np.maximum(values, 1e-10)), 0.0)
        adjust = vectors * root @ vectors.T
        score = x[rows].T @ adjust @ apart[rows] @ y
        meat = meat + np.outer(score, score)
        columns.append(apart[:, rows] @ adjust @ x[rows] @ bread)
    columns = np.array(columns)
    freedom = []
    for j in range(x.shape[1]):
        gram = columns[:, :, j] @ columns[:, :, j].T
        freedom.append(np.trace(gram) ** 2 / (gram**2).sum())
    return np.diag(bread @ meat @ bread), np.array(freedom)


@pytest.mark.parametrize("seed", range(5))
def test_bias_reduced_errors_are_those_of_the_definition(seed):
    y, x, cluster = data(seed)

    variance, freedom = bias_reduced(fitted(y, x), cluster)

    plain_variance, plain_freedom = plainly_bias_reduced(y, x, cluster)
    assert variance == pytest.approx(plain_variance, rel=1e-9)
    assert freedom == pytest.approx(plain_freedom, rel=1e-9)


def test_two_groups_of_rows_give_the_interval_of_welch():
    """HC2 with Satterthwaite's freedom on one 0/1 column is Welch's test, nearly to the freedom."""
    one, two = [4.0, 6.0, 8.0, 5.0], [1.0, 2.0, 9.0, 0.0, 3.0]
    found = least_squares(
        outcome=one + two, explanatory={"first": [1.0] * 4 + [0.0] * 5}, errors="HC1"
    ).of("first")

    # means 5.75 and 3; variances 2.916667 / 4 + 12.5 / 5 = 3.229167
    assert found.value == pytest.approx(2.75)
    half_width = (found.high - found.low) / 2
    # freedom of equal variances: (1/4 + 1/5)^2 / (1/(16 x 3) + 1/(25 x 4)) = 6.568; t = 2.3972
    assert half_width == pytest.approx(2.3972 * np.sqrt(3.229167), rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-1e3, 1e3),
    scale=st.sampled_from([1e-6, 0.5, 3.0, 1e6]),
)
def test_units_of_measurement_change_nothing_but_units(seed, shift, scale):
    y, x, cluster = data(seed)

    def line(outcome, factor):
        explanatory = {"a": factor * x[:, 0], "b": x[:, 1]}
        return least_squares(outcome=outcome, explanatory=explanatory, clusters=[cluster]).of("a")

    plain, moved = line(y, 1.0), line(scale * y + shift, 2.0)
    numbers = [moved.value, moved.low, moved.high, moved.standard_error]
    expected = [plain.value, plain.low, plain.high, plain.standard_error]
    assert numbers == pytest.approx([scale / 2 * each for each in expected], rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_and_the_names_of_clusters_do_not_matter(seed):
    y, x, cluster = data(seed)
    order = np.random.default_rng(seed).permutation(y.size)
    names = np.array([f"office {7 * each % 8}" for each in cluster])

    plain = least_squares(outcome=y, explanatory={"x": x[:, 0]}, clusters=[cluster])
    mixed = least_squares(outcome=y[order], explanatory={"x": x[order, 0]}, clusters=[names[order]])

    assert mixed.low == pytest.approx(plain.low, rel=1e-8, abs=1e-10)


def test_copied_rows_are_no_new_evidence_if_they_stand_in_the_same_cluster():
    y, x, cluster = data(1)
    once = least_squares(outcome=y, explanatory={"x": x[:, 0]}, clusters=[cluster])
    twice = least_squares(
        outcome=np.tile(y, 2),
        explanatory={"x": np.tile(x[:, 0], 2)},
        clusters=[np.tile(cluster, 2)],
    )

    assert twice.low == pytest.approx(once.low, rel=1e-9)
    assert twice.high == pytest.approx(once.high, rel=1e-9)


def test_rows_with_gaps_are_left_out():
    with_gaps = {
        "outcome": [*FIVE["outcome"], np.nan, 7.0],
        "explanatory": {"x": [*FIVE["explanatory"]["x"], 1.0, np.nan]},
    }

    assert least_squares(**with_gaps).of("x") == least_squares(**FIVE).of("x")


@pytest.mark.parametrize(
    ("changes", "why", "needed", "found"),
    [
        ({"outcome": [], "explanatory": {"x": []}}, Silence.NOTHING_COUNTED, 1, 0),
        ({"outcome": [1.0, 2.0], "explanatory": {"x": [1.0, 2.0]}}, Silence.TOO_FEW_UNITS, 3, 2),
        ({"outcome": [3.0] * 5}, Silence.NO_SPREAD, None, None),
        ({"outcome": [1.0, 1.3, 1.6, 1.9, 2.2]}, Silence.EXACT_FIT, None, None),
        ({"explanatory": {"x": [2.0] * 5}}, Silence.NOT_SEPARABLE, 2, 1),
        (
            {"explanatory": {"x": [0, 1, 2, 3, 4], "y": [0, 2, 4, 6, 8]}},
            Silence.NOT_SEPARABLE,
            3,
            2,
        ),
        ({"clusters": [[0, 0, 0, 1, 1]]}, Silence.TOO_FEW_GROUPS, 3, 2),
        ({"clusters": [[0, 1, 2, 3, 4], [0, 0, 0, 0, 0]]}, Silence.TOO_FEW_GROUPS, 3, 1),
    ],
)
def test_too_little_is_refused_with_what_is_missing(changes, why, needed, found):
    answer = least_squares(**{**FIVE, **changes})

    assert answer == NoAnswer(why=why, needed=needed, found=found)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"outcome": ["a"] * 5}, "outcome must hold numbers"),
        ({"outcome": [1, 2, np.inf, 4, 5]}, "outcome holds 1 values that are not finite"),
        ({"explanatory": {"x": [1.0, 2.0]}}, "x has 2 values where outcome has 5"),
        ({"explanatory": {"x": ["a"] * 5}}, "x must hold numbers"),
        ({"errors": "HC9"}, "errors must be one of"),
        ({"clusters": [[1, 2]]}, "clusters must hold one label a row"),
        ({"clusters": [[1, 2, np.nan, 3, 4]]}, "missing or infinite labels"),
        ({"clusters": [[1] * 5] * 3}, "at most two ways"),
        ({"confidence": 1.0}, "confidence must lie between 0 and 1"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(changes, says):
    with pytest.raises(ValueError, match=says):
        least_squares(**{**FIVE, **changes})


def test_a_column_that_is_not_there_cannot_be_read_off():
    with pytest.raises(ValueError, match="name must be one of"):
        least_squares(**FIVE).of("z")


@pytest.mark.parametrize("errors", ["HC1", "HC3"])
def test_one_row_alone_in_a_column_bounds_nothing(errors):
    rng = np.random.default_rng(1)
    alone = np.eye(30)[4]

    found = least_squares(outcome=rng.normal(size=30), explanatory={"alone": alone}, errors=errors)

    # its own residual is 0 whatever happened to it, so no residual shows its luck
    assert (found.of("alone").low, found.of("alone").high) == (-np.inf, np.inf)
    assert found.of("alone").standard_error is None
    assert np.isfinite(found.of("constant").high)


@pytest.mark.parametrize("ways", [1, 2])
def test_one_cluster_trained_bounds_nothing_however_many_rows_it_has(ways):
    rng = np.random.default_rng(2)
    clusters = [np.repeat(np.arange(10), 6), np.tile(np.arange(6), 10)][:ways]
    columns = {"trained": clusters[0] == 3, "x": rng.normal(size=60)}

    found = least_squares(outcome=rng.normal(size=60), explanatory=columns, clusters=clusters)

    assert (found.of("trained").low, found.of("trained").high) == (-np.inf, np.inf)
    assert found.of("trained").standard_error is None
    assert np.isfinite(found.of("x").high)


def test_numbers_too_large_for_their_squares_are_refused_by_name():
    for wrong in ({"outcome": [1e300, 1, 2, 3, 4]}, {"explanatory": {"x": [1e300, 1, 2, 3, 4]}}):
        with pytest.raises(ValueError, match=r"holds 1e\+300; numbers beyond 1e\+50"):
            least_squares(**{**FIVE, **wrong})


def test_an_outcome_too_small_for_its_squares_has_no_doubt_to_show():
    tiny = 1e-200 * np.array(FIVE["outcome"])

    assert least_squares(outcome=tiny, explanatory=FIVE["explanatory"]) == NoAnswer(
        why=Silence.EXACT_FIT
    )


def test_a_column_may_not_take_the_place_of_the_constant():
    with pytest.raises(ValueError, match="explanatory may not hold a column called 'constant'"):
        least_squares(outcome=FIVE["outcome"], explanatory={"constant": [0.0, 1, 2, 3, 4]})


@pytest.mark.parametrize("confidence", ["0.95", None, [0.95], float("nan")])
def test_a_confidence_that_is_no_number_is_refused_by_name(confidence):
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1, got"):
        least_squares(**FIVE, confidence=confidence)
