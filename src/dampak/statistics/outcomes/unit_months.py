"""Units by months with their weights, ready for a model with an effect of every unit and month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, matrix_of_numbers

FEWEST_UNITS = 5  # on either side; with fewer, the doubt about a cluster's part is not known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitMonths:
    """What was seen of units that can take part.

    ``seen``, ``weights`` and ``is_trained`` have shape (n_units, n_months). ``seen`` is a mean or
    a rate, ``weights`` what it is over (exposure or cases), nought where nothing was seen.
    """

    seen: Floats
    weights: Floats
    is_trained: Floats

    @property
    def ever_trained(self) -> Flags:
        return np.asarray(((self.is_trained * (self.weights > 0)).sum(axis=1)) > 0)

    def keeping(self, units: Flags, months: Flags) -> "UnitMonths":
        return UnitMonths(
            seen=self.seen[units][:, months],
            weights=self.weights[units][:, months],
            is_trained=self.is_trained[units][:, months],
        )


def unit_months_of(
    *, values: ArrayLike, over: ArrayLike | None, is_trained: ArrayLike, names: tuple[str, str]
) -> UnitMonths:
    """Check three tables of one shape; what is missing, or over nothing, weighs nothing."""
    table = matrix_of_numbers(values, name=names[0])
    weights = np.ones_like(table) if over is None else matrix_of_numbers(over, name=names[1])
    trained = np.asarray(is_trained)
    for name, other in ((names[1], weights), ("is_trained", trained)):
        if other.shape != table.shape:
            raise ValueError(
                f"{name} must have the shape of {names[0]}, {table.shape}, got {other.shape}"
            )
    if trained.dtype.kind not in "biuf" or not np.isin(trained, (0, 1)).all():
        raise ValueError("is_trained must hold true or false for every unit and month")
    if (weights < 0).any():
        raise ValueError(f"{names[1]} holds negative values; a unit-month weighs nought or more")
    known = np.isfinite(table) & (weights > 0)
    return UnitMonths(
        seen=np.where(known, table, 0.0),
        weights=np.where(known, weights, 0.0),
        is_trained=trained.astype(np.float64),
    )


def why_not_compared(panel: UnitMonths) -> NoAnswer | None:
    """Why the trained months cannot be compared with others, if they cannot."""
    if not panel.weights.any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if (n_months := int((panel.weights.sum(axis=0) > 0).sum())) < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)
    n_trained = int(panel.ever_trained.sum())
    n_others = len(panel.seen) - n_trained
    if n_trained == 0:
        return NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)
    if n_trained < FEWEST_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=FEWEST_UNITS, found=n_trained)
    if 0 < n_others < FEWEST_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=FEWEST_UNITS, found=n_others)
    return None
