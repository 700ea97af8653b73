"""Do two raters agree beyond chance? Cohen's kappa, plain or weighted."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, refuse_masked, share_between_0_and_1
from dampak.statistics.raters.agreement import Doubt, agreement_measured

MOST = 1e12  # things judged; beyond it they were not counted
Weights = Literal["none", "linear", "quadratic"]


def cohen_kappa(
    *, table: ArrayLike, weights: Weights = "none", confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say how far two raters agree beyond what their habits alone would give.

    Parameters
    ----------
    table
        Shape (k, k), whole numbers. How many things the first rater put in category i (row) and
        the second in category j (column), both in the order of the scale.
    weights
        ``"none"``: a near miss counts like a gross one. ``"linear"`` and ``"quadratic"``: it
        counts by the distance, or its square, between the categories.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is 1 for perfect agreement and 0 for chance; ``n`` counts the things judged.
        ``standard_error`` is that of Fleiss, Cohen and Everitt; the interval is t on Fisher's
        scale with it, widened by n / (n - 1).
    NoAnswer
        With fewer than two things, or if both raters used one and the same category only.

    Raises
    ------
    ValueError
        If ``table`` is not square or holds anything but counts, or ``weights`` is unknown.

    References
    ----------
    Cohen (1968), Psychological Bulletin 70, 213-220.
    Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    counts = _square_of_counts(table)
    credit = _credit(len(counts), weights)
    n = int(counts.sum())
    if n < 2:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=2, found=n)
    if np.count_nonzero(counts.sum(axis=0) + counts.sum(axis=1)) < 2:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    value, published = _kappa_and_error(counts / n, credit, n)
    found = agreement_measured(
        value,
        doubt=Doubt(spread=published * float(np.sqrt(n / (n - 1)))),
        n=n,
        confidence=confidence,
        method="cohen_kappa/1" if weights == "none" else f"cohen_kappa_{weights}/1",
    )
    if isinstance(found, NoAnswer):
        return found
    return Measurement(
        value=value,
        low=found.low,
        high=found.high,
        confidence=confidence,
        n=n,
        method=found.method,
        standard_error=published or None,
    )


def _kappa_and_error(shares: Floats, credit: Floats, n: int) -> tuple[float, float]:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    by_chance = rows @ credit @ columns
    seen = (shares * credit).sum()
    habit = (credit @ columns)[:, None] + rows @ credit
    lean = shares * (credit * (1 - by_chance) - habit * (1 - seen)) ** 2
    centre = seen * by_chance - 2 * by_chance + seen
    variance = (lean.sum() - centre**2) / (n * (1 - by_chance) ** 4)
    return float((seen - by_chance) / (1 - by_chance)), float(np.sqrt(max(variance, 0.0)))


def _credit(k: int, weights: Weights) -> Floats:
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / max(k - 1, 1)
    credits_of = {"none": apart == 0, "linear": 1 - apart, "quadratic": 1 - apart**2}
    if weights not in credits_of:
        raise ValueError(f"weights must be one of {', '.join(credits_of)}, got {weights!r}")
    return np.asarray(credits_of[weights], dtype=np.float64)


def _square_of_counts(table: ArrayLike) -> Floats:
    refuse_masked(table, name="table")
    counts = np.asarray(table)
    if counts.dtype.kind not in "fiu" or counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(
            "table must be square, one row and one column per category, "
            f"got shape {counts.shape} of {counts.dtype}"
        )
    numbers = counts.astype(np.float64)
    if not ((numbers >= 0) & (numbers < MOST)).all() or (numbers % 1 != 0).any():
        raise ValueError("table must hold counts: whole numbers that are finite and not negative")
    return numbers
