"""Tests of questions: shares, reliabilities, questions that behave differently, linked scores."""

from functools import cache

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.item_analysis import (
    Moments,
    coefficient_alpha,
    coefficient_omega,
    item_statistics,
    linear_link,
    link_scores,
    mantel_haenszel_items,
)

EASY_TO_HARD = np.linspace(-2.0, 1.5, 20)
SLOPES = np.tile([0.8, 1.6], 10)


def answered(rng: np.random.Generator, ability: Floats, items: slice = slice(None)) -> Floats:
    """Twenty questions, easy to hard, every second one sharper; or some of them."""
    chance = 1 / (1 + np.exp(-SLOPES[items] * (ability[:, None] - EASY_TO_HARD[items])))
    return (rng.random(chance.shape) < chance).astype(float)


def agreed(rng: np.random.Generator, n: int) -> Floats:
    """Ten statements with four steps, skewed to agreement, unequally good."""
    loadings = np.linspace(0.4, 0.9, 10)
    leaning = loadings * rng.normal(size=(n, 1))
    leaning = leaning + np.sqrt(1 - loadings**2) * rng.normal(size=(n, 10))
    return np.digitize(leaning, [-1.8, -0.8, 0.2]).astype(float) + 1


@cache
def truths(kind: str) -> dict[str, float]:
    """Alpha and omega of a population so large that its own error does not matter."""
    rng = np.random.default_rng(20_310_501)
    n = 200_000
    table = agreed(rng, n) if kind == "agreed" else answered(rng, rng.normal(size=n))
    found = coefficient_alpha(scores=table), coefficient_omega(scores=table)
    names = ("alpha", "omega")
    return {k: f.value for k, f in zip(names, found, strict=True) if not isinstance(f, NoAnswer)}


def easy_and_hard(rng: np.random.Generator, _effect: float) -> Seen:
    """Forty people, twenty questions: the share of the intervals that hold."""
    found = item_statistics(answers=answered(rng, rng.normal(size=40)))
    if isinstance(found, NoAnswer):
        return REFUSED
    share = shares_right()
    return Seen(covered=float(((found.low <= share) & (share <= found.high)).mean()))


@cache
def shares_right() -> Floats:
    """How many of all people can do each question, by quadrature over a normal ability."""
    z, weights = np.polynomial.hermite_e.hermegauss(80)
    chance = 1 / (1 + np.exp(-SLOPES * (z[:, None] - EASY_TO_HARD)))
    return np.asarray(weights @ chance / weights.sum())


def alpha_of_a_test(rng: np.random.Generator, _effect: float) -> Seen:
    """Thirty people, twenty questions."""
    found = coefficient_alpha(scores=answered(rng, rng.normal(size=30)))
    return Seen(covered=seen(found, truth=truths("answered")["alpha"]).covered)


def alpha_of_statements(rng: np.random.Generator, _effect: float) -> Seen:
    """Thirty people, ten skewed statements."""
    found = coefficient_alpha(scores=agreed(rng, 30))
    return Seen(covered=seen(found, truth=truths("agreed")["alpha"]).covered)


def omega_of_a_test(rng: np.random.Generator, _effect: float) -> Seen:
    """A hundred and fifty people, twenty questions of unequal worth."""
    found = coefficient_omega(scores=answered(rng, rng.normal(size=150)))
    return Seen(covered=seen(found, truth=truths("answered")["omega"]).covered)


def omega_of_statements(rng: np.random.Generator, _effect: float) -> Seen:
    """A hundred people, ten skewed statements."""
    found = coefficient_omega(scores=agreed(rng, 100))
    return Seen(covered=seen(found, truth=truths("agreed")["omega"]).covered)


def one_question_harder(rng: np.random.Generator, effect: float) -> Seen:
    """Two groups of 150 and 100, the second weaker; the seventh question harder for it.

    The questions are equally sharp, for only then do equal scores mean equal people.
    """
    focal = np.arange(250) < 100
    ability = rng.normal(np.where(focal, -0.5, 0.0), 1)
    harder = np.linspace(-1.5, 1.5, 20) + np.outer(focal, np.arange(20) == 6) * effect
    chance = 1 / (1 + np.exp(-(ability[:, None] - harder)))
    answers = (rng.random(chance.shape) < chance).astype(float)
    found = mantel_haenszel_items(answers=answers, is_focal=focal)
    if isinstance(found, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(found.low[6] <= -2.35 * effect <= found.high[6]),
        claimed=float((found.adjusted_p < 0.05).any()),
    )


def linked_tests(rng: np.random.Generator, _effect: float) -> Seen:
    """Two forms of fifteen questions with ten in common, groups of 200: the middle score."""
    first = answered(rng, rng.normal(0, 1, 200), slice(0, 15))
    second = answered(rng, rng.normal(0.3, 1, 200), slice(5, 20))
    common = np.column_stack([np.arange(5, 15), np.arange(10)])
    found = link_scores(first=first, second=second, common=common)
    if isinstance(found, NoAnswer):
        return REFUSED
    slope, intercept = line_of_everybody()
    truth = intercept + 8 * slope
    return Seen(covered=float(found.low[8] <= truth <= found.high[8]))


@cache
def line_of_everybody() -> tuple[float, float]:
    """Tucker's line between the two forms in populations without sampling error."""
    first = moments_of_form(0.0, slice(0, 15), slice(5, 15))
    return linear_link(first, moments_of_form(0.3, slice(5, 20), slice(5, 15)), by="tucker")


def moments_of_form(centre: float, form: slice, common: slice) -> Moments:
    """Of a form's total and its common questions, for abilities around ``centre``."""
    z, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    chance = 1 / (1 + np.exp(-SLOPES * (z[:, None] + centre - EASY_TO_HARD)))
    luck = chance * (1 - chance)
    total, part = chance[:, form].sum(axis=1), chance[:, common].sum(axis=1)
    mean, common_mean = float(weights @ total), float(weights @ part)
    inside = weights @ luck[:, common].sum(axis=1)  # the common questions lie inside the form
    return Moments(
        mean=mean,
        variance=float(weights @ (total**2 + luck[:, form].sum(axis=1)) - mean**2),
        common_mean=common_mean,
        common_variance=float(weights @ part**2 + inside - common_mean**2),
        covariance=float(weights @ (total * part) + inside - mean * common_mean),
    )


TRIALS = (
    Trial(
        code="items-share-right",
        method="item_statistics/1",
        world="40 people, 20 questions from easy to hard",
        once=easy_and_hard,
        effect=None,
    ),
    Trial(
        code="items-alpha-test",
        method="alpha/1",
        world="30 people, 20 unequal questions, right or wrong",
        once=alpha_of_a_test,
        effect=None,
        n_small=400,
    ),
    Trial(
        code="items-alpha-statements",
        method="alpha/1",
        world="30 people, 10 skewed statements of four steps",
        once=alpha_of_statements,
        effect=None,
        n_small=400,
    ),
    Trial(
        code="items-omega-test",
        method="omega/1",
        world="150 people, 20 unequal questions, right or wrong",
        once=omega_of_a_test,
        effect=None,
        n_small=200,
    ),
    Trial(
        code="items-omega-statements",
        method="omega/1",
        world="100 people, 10 skewed statements of four steps",
        once=omega_of_statements,
        effect=None,
        n_small=200,
    ),
    Trial(
        code="items-mantel-haenszel",
        method="mantel_haenszel_items/1",
        world="150 and 100 people, unlike groups, one of 20 questions harder",
        once=one_question_harder,
        effect=1.0,
    ),
    Trial(
        code="items-tucker",
        method="tucker/1",
        world="two forms of 15 with 10 in common, 200 people each",
        once=linked_tests,
        effect=None,
        n_small=200,
    ),
)
