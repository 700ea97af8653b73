"""Does the median, or the slow tenth, differ? Regression that no outlier can bend."""

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


def quantile_regression(
    *,
    outcomes: ArrayLike,
    covariates: ArrayLike | None = None,
    share: float = 0.5,
    confidence: float = 0.95,
) -> Regression | NoAnswer:
    """Say how the median, or any other quantile, differs with each covariate.

    Parameters
    ----------
    outcomes
        Shape (n,): one independent row per case, such as days until closed.
    covariates
        Shape (n, k); none if None.
    share
        0.5 for the median, 0.9 for the slow tenth.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    Regression
        In the unit of the outcome: least absolute deviations. Errors from the density around the
        quantile (kernel, Hall and Sheather's bandwidth); intervals t.
    NoAnswer
        With fewer than twenty rows, or ten beyond the quantile; if covariates cannot be told
        apart; if the fit does not settle.

    Raises
    ------
    ValueError
        If the columns differ in length or hold anything but finite numbers.

    References
    ----------
    Koenker and Bassett (1982), Econometrica 50, 43-61. Powell (1991), in Nonparametric and
    Semiparametric Methods in Econometrics.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    share = share_between_0_and_1(share, name="share")
    column = column_of_numbers(outcomes, name="outcomes")
    design = design_of(covariates, column.size)
    needed = max(20, round(10 / min(share, 1 - share)))
    if column.size < needed:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=needed, found=column.size)
    if refusal := why_not_fitted(design):
        return refusal
    if np.ptp(column) == 0:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    from statsmodels.regression.quantile_regression import QuantReg

    fitted = quietly(lambda: QuantReg(column, design).fit(q=share, max_iter=5000))
    if fitted is None or not np.isfinite(fitted.bse).all():
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    return told(
        fitted.params,
        fitted.bse,
        n=column.size,
        confidence=confidence,
        method="quantile_regression/1",
    )
