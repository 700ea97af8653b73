"""By what factor does a rate differ? Regression for counts that vary as they like."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.outcomes.columns import column_of_numbers, positive, whole
from dampak.statistics.outcomes.fitting import (
    Regression,
    design_of,
    quietly,
    told,
    why_not_fitted,
)

Kind = Literal["poisson", "quasi_poisson", "negative_binomial"]
KINDS = ("poisson", "quasi_poisson", "negative_binomial")
LARGEST = 20.0  # on the logarithm: a covariate beyond it has a group without any event


def count_regression(
    *,
    counts: ArrayLike,
    covariates: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    kind: Kind = "quasi_poisson",
    confidence: float = 0.95,
) -> Regression | NoAnswer:
    """Say by what factor a rate differs with each covariate, others held equal.

    Parameters
    ----------
    counts
        Shape (n,), whole numbers: one independent row per unit.
    covariates
        Shape (n, k), such as trained as 0 or 1; none if None.
    exposure
        Shape (n,), above 0: what the counts are over; 1 if None.
    kind
        ``"quasi_poisson"``: counts vary more than chance by one factor. ``"poisson"``: by chance
        alone. ``"negative_binomial"``: more so the larger they are.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    Regression
        On the natural logarithm: exp of a coefficient is a ratio of rates. The errors are those
        of R's ``glm`` and of the negative binomial's information, as published; intervals are t
        with n - k - 1 degrees of freedom, the negative binomial's widened as few rows need.
    NoAnswer
        With fewer than two rows more than coefficients; if nothing was counted; if covariates
        cannot be told apart; if the fit does not settle.

    Raises
    ------
    ValueError
        If the columns differ in length, counts are not whole, or an exposure is not above 0.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models. Hilbe (2011), Negative Binomial
    Regression.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    events = whole(column_of_numbers(counts, name="counts"), name="counts")
    n = events.size
    over = np.ones(n)
    if exposure is not None:
        over = positive(column_of_numbers(exposure, name="exposure", length=n), name="exposure")
    design = design_of(covariates, n)
    if refusal := why_not_fitted(design):
        return refusal
    if not events.any():
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=1, found=0)
    return _counts_fitted(events, design, over, kind, confidence)


def _counts_fitted(
    events: Floats, design: Floats, over: Floats, kind: Kind, confidence: float
) -> Regression | NoAnswer:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    n, k = design.shape
    model = GLM(events, design, family=Poisson(), exposure=over)
    fitted = quietly(lambda: model.fit(tol=1e-12, maxiter=200))
    if fitted is None or not fitted.converged or np.abs(fitted.params).max() > LARGEST:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    if kind == "negative_binomial":
        return _negative_binomial(events, design, over, fitted.params, confidence)
    scale = float(fitted.pearson_chi2 / (n - k)) if kind == "quasi_poisson" else 1.0
    return told(
        fitted.params,
        fitted.bse * np.sqrt(scale),
        n=n,
        confidence=confidence,
        method=f"count_regression_{kind}/1",
        scale=scale,
        log_likelihood=float(fitted.llf),
    )


def _negative_binomial(
    events: Floats, design: Floats, over: Floats, start: Any, confidence: float
) -> Regression | NoAnswer:
    from statsmodels.discrete.discrete_model import NegativeBinomial

    model = NegativeBinomial(events, design, exposure=over)
    fitted = quietly(
        lambda: model.fit(np.append(start, 0.5), disp=False, maxiter=500, method="bfgs", gtol=1e-8)
    )
    if fitted is None or not np.isfinite(fitted.bse).all() or fitted.params[-1] <= 0:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    if np.abs(model.score(fitted.params) * fitted.bse).max() > 1e-3:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    return told(
        fitted.params[:-1],
        fitted.bse[:-1],
        n=len(events),
        confidence=confidence,
        method="count_regression_negative_binomial/1",
        scale=float(fitted.params[-1]),
        log_likelihood=float(fitted.llf),
        widened=_looseness(events, design, over, fitted.params),
    )


def _looseness(events: Floats, design: Floats, over: Floats, parameters: Floats) -> float:
    """The root of Pearson's statistic, at least n, over its degrees of freedom."""
    mean = over * np.exp(design @ parameters[:-1])
    pearson = ((events - mean) ** 2 / (mean + parameters[-1] * mean**2)).sum()
    n, k = design.shape
    return float(np.sqrt(max(pearson, n) / (n - k)))
