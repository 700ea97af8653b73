"""Which groups of people can be worked out from sums that are shown."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
# Arithmetic modulo a prime is exact and does not grow. A sum that can be worked out with whole
# numbers can be worked out here, too; the other way round luck would have to be 1 in 10^9.
PRIME = 2**31 - 1
MOST_FREE = 12  # so many ways of adding up are tried one by one: 2^12


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


def narrowest_worked_out(basis: Matrix, spare: NDArray[np.float64]) -> tuple[float, Matrix] | None:
    """What follows from the basis and leaves the least room: how much, and how often each group.

    A reduced row has its pivot to itself, so that only taking each row once or not at all gives
    every group once or not at all. Rows that share no group are looked at apart: together they
    leave more room than each alone. Where more than `MOST_FREE` rows hang together, not all ways
    are tried, and a row counts as no room: rather too careful than too late.

    Parameters
    ----------
    basis
        Shape (n_rows, n_groups), reduced.
    spare
        Shape (n_groups,): people in a group beyond one for each of its parts; -1 of nobody.
    """
    best: tuple[float, Matrix] | None = None
    for rows in _hanging_together(basis):
        found = _narrowest_of(rows, spare)
        if found and (best is None or found[0] < best[0]):
            best = found
    return best


def _narrowest_of(rows: Matrix, spare: NDArray[np.float64]) -> tuple[float, Matrix] | None:
    if len(rows) > MOST_FREE:
        return 0.0, rows[0]
    ways = np.array(list(product((0, 1), repeat=len(rows))), dtype=np.int64)
    sums = ways @ rows % PRIME
    is_in = (sums != 0) & (spare >= 0)
    some = np.flatnonzero(is_in.any(axis=1))
    if not len(some):
        return None
    room = is_in[some] @ spare + 1
    first = int(np.argmin(room))
    return float(room[first]), sums[some[first]]


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
