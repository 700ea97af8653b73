"""Intervals for a whole family of estimates that hold all at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    FEWEST_DRAWS,
    Floats,
    finite_number,
    matrix_of_numbers,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.standard_errors import numbers_with_errors

DRAWS = 100_000
ENTRIES_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """Estimates with intervals that belong together; arrays have shape (n,).

    ``positions`` says which estimates these are, counted from 0 among all that were looked at;
    ``low`` and ``high`` are ``critical_value`` standard errors away. What ``confidence`` promises
    for the family is in the function that returned it.
    """

    positions: tuple[int, ...]
    values: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    critical_value: float
    confidence: float
    n: int
    method: str


def intervals_together(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    rng: np.random.Generator,
    correlation: ArrayLike | None = None,
    freedom: float | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> Together | NoAnswer:
    """Widen the intervals of several estimates so that all of them hold at once.

    Parameters
    ----------
    values, standard_errors
        Shape (n,). The estimates of all outcomes or groups that will be shown together.
    rng
        Draws the estimates' noise; not touched without ``correlation``.
    correlation
        Shape (n, n). How the estimates move together (outcomes of the same units do). None: not
        known, and Bonferroni's width holds whatever it is.
    freedom
        Degrees of freedom behind the standard errors. None: so many that they count as known.
    confidence
        The probability that all intervals hold, strictly between 0 and 1.
    draws
        Number of drawings.

    Returns
    -------
    Together
        ``intervals_together_max_t/1`` or ``intervals_together_bonferroni/1``.
    NoAnswer
        If there are no estimates.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, an error is not above 0, or
        ``correlation`` is not one.

    References
    ----------
    Dunnett (1955), JASA 50, 1096-1121. Dunn (1961), JASA 56, 52-64. Montiel Olea and
    Plagborg-Moller (2019), Journal of Applied Econometrics 34, 1-17.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    numbers, errors = numbers_with_errors(values, standard_errors, of="estimate")
    if freedom is not None:
        freedom = finite_number(freedom, name="freedom", at_least=1)
    if not numbers.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    widest = t_value(1 - (1 - confidence) / numbers.size, freedom)
    if correlation is None:
        how, critical = "bonferroni", widest
    else:
        root = _root(correlation, n=numbers.size)
        draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
        drawn = _largest(root, freedom, confidence, rng, draws)
        # chance in the drawing cannot make many need less than one, or more than Bonferroni's
        how, critical = "max_t", min(max(drawn, t_value(confidence, freedom)), widest)
    return Together(
        positions=tuple(range(numbers.size)),
        values=numbers,
        low=numbers - critical * errors,
        high=numbers + critical * errors,
        standard_errors=errors,
        critical_value=critical,
        confidence=confidence,
        n=numbers.size,
        method=f"intervals_together_{how}/1",
    )


def t_value(confidence: float, freedom: float | None) -> float:
    """How many standard errors one interval of this confidence takes."""
    share = (1 + confidence) / 2
    return float(special.ndtri(share) if freedom is None else special.stdtrit(freedom, share))


def _root(correlation: ArrayLike, *, n: int) -> Floats:
    """A matrix whose square is the correlation; also where two estimates are the same."""
    matrix = matrix_of_numbers(correlation, name="correlation")
    is_one = matrix.shape == (n, n) and np.allclose(matrix, matrix.T)
    if not is_one or not np.allclose(np.diag(matrix), 1):
        raise ValueError(f"correlation must be symmetric with ones, of shape ({n}, {n})")
    values, vectors = np.linalg.eigh(matrix)
    if values.min() < -1e-6:
        raise ValueError("correlation cannot occur: it has a negative eigenvalue; recompute it")
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _largest(
    root: Floats, freedom: float | None, confidence: float, rng: np.random.Generator, draws: int
) -> float:
    """The quantile of the largest of the n t-values."""
    batch = max(1, ENTRIES_AT_ONCE // root.shape[0])
    found = np.concatenate(
        [
            np.abs(rng.standard_normal((min(batch, draws - at), root.shape[0])) @ root.T).max(
                axis=1
            )
            for at in range(0, draws, batch)
        ]
    )
    if freedom is not None:  # estimates of one fit share the error of its variance
        found = found / np.sqrt(rng.chisquare(freedom, found.size) / freedom)
    return float(np.quantile(found, confidence))
