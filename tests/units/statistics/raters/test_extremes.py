"""Raters who always or never agree, ratings without spread, ratings of any size."""

import numpy as np
import pytest

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.raters import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    intraclass_correlation,
    intraclass_correlation_with_gaps,
    krippendorff_alpha,
    krippendorff_alpha_by_bootstrap,
    mean_answer,
    rater_leniency,
    share_change,
    share_difference,
    share_of_answers,
)

ALWAYS_OPPOSITE = np.array([[1.0, 2], [2, 1], [1, 2], [2, 1]])


def some_ratings(n_things=8, n_raters=3):
    rng = np.random.default_rng(4)
    return rng.normal(size=(n_things, 1)) + rng.normal(size=(n_things, n_raters))


@pytest.mark.parametrize(
    "found",
    [
        cohen_kappa(table=[[0, 2], [2, 0]]),
        fleiss_kappa(ratings=ALWAYS_OPPOSITE),
        gwet_ac1(ratings=ALWAYS_OPPOSITE),
    ],
)
def test_four_contradictions_do_not_rule_out_milder_ones(found):
    # as under perfect agreement, turned over: 0.025 ** (1 / 4) = 0.3976
    assert (found.value, found.low) == (-1.0, -1.0)
    assert found.high == pytest.approx(-0.3976, abs=1e-4)
    assert found.standard_error is None


def test_perfect_agreement_has_no_standard_error():
    ratings = np.repeat(np.arange(40)[:, None] % 3, 2, axis=1)
    rng = np.random.default_rng(1)

    found = [
        cohen_kappa(table=np.diag([20, 20])),
        krippendorff_alpha(ratings=ratings, level="nominal"),
        krippendorff_alpha_by_bootstrap(ratings=ratings, level="nominal", rng=rng),
    ]

    for each in found:
        assert each.standard_error is None
        assert (each.low, each.high) == (pytest.approx(0.025 ** (1 / 40)), 1.0)


@pytest.mark.parametrize(
    "found",
    [
        cohen_kappa(table=[[0, 5], [0, 0]]),  # each rater knows one answer only
        krippendorff_alpha(ratings=[[1.0, 2]] * 6, level="nominal"),  # without one, still -5/6
        krippendorff_alpha(ratings=[[1.0, 1], [2, 3]], level="nominal"),
    ],
)
def test_things_that_are_all_alike_say_nothing_about_the_doubt(found):
    assert found == NoAnswer(why=Silence.EXACT_FIT)


@pytest.mark.parametrize("raters", ["different", "sample", "fixed"])
def test_things_of_equal_mean_are_not_called_equally_unreliable_for_certain(raters):
    found = intraclass_correlation_with_gaps(ratings=ALWAYS_OPPOSITE, raters=raters)

    assert found == NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)


@pytest.mark.parametrize("raters", ["sample", "fixed"])
def test_ratings_without_error_are_not_called_reliable_for_certain(raters):
    ratings = np.array([[1.0, 2], [2, 3], [4, 5], [7, 8]])

    found = intraclass_correlation_with_gaps(ratings=ratings, raters=raters)

    assert found == NoAnswer(why=Silence.EXACT_FIT)


@pytest.mark.parametrize("raters", ["different", "sample", "fixed"])
@pytest.mark.parametrize("scale", [1e-45, 1e45])
def test_the_unit_of_the_rating_does_not_matter(raters, scale):
    for method in (intraclass_correlation, intraclass_correlation_with_gaps):
        plain = method(ratings=some_ratings(), raters=raters)
        scaled = method(ratings=scale * some_ratings(), raters=raters)
        assert scaled.value == pytest.approx(plain.value, abs=1e-4)
        assert (scaled.low, scaled.high) == pytest.approx((plain.low, plain.high), abs=1e-4)


@pytest.mark.parametrize("scale", [1e-40, 1e40])
def test_nor_for_alpha(scale):
    plain = krippendorff_alpha(ratings=some_ratings(), level="interval")
    scaled = krippendorff_alpha(ratings=scale * some_ratings(), level="interval")

    assert scaled.value == pytest.approx(plain.value)


def test_ratings_beyond_reach_are_named():
    for method in (intraclass_correlation, intraclass_correlation_with_gaps):
        with pytest.raises(ValueError, match="ratings holds"):
            method(ratings=1e300 * some_ratings(), raters="fixed")


def test_the_mean_of_two_ratings_of_two_things_may_have_no_lower_bound():
    found = intraclass_correlation(ratings=[[1.0, 2], [4, 9]], raters="sample", of="mean")

    assert isinstance(found, Measurement)
    assert found.low <= found.value <= found.high


def test_masked_ratings_are_not_read_behind_their_mask():
    hidden = np.ma.masked_equal([[1, 2], [9, 2], [1, 1]], 9)

    with pytest.raises(ValueError, match="ratings hides 1"):
        fleiss_kappa(ratings=hidden)
    with pytest.raises(ValueError, match="scores hides 1"):
        rater_leniency(scores=hidden[:, 0], people=[0, 1, 2], raters=[0, 0, 0], items=[0, 0, 0])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: share_of_answers(n_yes=True, n=8), "n_yes"),
        (lambda: share_of_answers(n_yes=1, n=[8]), "n must be"),
        (lambda: share_change(gained=1.5, lost=0, n=8), "gained"),
        (
            lambda: share_difference(trained_yes=1, n_trained=2, comparison_yes=3, n_comparison=2),
            "comparison_yes",
        ),
        (lambda: mean_answer(counts=[1, 2], lowest=np.nan), "lowest"),
        (lambda: gwet_ac1(ratings=ALWAYS_OPPOSITE, n_categories=1), "n_categories"),
        (lambda: gwet_ac1(ratings=ALWAYS_OPPOSITE, n_categories="many"), "n_categories"),
        (
            lambda: intraclass_correlation_with_gaps(
                ratings=some_ratings(), raters="fixed", mean_of=np.inf
            ),
            "mean_of",
        ),
        (lambda: cohen_kappa(table=[[1e40, 1], [1, 1]]), "table"),
    ],
)
def test_what_is_no_count_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


def everybody_judged(scores):
    people, raters = np.repeat(np.arange(20), 6), np.tile(np.repeat(np.arange(3), 2), 20)
    return {"scores": scores, "people": people, "raters": raters, "items": np.tile([0, 1], 60)}


def test_raters_who_never_differ_leave_no_doubt_to_measure():
    assert rater_leniency(**everybody_judged(np.tile([1, 4], 60))) == NoAnswer(
        why=Silence.EXACT_FIT
    )


def test_marks_without_steps_are_refused_at_once():
    with pytest.raises(ValueError, match="scores holds 120 different values"):
        rater_leniency(**everybody_judged(np.arange(120.0)))
