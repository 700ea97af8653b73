"""Drawings of the answers with random signs at the units: the multiplier bootstrap.

Callaway and Sant'Anna (2021), section 4.1, algorithm 1, with Rademacher weights.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dampak.statistics.arrays import Floats

SIGNS_AT_ONCE = 1_000_000  # bounds the memory of a batch of drawings

Singles = NDArray[np.float32]


def signed_sums(
    blocks: Iterable[tuple[Floats, Floats]],
    *,
    n_answers: int,
    rng: np.random.Generator,
    draws: int,
) -> Floats:
    """Sums over units of plus or minus their scores. Shape (draws, n_answers).

    Each block of units has rows (n, m) and forms (m, n_answers); their product are the scores.
    """
    total = np.zeros((draws, n_answers))
    for rows, forms in blocks:
        largest = np.abs(rows).max() or 1.0  # single precision has room for ordinary numbers only
        scaled = (rows / largest).astype(np.float32)
        total += (_signed(scaled, rng, draws) @ (forms * largest)) if forms.any() else 0.0
    return total


def _signed(rows: Singles, rng: np.random.Generator, draws: int) -> Singles:
    n_units = rows.shape[0]
    batch = max(8, SIGNS_AT_ONCE // n_units)
    sums = np.empty((draws, rows.shape[1]), dtype=np.float32)
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        bits = np.frombuffer(rng.bytes((size * n_units + 7) // 8), dtype=np.uint8)
        heads = np.unpackbits(bits, count=size * n_units).astype(np.float32)
        np.matmul(heads.reshape(size, n_units), rows, out=sums[start : start + size])
    return np.asarray(2 * sums - rows.sum(axis=0))
