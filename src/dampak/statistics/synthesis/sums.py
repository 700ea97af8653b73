"""Agencies hand over sums instead of rows; the answer is the one that the rows would have given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    finite_number,
    matrix_of_numbers,
    share_between_0_and_1,
    vector_of_numbers,
    whole_number,
)

RESOLUTION = 1e-14  # of the numbers; a spread below it is made by arithmetic alone
ROUNDING = 1e-14  # of the squares of the outcome; less than that is left by arithmetic alone


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSums:
    """A group's size, mean, and squared distances from that mean, summed."""

    n: int
    mean: float
    squares: float

    def __post_init__(self) -> None:
        whole_number(self.n, name="n")
        finite_number(self.mean, name="mean")
        finite_number(self.squares, name="squares", at_least=0)


def sums_of(values: ArrayLike) -> GroupSums:
    """What an agency computes from the changes of its units, one number per unit.

    Raises
    ------
    ValueError
        If ``values`` is not a row of finite numbers.
    """
    numbers = vector_of_numbers(values, name="values")
    if not numbers.size:
        return GroupSums(n=0, mean=0.0, squares=0.0)
    mean = float(numbers.mean())
    return GroupSums(n=numbers.size, mean=mean, squares=float(((numbers - mean) ** 2).sum()))


def together(parts: Sequence[GroupSums]) -> GroupSums:
    """The sums of all parts' rows, without the rows.

    References
    ----------
    Chan, Golub and LeVeque (1983), American Statistician 37, 242-247.
    """
    n = sum(part.n for part in parts)
    if not n:
        return GroupSums(n=0, mean=0.0, squares=0.0)
    mean = sum(part.n * part.mean for part in parts) / n
    squares = sum(part.squares + part.n * (part.mean - mean) ** 2 for part in parts)
    return GroupSums(n=n, mean=mean, squares=squares)


def difference_from_sums(
    *,
    trained: Sequence[GroupSums],
    comparison: Sequence[GroupSums],
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """The difference in mean changes over all agencies' units, as Welch would have it from rows.

    Parameters
    ----------
    trained, comparison
        One `GroupSums` per agency, of its trained and of its other units.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` is mean(trained) - mean(comparison) over all units.
    NoAnswer
        With fewer than two units on a side, or if no unit differs from another.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    first, second = together(trained), together(comparison)
    for group, why in (
        (first, Silence.TOO_FEW_TRAINED),
        (second, Silence.TOO_FEW_COMPARISON),
    ):
        if group.n < 2:
            return NoAnswer(why=why, needed=2, found=group.n)
    parts = [group.squares / (group.n - 1) / group.n for group in (first, second)]
    variance = sum(parts)
    if variance**0.5 <= RESOLUTION * max(abs(first.mean), abs(second.mean)):
        return NoAnswer(why=Silence.NO_SPREAD)
    freedom = variance**2 / (parts[0] ** 2 / (first.n - 1) + parts[1] ** 2 / (second.n - 1))
    value, error = first.mean - second.mean, variance**0.5
    half_width = float(special.stdtrit(freedom, (1 + confidence) / 2)) * error
    return Estimate(
        value=value,
        low=value - half_width,
        high=value + half_width,
        confidence=confidence,
        n_trained=first.n,
        n_comparison=second.n,
        method="difference_from_sums/1",
        standard_error=error,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionSums:
    """An agency's cross-products around its own means.

    ``design`` has shape (k, k), ``with_outcome`` (k,); ``squares`` is that of the outcome; ``n``
    counts the units. No row can be read from them once there are more units than columns.
    """

    n: int
    design: Floats
    with_outcome: Floats
    squares: float

    def __post_init__(self) -> None:
        whole_number(self.n, name="n")
        finite_number(self.squares, name="squares", at_least=0)
        design = matrix_of_numbers(self.design, name="design")
        products = vector_of_numbers(self.with_outcome, name="with_outcome")
        k = products.size
        if not k or design.shape != (k, k) or not np.isfinite(design).all():
            raise ValueError(
                "design must be square and without gaps, one row per covariate and at least one, "
                f"got shape {design.shape} with {k} products"
            )


def regression_sums_of(*, outcome: ArrayLike, covariates: ArrayLike) -> RegressionSums:
    """What an agency computes from its rows: one outcome and k covariates per unit, no constant.

    Raises
    ------
    ValueError
        If the inputs are not finite numbers with one row per unit.
    """
    y = vector_of_numbers(outcome, name="outcome")
    x = matrix_of_numbers(covariates, name="covariates")
    if x.shape[0] != y.size or np.isnan(x).any():
        raise ValueError(
            f"covariates must have one row without gaps per unit ({y.size}), got shape {x.shape}"
        )
    if not x.shape[1]:
        raise ValueError("covariates must have at least one column, got none")
    if not y.size:
        none = np.zeros(x.shape[1])
        return RegressionSums(n=0, design=np.diag(none), with_outcome=none, squares=0.0)
    if np.ptp(y) <= RESOLUTION * np.abs(y).max():
        y = np.zeros(y.size)
    x, y = x - x.mean(axis=0), y - y.mean()
    return RegressionSums(n=y.size, design=x.T @ x, with_outcome=x.T @ y, squares=float(y @ y))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionFromSums:
    """Coefficients of the covariates over all agencies; arrays have shape (k,)."""

    values: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    confidence: float
    freedom: int
    n: int
    method: str


def regression_from_sums(
    agencies: Sequence[RegressionSums], *, confidence: float = 0.95
) -> RegressionFromSums | NoAnswer:
    """Least squares over all agencies' rows with a level of its own for each agency.

    Parameters
    ----------
    agencies
        One record per agency, with the same covariates in the same order.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    RegressionFromSums
        Coefficients and classical standard errors, those of least squares on the rows with one
        constant per agency; degrees of freedom: units less agencies less covariates.
    NoAnswer
        Without a degree of freedom left, if covariates repeat each other within agencies, or if
        they leave nothing of the outcome unexplained.

    Raises
    ------
    ValueError
        If agencies differ in their number of covariates.

    Notes
    -----
    One row must be one unit, not a month of it. The standard errors assume one size of noise.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    shapes = {agency.design.shape for agency in agencies}
    if len(shapes) > 1:
        raise ValueError(f"agencies differ in their covariates: {sorted(shapes)}")
    n, k = sum(agency.n for agency in agencies), shapes.pop()[0] if shapes else 0
    freedom = n - sum(agency.n > 0 for agency in agencies) - k
    if freedom < 1:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=n - freedom + 1, found=n)
    design = np.sum([agency.design for agency in agencies], axis=0)
    scale = np.sqrt(np.diag(design))
    if not scale.all() or np.linalg.cond(design / np.outer(scale, scale)) > 1e12:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    inverse = np.linalg.inv(design / np.outer(scale, scale)) / np.outer(scale, scale)
    products = np.sum([agency.with_outcome for agency in agencies], axis=0)
    values = inverse @ products
    squares = sum(agency.squares for agency in agencies)
    left = squares - float(values @ products)
    if left <= ROUNDING * squares:
        return NoAnswer(why=Silence.EXACT_FIT)
    errors = np.sqrt(np.diag(inverse) * left / freedom)
    half_widths = errors * special.stdtrit(freedom, (1 + confidence) / 2)
    return RegressionFromSums(
        values=values,
        low=values - half_widths,
        high=values + half_widths,
        standard_errors=errors,
        confidence=confidence,
        freedom=freedom,
        n=n,
        method="regression_from_sums/1",
    )
