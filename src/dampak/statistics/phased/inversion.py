"""All effects that a randomisation test does not reject, exactly."""

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.phased.contrasts import Pairs

SAME = 1e-10  # of the largest statistic; closer than this is a tie


def share_as_extreme(observed: complex, redrawn: Pairs, *, plus: int) -> float:
    """The p-value of no effect: the share of orderings at least as far from zero.

    ``plus`` is 1 if what happened must be added to the drawings and 0 if it is among them.
    """
    distance = np.abs(redrawn.real)
    tie = SAME * max(abs(observed.real), float(distance.max()))
    as_far = int((distance >= abs(observed.real) - tie).sum())
    return (plus + as_far) / (plus + redrawn.size)


def effects_not_rejected(
    observed: complex, redrawn: Pairs, *, allowed: int, plus: int
) -> tuple[float, float]:
    """The smallest interval that holds every effect more than ``allowed`` orderings speak for.

    If the effect is x, the statistic of an ordering is a - x c (real and imaginary part of
    ``redrawn``), that of what happened a0 - x c0 with c0 > 0. An ordering speaks for x if its
    statistic is at least as far from zero. That is so between the two roots of
    |a - x c| = |a0 - x c0| where |c| < c0, outside them where |c| > c0, and on a half-line or
    everywhere where they are equal. How many speak changes only there, so counting is exact.
    Ends are infinite where too many orderings speak for any effect however large.
    """
    everywhere = np.tile([[-np.inf], [np.inf]], plus)
    pieces = [_between_or_outside(observed, redrawn), _half_lines(observed, redrawn), everywhere]
    low, high = np.concatenate(pieces, axis=1)
    at, step = np.concatenate([low, high]), np.repeat([1, -1], low.size)
    order = np.lexsort((-step, at))  # at a tie one piece begins before another ends
    enough = np.flatnonzero(np.cumsum(step[order]) > allowed)
    return float(at[order[enough[0]]]), float(at[order[enough[-1] + 1]])


def _between_or_outside(observed: complex, redrawn: Pairs) -> Floats:
    """The closed pieces of the orderings with two roots. Shape (2, n_pieces)."""
    some = redrawn[~_is_turned_alike(observed, redrawn)]
    a, c = some.real, some.imag
    roots = np.stack(
        [(observed.real - a) / (observed.imag - c), (observed.real + a) / (observed.imag + c)]
    )
    low, high = np.sort(roots, axis=0)
    is_outside = np.abs(c) > observed.imag
    without_end = np.full(int(is_outside.sum()), np.inf)
    return np.concatenate(
        [
            np.stack([low, high])[:, ~is_outside],
            np.stack([-without_end, low[is_outside]]),
            np.stack([high[is_outside], without_end]),
        ],
        axis=1,
    )


def _half_lines(observed: complex, redrawn: Pairs) -> Floats:
    """|c| = c0: turned so that c = c0, a - x c0 is as far from zero as a0 - x c0 on one side."""
    some = redrawn[_is_turned_alike(observed, redrawn)]
    a, a0 = np.where(some.imag < 0, -some.real, some.real), observed.real
    middle = (a + a0) / (2 * observed.imag)
    is_same = np.abs(a - a0) <= SAME * np.maximum(np.abs(a), abs(a0))
    low = np.where(is_same | (a > a0), -np.inf, middle)
    high = np.where(is_same | (a < a0), np.inf, middle)
    return np.stack([low, high])


def _is_turned_alike(observed: complex, redrawn: Pairs) -> Flags:
    return np.asarray(np.abs(np.abs(redrawn.imag) - observed.imag) <= SAME * observed.imag)
