"""A line for everybody and one for each group."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.regression import mixed_model


def classes(seed, *, spread=3.0, n=8, size=5):
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(n), size)
    x = np.tile(np.arange(size, dtype=float), n)
    y = 10 + 2 * x + spread * rng.normal(size=n)[group] + rng.normal(size=group.size)
    return {"outcome": y, "explanatory": {"x": x}, "groups": group}


def test_a_balanced_table_gives_the_spreads_of_the_analysis_of_variance():
    """REML without columns is the classical one-way table, which can be worked by hand."""
    table = np.array([[1.0, 3], [6, 8], [2, 2], [9, 11], [4, 6]])
    found = mixed_model(outcome=table.ravel(), explanatory={}, groups=np.repeat(np.arange(5), 2))

    # inside groups: (2 + 2 + 0 + 2 + 2) / 5 = 1.6
    assert found.residual_spread**2 == pytest.approx(1.6, rel=1e-5)
    # means 2 7 2 10 5, their mean 5.2; 2 (10.24 + 3.24 + 10.24 + 23.04 + 0.04) / 4 = 23.4
    # between groups: (23.4 - 1.6) / 2 = 10.9
    assert found.group_spread**2 == pytest.approx(10.9, rel=1e-5)
    # the mean of five means: variance 23.4 / 10; t with 4 degrees of freedom: 2.776445
    line = found.fixed.of("constant")
    assert line.value == pytest.approx(5.2)
    assert line.standard_error == pytest.approx(np.sqrt(2.34), rel=1e-5)
    assert line.high == pytest.approx(5.2 + 2.776445 * np.sqrt(2.34), rel=1e-5)


def test_groups_that_do_not_differ_leave_an_ordinary_line():
    rows = classes(4, spread=0.0)
    outcome = rows["outcome"].reshape(8, 5)
    rows["outcome"] = (outcome - outcome.mean(axis=1, keepdims=True)).ravel()
    found = mixed_model(**rows)

    assert found.group_spread == pytest.approx(0.0, abs=1e-3)
    assert found.fixed.of("x").value == pytest.approx(
        np.polyfit(rows["explanatory"]["x"], rows["outcome"], 1)[0]
    )


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1e-6, 0.1, 1e5]))
def test_units_of_measurement_change_nothing_but_units(seed, scale):
    rows = classes(seed)
    plain = mixed_model(**rows)
    moved = mixed_model(
        outcome=scale * rows["outcome"] + 3,
        explanatory={"x": rows["explanatory"]["x"] + 2_000},
        groups=[f"class {each}" for each in rows["groups"]],
    )

    line, other = plain.fixed.of("x"), moved.fixed.of("x")
    expected = [scale * line.value, scale * line.low, scale * line.high]
    assert [other.value, other.low, other.high] == pytest.approx(expected, rel=1e-4)
    assert moved.group_spread == pytest.approx(scale * plain.group_spread, rel=1e-3)


def test_slopes_that_differ_are_seen_as_spread_and_as_doubt():
    rows = classes(3, n=12, size=6)
    own = np.random.default_rng(8).normal(0, 4, 12)
    rows["outcome"] = rows["outcome"] + own[rows["groups"]] * rows["explanatory"]["x"]
    heights, slopes = mixed_model(**rows), mixed_model(**rows, slope="x")

    assert slopes.slope_spread == pytest.approx(own.std(ddof=1), rel=0.15)
    published = slopes.fixed.of("x").standard_error
    assert published > 2 * heights.fixed.of("x").standard_error
    # the interval knows of groups either way
    assert heights.fixed.low == pytest.approx(slopes.fixed.low, rel=0.1)


@pytest.mark.parametrize(
    ("changes", "why", "needed", "found"),
    [
        ({"groups": np.repeat(np.arange(4), 10)}, Silence.TOO_FEW_GROUPS, 5, 4),
        ({"groups": np.arange(40)}, Silence.NOT_SEPARABLE, 2, 1),
        ({"outcome": np.full(40, np.nan)}, Silence.NOTHING_COUNTED, 1, 0),
        ({"outcome": np.ones(40)}, Silence.NO_SPREAD, None, None),
        ({"explanatory": {"x": np.ones(40)}}, Silence.NOT_SEPARABLE, 2, 1),
    ],
)
def test_too_little_is_refused(changes, why, needed, found):
    assert mixed_model(**{**classes(1), **changes}) == NoAnswer(why=why, needed=needed, found=found)


def test_what_cannot_be_read_is_refused_by_name():
    with pytest.raises(ValueError, match="slope must name one of the columns"):
        mixed_model(**classes(1), slope="z")
    with pytest.raises(ValueError, match="groups must hold one label a row"):
        mixed_model(**{**classes(1), "groups": [1]})


def test_one_trained_group_bounds_nothing():
    rng = np.random.default_rng(5)
    groups = np.repeat(np.arange(10), 6)

    found = mixed_model(
        outcome=rng.normal(size=60), explanatory={"trained": groups == 3}, groups=groups
    )

    assert (found.fixed.of("trained").low, found.fixed.of("trained").high) == (-np.inf, np.inf)
    assert np.isfinite(found.fixed.of("constant").high)
