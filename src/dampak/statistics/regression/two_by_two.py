"""Two groups, two periods: how much further did one group move than the other?"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import Floats, vector_of_numbers
from dampak.statistics.regression.doubt import Errors
from dampak.statistics.regression.least_squares import least_squares

FEWEST_IN_A_CELL = 2
OWN_NAMES = ("is_trained", "is_after", "moved_further")


def two_by_two(
    *,
    outcome: ArrayLike,
    is_trained: ArrayLike,
    is_after: ArrayLike,
    covariates: Mapping[str, ArrayLike] | None = None,
    errors: Errors = "HC3",
    clusters: Sequence[ArrayLike] = (),
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Compare the change of a trained group with the change of another, other things held still.

    Parameters
    ----------
    outcome
        Shape (n,). One number a row: a case, a house, a unit in a period; NaN where missing.
    is_trained, is_after
        Shape (n,). 1 or True where the row belongs to the trained group; to the later period.
    covariates
        Further columns by name, each of shape (n,).
    errors, clusters
        As in `least_squares`. If the same units stand in both periods, give their labels as
        clusters: their two rows are one piece of evidence.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` in the unit of the outcome. ``n_trained`` and ``n_comparison`` count rows.
        ``two_by_two/1``; the interval is that of `least_squares`.
    NoAnswer
        If one of the four cells holds fewer than two rows, if one cluster (or row, once covariates
        are held still) makes up a group by itself, or for a reason of `least_squares`.

    Raises
    ------
    ValueError
        If a group is told by other numbers than 0 and 1, a covariate has a name in use, or for a
        reason of `least_squares`.

    Notes
    -----
    Rests on parallel trends: without the training both groups would have moved equally far.

    References
    ----------
    Card and Krueger (1994), American Economic Review 84, 772-793.
    """
    y = vector_of_numbers(outcome, name="outcome", gaps=True)
    trained = _flags(is_trained, name="is_trained", length=y.size)
    after = _flags(is_after, name="is_after", length=y.size)
    columns = {"is_trained": trained, "is_after": after, "moved_further": trained * after}
    if taken := sorted(set(covariates or {}) & set(OWN_NAMES)):
        raise ValueError(f"covariates may not be called {taken}; rename them")
    if refusal := _refusal(y, trained, after):
        return refusal
    found = least_squares(
        outcome=y,
        explanatory={**columns, **(covariates or {})},
        errors=errors,
        clusters=clusters,
        confidence=confidence,
    )
    if isinstance(found, NoAnswer):
        return found
    line = found.of("moved_further")
    if line.standard_error is None:
        return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=FEWEST_IN_A_CELL, found=1)
    seen = np.isfinite(y)
    return Estimate(
        value=line.value,
        low=line.low,
        high=line.high,
        confidence=confidence,
        n_trained=int((seen & (trained == 1)).sum()),
        n_comparison=int((seen & (trained == 0)).sum()),
        method="two_by_two/1",
        standard_error=line.standard_error,
    )


def _flags(values: ArrayLike, *, name: str, length: int) -> Floats:
    flags = vector_of_numbers(values, name=name)
    if flags.size != length:
        raise ValueError(f"{name} has {flags.size} values where outcome has {length}")
    if not np.isin(flags, (0, 1)).all():
        raise ValueError(f"{name} must hold 0 or 1, got {sorted(set(flags) - {0, 1})[:3]}")
    return flags


def _refusal(outcome: Floats, trained: Floats, after: Floats) -> NoAnswer | None:
    seen = np.isfinite(outcome)
    for flags, why in (
        (trained == 1, Silence.TOO_FEW_TRAINED),
        (trained == 0, Silence.TOO_FEW_COMPARISON),
    ):
        fewest = min(int((seen & flags & (after == period)).sum()) for period in (0, 1))
        if fewest < FEWEST_IN_A_CELL:
            return NoAnswer(why=why, needed=FEWEST_IN_A_CELL, found=fewest)
    return None
