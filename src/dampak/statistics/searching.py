"""Looking for the ends of an interval, and for the point at which a claim falls."""

from collections.abc import Callable

import numpy as np

from dampak.statistics.arrays import Flags, Floats

POINTS = 401
PRECISION = 1e-5  # of a standard error
DOUBLINGS = 30


def ends_of(
    accepts: Callable[[Floats], Flags], *, around: float, spread: float, points: int = POINTS
) -> tuple[float, float] | None:
    """The smallest interval that holds all accepted effects; None if none is accepted.

    Looks further out until nothing is accepted at the rim, then more closely at both ends, each
    time at so many ``points``.
    """
    reach = 5 * spread
    for _ in range(DOUBLINGS):
        grid = np.linspace(around - reach, around + reach, points)
        found = accepts(grid)
        if not (found[0] or found[-1]):
            break
        reach *= 2
    if not found.any():
        return None
    first, last = int(found.argmax()), int(points - 1 - found[::-1].argmax())
    if found[0] or found[-1]:
        return -np.inf, np.inf
    return (
        _refined(accepts, grid[first - 1], grid[first], spread),
        _refined(accepts, grid[last + 1], grid[last], spread),
    )


def largest_refused(refuses: Callable[[float], bool], *, start: float, precision: float) -> float:
    """The largest violation that still refuses, to a relative or absolute ``precision``."""
    if not refuses(0.0):
        return 0.0
    low, high = 0.0, start
    for _ in range(DOUBLINGS):
        if not refuses(high):
            break
        low, high = high, 2 * high
    else:
        return float("inf")
    while high - low > precision * max(start, low):
        middle = (low + high) / 2
        low, high = (middle, high) if refuses(middle) else (low, middle)
    return low


def _refined(
    accepts: Callable[[Floats], Flags], outside: float, inside: float, spread: float
) -> float:
    while abs(inside - outside) > PRECISION * spread:
        middle = (outside + inside) / 2
        if middle in (outside, inside):
            break
        if accepts(np.array([middle]))[0]:
            inside = middle
        else:
            outside = middle
    return float(inside)
