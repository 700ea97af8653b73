"""What a regression returns: one line a column, and how to read one of them."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import Measurement
from dampak.statistics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regression:
    """How the outcome moves with each column while the others stand still.

    ``values``, ``standard_errors``, ``low``, ``high`` and ``freedom`` have shape (k,), in the order
    of ``names``; the first four in units of the outcome per unit of the column. The standard
    errors are the published ones; ``freedom`` is that of the interval, which need not be built
    from them (``method`` says). ``n`` counts rows, ``n_groups`` the groups that are evidence
    independent of one another: rows, or the fewest clusters. A coefficient that one row or group
    decides by itself has an infinite standard error and interval, and 0 of ``freedom``: its own
    luck leaves no trace in what remains. ``explained_share`` is R squared, None
    where it has no one meaning.
    """

    names: tuple[str, ...]
    values: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    freedom: Floats
    confidence: float
    n: int
    n_groups: int
    explained_share: float | None
    method: str

    def of(self, name: str) -> Measurement:
        """One column's line; its ``standard_error`` is None where it would be infinite.

        Raises
        ------
        ValueError
            If there is no such column.
        """
        if name not in self.names:
            raise ValueError(f"name must be one of {self.names}, got {name!r}")
        column = self.names.index(name)
        error = float(self.standard_errors[column])
        return Measurement(
            value=float(self.values[column]),
            low=float(self.low[column]),
            high=float(self.high[column]),
            confidence=self.confidence,
            n=self.n,
            method=self.method,
            standard_error=error if np.isfinite(error) else None,
        )
