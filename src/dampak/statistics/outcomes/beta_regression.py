"""What goes with an index between two bounds? Beta regression, with its solution checked."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.outcomes.columns import column_of_numbers
from dampak.statistics.outcomes.fitting import (
    Regression,
    design_of,
    quietly,
    told,
    why_not_fitted,
)

STEEP = 1e-3  # of a standard error: a slope left at the solution larger than that is no solution


def beta_regression(
    *,
    outcomes: ArrayLike,
    covariates: ArrayLike | None = None,
    lowest: float = 0.0,
    highest: float = 1.0,
    confidence: float = 0.95,
) -> Regression | NoAnswer:
    """Say how an index between two bounds differs with each covariate, one row per unit.

    Parameters
    ----------
    outcomes
        Shape (n,), strictly between ``lowest`` and ``highest``: one independent row per unit.
    covariates
        Shape (n, k); none if None.
    lowest, highest
        The bounds, such as 25 and 100 for the IKM.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    Regression
        On the logit of (outcome - lowest) / (highest - lowest); ``scale`` is the precision.
        Errors from the information, as published; intervals t with n - k - 1 degrees of freedom,
        widened by the root of n / (n - k - 1).
    NoAnswer
        With fewer than two rows more than coefficients; if covariates cannot be told apart; if
        the solution that was reported is none, which is checked by its slope.

    Raises
    ------
    ValueError
        If the columns differ in length, or a value lies at a bound or beyond it.

    Notes
    -----
    A value at a bound has no place in a beta distribution: use `share_effect` then.

    References
    ----------
    Ferrari and Cribari-Neto (2004), Journal of Applied Statistics 31, 799-815.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if not lowest < highest:
        raise ValueError(f"lowest must lie below highest, got {lowest} and {highest}")
    column = (column_of_numbers(outcomes, name="outcomes") - lowest) / (highest - lowest)
    if column.size and (column.min() <= 0 or column.max() >= 1):
        raise ValueError(
            f"outcomes must lie between {lowest} and {highest} without touching them; "
            "with values at a bound use share_effect"
        )
    design = design_of(covariates, column.size)
    if refusal := why_not_fitted(design):
        return refusal
    if np.ptp(column) == 0:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    from statsmodels.othermod.betareg import BetaModel

    model = BetaModel(column, design)
    fitted = quietly(lambda: model.fit(disp=False, maxiter=500))
    if fitted is None or not np.isfinite(fitted.bse).all():
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    if np.abs(model.score(fitted.params) * fitted.bse).max() > STEEP:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    k = design.shape[1]
    return told(
        fitted.params[:k],
        fitted.bse[:k],
        n=column.size,
        confidence=confidence,
        method="beta_regression/1",
        scale=float(np.exp(fitted.params[k])),
        log_likelihood=float(fitted.llf),
        widened=float(np.sqrt(column.size / (column.size - k))),
    )
