"""What a permutation needs to know of each way to deal out the training."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats, Integers

ENTRIES_AT_ONCE = 2_000_000  # bounds the memory of a batch of drawings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """Of d drawings: q quantities summed over cohort means, and how these vary together.

    ``values`` (d, q); ``covariance`` (d, q, q) adds up each cohort's covariance over its size, as
    Neyman did.
    """

    values: Floats
    covariance: Floats

    def studentised(
        self, after: Floats, before: Floats, adjustment: float | None
    ) -> tuple[Floats, Floats, Floats]:
        """Adjusted effect, the adjustment and the standard error of each drawing. Shape (d,).

        ``after`` and ``before`` (q,) say which mixture of the quantities stands for the months
        after and which for those before; ``adjustment`` None takes the one with least variance.
        """
        across = self.covariance @ before
        balance, shared = across @ before, across @ after
        if adjustment is None:
            taken = np.divide(shared, balance, out=np.zeros_like(shared), where=balance > 0)
        else:
            taken = np.full_like(shared, adjustment)
        value = self.values @ after - taken * (self.values @ before)
        variance = (self.covariance @ after) @ after - taken * (2 * shared - taken * balance)
        return value, taken, np.sqrt(np.maximum(variance, 0.0))


def moments_of(said: Floats, slots: Integers, order: Integers) -> Moments:
    """The moments if the units are put into the cohorts in these orders.

    Parameters
    ----------
    said
        Shape (q, n_units, g). What each unit says in each cohort.
    slots
        Shape (n_units,). The cohort of each place, in order.
    order
        Shape (d, n_units). Which unit stands in which place.
    """
    starts = np.flatnonzero(np.r_[True, np.diff(slots) > 0])
    size = np.diff(np.r_[starts, slots.size]).astype(np.float64)
    heard = said[:, order, slots]
    means = np.add.reduceat(heard, starts, axis=2) / size
    heard -= np.repeat(means, size.astype(np.int64), axis=2)
    weights = np.repeat(1 / (size * np.maximum(size - 1, 1)), size.astype(np.int64))
    covariance = np.einsum("qdn,rdn,n->dqr", heard, heard, weights, optimize=False)
    return Moments(values=means.sum(axis=2).T, covariance=covariance)


def redrawn_moments(
    said: Floats, slots: Integers, *, rng: np.random.Generator, draws: int
) -> Moments:
    """The moments under so many random orders, in batches."""
    n_units = slots.size
    batch = max(1, ENTRIES_AT_ONCE // (said.shape[0] * n_units))
    found = []
    for start in range(0, draws, batch):
        rows = np.broadcast_to(np.arange(n_units), (min(batch, draws - start), n_units))
        found.append(moments_of(said, slots, rng.permuted(rows, axis=1)))
    return Moments(
        values=np.concatenate([each.values for each in found]),
        covariance=np.concatenate([each.covariance for each in found]),
    )
