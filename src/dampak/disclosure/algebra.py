"""Which groups of people can be worked out from sums that are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
# Arithmetic modulo a prime is exact and does not grow. A sum that can be worked out with whole
# numbers can be worked out here, too; the other way round luck would have to be 1 in 10^9.
PRIME = 2**31 - 1
MOST_FREE = 10  # so many ways of adding up are tried one by one: 2^10


def reduced(rows: Matrix) -> Matrix:
    """The reduced row echelon form modulo `PRIME`, without its empty rows.

    Parameters
    ----------
    rows
        Shape (n_sums, n_groups).

    >>> reduced(np.array([[1, 1, 1], [1, 1, 0]])).tolist()
    [[1, 1, 0], [0, 0, 1]]
    """
    left, done = rows.astype(np.int64) % PRIME, 0
    for column in range(left.shape[1]):
        found = np.flatnonzero(left[done:, column])
        if not len(found):
            continue
        pivot = done + int(found[0])
        left[[done, pivot]] = left[[pivot, done]]
        left[done] = left[done] * pow(int(left[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(left[:, column])
        others = others[others != done]
        left[others] = (left[others] - left[others, column, None] * left[done]) % PRIME
        done += 1
        if done == len(left):
            break
    return left[:done]


def sums_within(shown: Matrix, inside: NDArray[np.bool_]) -> Matrix:
    """All that can be worked out about these groups alone, as reduced rows over all groups.

    Parameters
    ----------
    shown
        Shape (n_sums, n_groups), 1 where a sum that is shown holds a group.
    inside
        Shape (n_groups,): the groups in question. The others are eliminated first.
    """
    order = np.argsort(inside, kind="stable")
    echelon = reduced(shown[:, order])
    alone = echelon[~echelon[:, : int((~inside).sum())].any(axis=1)]
    back = np.empty_like(alone)
    back[:, order] = alone
    return back


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """What follows: how much room it leaves, and the groups in it.

    ``is_sure`` says that it truly follows; otherwise too much hangs together to try all ways, and
    it holds all that might.
    """

    room: float
    groups: Matrix
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many people are in each group, and in how many of its parts somebody is known to be.

    A sum over groups leaves room for as many as there are people in it, less one for every part
    but the first that is known to hold somebody: three such units and three people together are
    three times one.
    """

    people: NDArray[np.float64]
    parts: NDArray[np.int64]

    def room(self, sums: Matrix) -> NDArray[np.float64]:
        """The room of each sum, by rows."""
        is_in = sums != 0
        room: NDArray[np.float64] = is_in @ self.people - np.maximum(is_in @ self.parts - 1, 0)
        return room

    def of_each(self) -> NDArray[np.float64]:
        """The room of each group by itself."""
        return self.people - np.maximum(self.parts - 1, 0)


def narrowest_worked_out(basis: Matrix, sizes: Sizes) -> WorkedOut | None:
    """What follows from the basis and leaves the least room; None if nothing follows.

    A reduced row has its pivot to itself, so that only taking each row once or not at all gives
    every group once or not at all. Rows that share no group are looked at apart: together they
    leave more room than each alone. Where more than `MOST_FREE` rows hang together, not all ways
    are tried, and they count as leaving no room: rather too careful than too late.

    Parameters
    ----------
    basis
        Shape (n_rows, n_groups), reduced.
    sizes
        Of each group.
    """
    found = [_narrowest_of(rows, sizes) for rows in _hanging_together(basis)]
    return min((each for each in found if each), key=lambda each: each.room, default=None)


def _narrowest_of(rows: Matrix, sizes: Sizes) -> WorkedOut | None:
    holds_somebody = sizes.people > 0
    if len(rows) > MOST_FREE:
        touched = (rows != 0).any(axis=0) & holds_somebody
        groups = touched.astype(np.int64)
        return WorkedOut(room=0.0, groups=groups, is_sure=False) if touched.any() else None
    sums = _WAYS[len(rows)] @ rows % PRIME
    sums = sums[((sums != 0) & holds_somebody).any(axis=1)]
    if not len(sums):
        return None
    room = sizes.room(sums)
    first = int(np.argmin(room))
    return WorkedOut(room=float(room[first]), groups=sums[first], is_sure=True)


_WAYS = {
    size: np.array(list(product((0, 1), repeat=size)), dtype=np.int64).reshape(-1, size)
    for size in range(1, MOST_FREE + 1)
}


def _hanging_together(basis: Matrix) -> Iterator[Matrix]:
    """Rows that share groups, directly or through others."""
    holds = basis != 0
    left = list(range(len(basis)))
    while left:
        taken = [left.pop(0)]
        groups = holds[taken[0]]
        while near := [number for number in left if (holds[number] & groups).any()]:
            taken += near
            groups = groups | holds[near].any(axis=0)
            left = [number for number in left if number not in near]
        yield basis[taken]


def which_sums(shown: Matrix, wanted: Matrix) -> Sequence[int]:
    """The sums that give away what is wanted; empty if it does not follow from them.

    One way of working it out, not the shortest.

    Parameters
    ----------
    shown
        Shape (n_sums, n_groups).
    wanted
        Shape (n_groups,): how often each group is in it.
    """
    size = len(shown)
    echelon = reduced(np.append(shown.T, wanted[:, None], axis=1))
    if echelon[~echelon[:, :size].any(axis=1)].any():
        return []
    weights = {int(np.flatnonzero(row[:size])[0]): int(row[size]) for row in echelon}
    return [column for column, weight in weights.items() if weight]
