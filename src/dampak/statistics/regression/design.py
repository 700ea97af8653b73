"""The rows and columns of a regression, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, vector_of_numbers

CONSTANT = "constant"
DEPENDENT = 1e-9  # of a column's length: less than this of its own, and it says nothing new


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """Rows in which nothing is missing: ``outcome`` (n,), ``columns`` (n, k) with their names.

    ``is_kept`` (n_given,) says which of the rows handed in these are.
    """

    outcome: Floats
    columns: Floats
    names: tuple[str, ...]
    is_kept: Flags


def design_of(
    *, outcome: ArrayLike, explanatory: Mapping[str, ArrayLike], with_constant: bool = True
) -> Design | NoAnswer:
    """The rows without gaps; or why nothing can be told from them.

    Raises
    ------
    ValueError
        If a column is not a row of numbers, holds infinite values, or is of another length.
    """
    y = vector_of_numbers(outcome, name="outcome", gaps=True)
    named = {CONSTANT: np.ones(y.size)} if with_constant else {}
    for name, values in explanatory.items():
        if name in named:
            raise ValueError(f"explanatory may not hold a column called {name!r}; it is added")
        named[name] = vector_of_numbers(values, name=name, gaps=True)
        if named[name].size != y.size:
            raise ValueError(
                f"{name} has {named[name].size} values where outcome has {y.size}; "
                "give one for each"
            )
    columns = np.column_stack(list(named.values())) if named else np.empty((y.size, 0))
    is_kept = np.isfinite(y) & np.isfinite(columns).all(axis=1)
    design = Design(
        outcome=y[is_kept], columns=columns[is_kept], names=tuple(named), is_kept=is_kept
    )
    return silence_about(design) or design


def silence_about(design: Design, *, n_absorbed: int = 0) -> NoAnswer | None:
    """Whether there is too little to learn from, or two columns that say the same."""
    n, k = design.columns.shape
    if n == 0:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if n < k + n_absorbed + 1:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=k + n_absorbed + 1, found=n)
    if not np.ptp(design.outcome) > 0:
        return NoAnswer(why=Silence.NO_SPREAD)
    rank = n_independent(design.columns)
    return None if rank == k else NoAnswer(why=Silence.NOT_SEPARABLE, needed=k, found=rank)


def n_independent(columns: Floats) -> int:
    """How many columns say something that the others do not, whatever their units."""
    lengths = np.sqrt((columns**2).sum(axis=0))
    directions = columns / np.where(lengths > 0, lengths, 1.0)
    return int(np.linalg.matrix_rank(directions, tol=DEPENDENT)) if columns.size else 0
