"""Least squares on an effect for every unit and an effect for every month, without iteration.

Eliminating the units' effects leaves one equation per month, whatever the number of units. Nothing
is iterated, so there is no tolerance to miss, and the scale of the outcome does not matter.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dampak.statistics.arrays import Floats, Integers

RANK = 1e-11  # of the largest eigenvalue; below it a combination of months has no data


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoWay:
    """The normal equations of row and month effects, solved for any right-hand side.

    ``weights`` has shape (n_rows, n_periods): how much each cell counts, 0 for not at all.
    ``inverse`` (n_periods, n_periods) is the pseudo-inverse of the months' equations.
    """

    weights: Floats
    inverse: Floats

    @property
    def per_row(self) -> Floats:
        """One over the weight of each row, 0 for a row without any. Shape (n_rows,)."""
        size = self.weights.sum(axis=1)
        return np.asarray(np.divide(1.0, size, out=np.zeros_like(size), where=size > 0))

    def effects(self, by_row: Floats, by_month: Floats) -> tuple[Floats, Floats]:
        """Row effects (n_rows, j) and month effects (n_periods, j) of j right-hand sides.

        ``by_row`` (n_rows, j) and ``by_month`` (n_periods, j) are the weighted sums of the
        regressand over the months of each row and over the rows of each month.
        """
        scaled = by_row * self.per_row[:, None]
        months = self.inverse @ (by_month - self.weights.T @ scaled)
        return scaled - self.per_row[:, None] * (self.weights @ months), months


def two_way_of(weights: Floats) -> TwoWay:
    """Prepare the equations for cells of these weights. Shape (n_rows, n_periods)."""
    size = weights.sum(axis=1)
    root = np.divide(1.0, np.sqrt(size), out=np.zeros_like(size), where=size > 0)
    scaled = weights * root[:, None]
    equations = np.diag(weights.sum(axis=0)) - scaled.T @ scaled
    values, vectors = np.linalg.eigh(equations)
    kept = values > RANK * max(values[-1], np.finfo(float).tiny)
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return TwoWay(weights=weights, inverse=inverse)


def joined_months(weights: Floats) -> Integers:
    """Months that can be compared with one another share a number. Shape (n_periods,).

    Two months are joined if a row has both, directly or through other months; a month without
    any cell is joined with none.
    """
    present = (weights > 0).astype(np.float64)
    shared = sparse.csr_array(present.T @ present > 0)
    return np.asarray(sparse.csgraph.connected_components(shared, directed=False)[1], np.int64)
