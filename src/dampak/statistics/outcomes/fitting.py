"""What every regression here starts from and returns."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.outcomes.columns import columns_of_numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regression:
    """The intercept, then one coefficient per covariate: vectors of shape (k + 1,).

    ``scale`` is the overdispersion of counts (1 for Poisson; alpha of the negative binomial) or
    the precision of a beta; None where there is none. ``log_likelihood`` likewise.
    """

    values: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    confidence: float
    n: int
    method: str
    scale: float | None = None
    log_likelihood: float | None = None


def design_of(covariates: ArrayLike | None, n: int) -> Floats:
    """A column of ones, then the covariates."""
    others = columns_of_numbers(covariates, name="covariates", length=n)
    return np.column_stack([np.ones(n), others])


def why_not_fitted(design: Floats) -> NoAnswer | None:
    """Too few rows for the coefficients, or covariates that always go together."""
    n, k = design.shape
    if n < k + 2:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=k + 2, found=n)
    if (rank := int(np.linalg.matrix_rank(design))) < k:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=k, found=rank)
    return None


def quietly(fit: Callable[[], Any]) -> Any:
    """What a library's fit returns; None if it breaks off. Its warnings are checked for by hand."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return fit()
        except (np.linalg.LinAlgError, ValueError, FloatingPointError, ZeroDivisionError):
            return None


def told(
    values: Floats, errors: Floats, *, n: int, confidence: float, widened: float = 1.0, **rest: Any
) -> Regression:
    """The record, with t intervals of n less the number of coefficients.

    ``widened`` makes good what maximum likelihood understates: the spread of few rows.
    """
    reach = special.stdtrit(n - values.size, (1 + confidence) / 2) * errors * widened
    return Regression(
        values=np.asarray(values, dtype=np.float64),
        low=np.asarray(values - reach),
        high=np.asarray(values + reach),
        standard_errors=np.asarray(errors, dtype=np.float64),
        confidence=confidence,
        n=n,
        **rest,
    )
