"""How the order of training was drawn, and in how many ways it could have fallen."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Integers, vector_of_positions
from dampak.statistics.labels import positions_of

NEVER = -1
MANY = 10**12  # orderings are counted up to here; no test asks for more


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draw:
    """The rule of the lottery that put the units in order. All arguments are optional.

    ``strata`` (n_units,): any labels; units were put in order only among those with the same one.
    ``drawn_together`` (n_units,): any labels; units with the same one got one lot between them,
    such as all desks of an office. ``orderings`` (n_orderings, n_units): every order that could
    have been drawn, each as likely as any other, written like ``first_treated``; for lotteries
    that no list of strata can describe.
    """

    strata: ArrayLike | None = None
    drawn_together: ArrayLike | None = None
    orderings: ArrayLike | None = None


ONE_LOTTERY = Draw()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lots:
    """A draw made whole: what was dealt, to whom, and among whom.

    ``starts`` (n_sequences,) are the first months of training that can occur, -1 for never.
    ``sequences`` (n_lots,) says which of them each lot got, ``strata`` (n_lots,) among which lots
    it was dealt, ``lots`` (n_units,) and ``strata_of_units`` (n_units,) which are each unit's.
    ``listed`` (n_orderings, n_lots) holds the sequences of all orderings where they were listed.
    """

    starts: Integers
    sequences: Integers
    strata: Integers
    lots: Integers
    strata_of_units: Integers
    listed: Integers | None

    def by_stratum(self) -> Iterator[Integers]:
        """The lots that were dealt among one another."""
        for stratum in np.unique(self.strata):
            yield np.flatnonzero(self.strata == stratum)

    @property
    def n_orderings(self) -> int:
        """In how many different ways the draw could have fallen, counted up to `MANY`."""
        if self.listed is not None:
            return int(self.listed.shape[0])
        ways = 1
        for lots in self.by_stratum():
            left = lots.size
            for n_alike in np.unique(self.sequences[lots], return_counts=True)[1]:
                ways = min(MANY, ways * math.comb(left, int(n_alike)))
                left -= int(n_alike)
        return ways


def lots_of(draw: Draw, *, first: Integers, n_periods: int) -> Lots:
    """Check the draw against what happened. ``first`` is -1 where training came never or later."""
    n_units = first.size
    strata = labels_of(draw.strata, name="strata", length=n_units)
    if draw.orderings is not None:
        return _listed(draw, first=first, strata=strata, n_periods=n_periods)
    starts, sequences = np.unique(first, return_inverse=True)
    if draw.drawn_together is None:
        lots, representatives = np.arange(n_units), np.arange(n_units)
    else:
        lots = labels_of(draw.drawn_together, name="drawn_together", length=n_units)
        representatives = np.unique(lots, return_index=True)[1]
        _same_within(lots, representatives, first, what="first_treated")
        _same_within(lots, representatives, strata, what="strata")
    return Lots(
        starts=starts,
        sequences=sequences[representatives],
        strata=strata[representatives],
        lots=lots,
        strata_of_units=strata,
        listed=None,
    )


def _listed(draw: Draw, *, first: Integers, strata: Integers, n_periods: int) -> Lots:
    orderings = np.asarray(draw.orderings)
    if draw.drawn_together is not None:
        raise ValueError("drawn_together is already in the list of orderings; give only one")
    if orderings.shape[1:] != first.shape:
        raise ValueError(
            "orderings must have one row per ordering and one column per unit "
            f"({first.size}), got shape {orderings.shape}"
        )
    flat = vector_of_positions(orderings.ravel(), name="orderings", length=orderings.size)
    listed = periods_or_never(flat, n_periods=n_periods).reshape(orderings.shape)
    if len(np.unique(listed, axis=0)) < len(listed):
        raise ValueError("orderings holds the same ordering twice; list each once")
    if not (listed == first).all(axis=1).any():
        raise ValueError("orderings does not hold the order that was drawn; add it to the list")
    starts, flat = np.unique(listed, return_inverse=True)
    return Lots(
        starts=starts,
        sequences=np.searchsorted(starts, first),
        strata=strata,
        lots=np.arange(first.size),
        strata_of_units=strata,
        listed=flat.reshape(listed.shape),
    )


def periods_or_never(first: Integers, *, n_periods: int) -> Integers:
    """Training after the data end is, for these data, none."""
    return np.where(first >= n_periods, NEVER, first)


def labels_of(values: ArrayLike | None, *, name: str, length: int) -> Integers:
    """Any labels as numbers from 0; all 0 if there are none. Shape (length,)."""
    if values is None:
        return np.zeros(length, dtype=np.int64)
    return positions_of(values, name=name, length=length)


def _same_within(lots: Integers, representatives: Integers, values: Integers, *, what: str) -> None:
    different = np.flatnonzero(values != values[representatives][lots])
    if different.size:
        raise ValueError(
            f"units drawn together must share their {what}; unit {different[0]} does not"
        )
