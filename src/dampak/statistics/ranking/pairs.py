"""Which units are surely better than which: every ordered pair tested, step after step.

A pair (j, k) claims that j is truly better than k. Claims are accepted from the clearest down: once
some are made, the rest need less to be told from luck. All functions return, per unit, how many
are surely better and how many surely worse.
"""

from collections.abc import Iterator

import numpy as np
from scipy import special

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.critical_values import critical_value

ENTRIES_AT_ONCE = 2_000_000

Counts = tuple[Integers, Integers]


def rejected_by_draws(
    numbers: Floats,
    errors: Floats,
    confidence: float,
    rng: np.random.Generator,
    draws: int,
    *,
    together: bool,
) -> Counts:
    """The critical value is a quantile of the largest difference that noise alone makes."""
    noise = errors[:, None] * rng.standard_normal((numbers.size, draws))
    if together:
        every = ~np.eye(numbers.size, dtype=bool)
        claims = _claims(numbers, errors, every, noise, confidence)
        return claims.sum(axis=0), claims.sum(axis=1)
    found = np.zeros((2, numbers.size), dtype=np.int64)
    for unit in range(numbers.size):
        claims = _claims_about(unit, numbers, errors, noise, confidence)
        found[:, unit] = claims[1].sum(), claims[0].sum()
    return found[0], found[1]


def _claims(
    numbers: Floats, errors: Floats, tested: Flags, noise: Floats, confidence: float
) -> Flags:
    """Which of the tested pairs are told apart. Shape (n, n)."""
    apart = (numbers[:, None] - numbers) / np.hypot(errors[:, None], errors)
    open_pairs = tested.copy()
    while open_pairs.any():
        largest = np.full(noise.shape[1], -np.inf)
        for unit in np.flatnonzero(open_pairs.any(axis=1)):
            others = open_pairs[unit]
            scale = np.hypot(errors[unit], errors[others])[:, None]
            np.maximum(largest, ((noise[unit] - noise[others]) / scale).max(axis=0), out=largest)
        claimed = open_pairs & (apart > critical_value(largest, confidence=confidence))
        if not claimed.any():
            break
        open_pairs &= ~claimed
    return np.asarray(tested & ~open_pairs)


def _claims_about(
    unit: int, numbers: Floats, errors: Floats, noise: Floats, confidence: float
) -> Flags:
    """Whom the unit is surely better than (row 0), and who is surely better than it (row 1)."""
    others = np.arange(numbers.size) != unit
    scale = np.hypot(errors[unit], errors)
    apart = (numbers[unit] - numbers) / scale
    luck = (noise[unit] - noise) / scale[:, None]
    is_open = np.array([others, others])
    while is_open.any():
        ahead, behind = luck[is_open[0]], -luck[is_open[1]]
        largest = np.maximum(
            ahead.max(axis=0, initial=-np.inf), behind.max(axis=0, initial=-np.inf)
        )
        critical = critical_value(largest, confidence=confidence)
        claimed = is_open & np.array([apart > critical, -apart > critical])
        if not claimed.any():
            break
        is_open &= ~claimed
    return np.asarray(np.array([others, others]) & ~is_open)


def rejected_by_holm(
    numbers: Floats, errors: Floats, confidence: float, *, together: bool
) -> Counts:
    """Without draws: each pair's own normal tail, shared among the pairs still open.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    n_units = numbers.size
    n_tested = n_units * (n_units - 1) if together else 2 * (n_units - 1)
    n_claimed = np.zeros(1 if together else n_units)
    while True:
        still_open = np.maximum(n_tested - n_claimed, 1)
        critical = -special.ndtri((1 - confidence) / still_open)
        better, worse = _told_apart(numbers, errors, np.broadcast_to(critical, (n_units,)))
        now = np.array([float(worse.sum())]) if together else (better + worse).astype(np.float64)
        if (now == n_claimed).all():
            return better, worse
        n_claimed = now


def _told_apart(numbers: Floats, errors: Floats, critical: Floats) -> Counts:
    """Per unit, by its own critical value: how many are better, how many worse."""
    better, worse = np.zeros((2, numbers.size), dtype=np.int64)
    for some in _batches(numbers.size):
        needed = critical[some, None] * np.hypot(errors[some, None], errors)
        apart = numbers[some, None] - numbers
        better[some] = (apart < -needed).sum(axis=1)
        worse[some] = (apart > needed).sum(axis=1)
    return better, worse


def _batches(n_units: int) -> Iterator[slice]:
    size = max(1, ENTRIES_AT_ONCE // n_units)
    return (slice(start, start + size) for start in range(0, n_units, size))
