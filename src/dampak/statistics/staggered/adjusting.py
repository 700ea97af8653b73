"""One cohort against a comparison that differs from it in covariates, for m months at once.

Sant'Anna and Zhao (2020), Journal of Econometrics 219, 101-122, and R's ``DRDID``: the regression,
the weighting (normalised) and the doubly robust estimator for panels, with their influence.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats

Adjustment = Literal["doubly_robust", "regression", "weighting"]

MOST_LIKELY_TRAINED = 0.995  # beyond it one unit would stand for two hundred
RESOLUTION = 1e-14
STEPS, SETTLED = 25, 1e-9
COLLINEAR = 1e-7  # of a covariate's spread; less of its own cannot be told from rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoGroups:
    """n units, trained or compared with, and how far they moved in m comparisons.

    ``changes`` (n, m) are in the unit of the outcome; ``design`` (n, p) starts with a column of
    ones; ``weights`` and ``is_trained`` have shape (n,).
    """

    changes: Floats
    design: Floats
    weights: Floats
    is_trained: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adjusted:
    """Effects (m,) and the units' scores on them (n, m), whose squares sum to the variance."""

    values: Floats
    scores: Floats


def adjusted_difference(groups: TwoGroups, adjustment: Adjustment) -> Adjusted | NoAnswer:
    """Mean change of the trained less the change expected of units like them.

    With ``"regression"`` the expectation is a line through the comparison; with ``"weighting"`` the
    comparison is weighted to be like the trained; ``"doubly_robust"`` does both, and is right if
    one of the two is.
    """
    if refusal := _refusal(groups):
        return refusal
    left, slopes = groups.changes, np.zeros_like(groups.design)
    if adjustment != "weighting":
        left, slopes = _beyond_regression(groups)
    trained = groups.weights * groups.is_trained / groups.weights[groups.is_trained].sum()
    values = trained @ left
    scores = trained[:, None] * (left - values)
    gradient = -trained @ groups.design
    if adjustment != "regression":
        propensity = _propensity(groups)
        if propensity is None:
            return NoAnswer(why=Silence.NO_OVERLAP)
        odds, pull = propensity
        alike = np.where(groups.is_trained, 0.0, groups.weights * odds)
        alike /= alike.sum()
        expected = alike @ left
        values = values - expected
        apart = alike[:, None] * (left - expected)
        scores = scores - apart - pull @ (groups.design.T @ apart)
        gradient = gradient + alike @ groups.design
    scores = scores + (slopes @ gradient)[:, None] * left
    return Adjusted(values=values, scores=scores)


def _refusal(groups: TwoGroups) -> NoAnswer | None:
    n_comparison, needed = int((~groups.is_trained).sum()), groups.design.shape[1] + 1
    if n_comparison < needed:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=needed, found=n_comparison)
    compared = groups.design[~groups.is_trained]
    if np.linalg.matrix_rank(compared, tol=COLLINEAR * np.sqrt(len(compared))) < needed - 1:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    return None


def _beyond_regression(groups: TwoGroups) -> tuple[Floats, Floats]:
    """Changes less the line through the comparison, and each unit's slope on its coefficients.

    A unit's influence on the coefficients is its slope (n, p) times what is left of its change.
    """
    weights = np.where(groups.is_trained, 0.0, groups.weights)
    weighted = groups.design * weights[:, None]
    gram = weighted.T @ groups.design
    coefficients = np.linalg.solve(gram, weighted.T @ groups.changes)
    slopes = np.linalg.solve(gram, weighted.T).T
    return np.asarray(groups.changes - groups.design @ coefficients), np.asarray(slopes)


def _propensity(groups: TwoGroups) -> tuple[Floats, Floats] | None:
    """Odds of being trained by a logit (n,), and each unit's influence on its coefficients (n, p).

    None where the logit does not settle, or some unit is all but certain to be trained: then it
    has nobody to be compared with.
    """
    x, w, trained = groups.design, groups.weights, groups.is_trained
    coefficients, is_settled = np.zeros(x.shape[1]), False
    coefficients[0] = special.logit(np.average(trained, weights=w))
    for _ in range(STEPS):
        likely = special.expit(x @ coefficients)
        equations = x * (w * (trained - likely))[:, None]
        information = (x * (w * likely * (1 - likely))[:, None]).T @ x
        if np.linalg.cond(information) > 1 / RESOLUTION:
            return None
        step = np.linalg.solve(information, equations.sum(axis=0))
        coefficients = coefficients + step
        if is_settled := bool(np.abs(step).max() < SETTLED):
            break
    if not is_settled or likely.max() >= MOST_LIKELY_TRAINED:
        return None
    return likely / (1 - likely), np.linalg.solve(information, equations.T).T
