"""Months with few cases: put together with their neighbours until there is something to say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.outcomes.columns import column_of_numbers, whole
from dampak.statistics.raters.shares import share_of_answers

FEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledMonths:
    """Neighbouring months put together: ``first`` and ``last`` (k,) are positions of months.

    ``pools`` holds the share of each pool; its ``n`` counts cases.
    """

    first: Integers
    last: Integers
    pools: tuple[Measurement, ...]
    method: str = "pooled_months/1"


def pooled_months(
    *, counts: ArrayLike, cases: ArrayLike, fewest: int = FEWEST, confidence: float = 0.95
) -> PooledMonths | NoAnswer:
    """Put neighbouring months of one unit together until each pool has enough cases.

    Parameters
    ----------
    counts, cases
        Shape (n_months,), in order: how many of how many cases, such as answered in time.
    fewest
        Cases that a pool needs. Chosen before the data are seen, and the same for all units.
    confidence
        Coverage of each pool's interval, strictly between 0 and 1.

    Returns
    -------
    PooledMonths
        From the first month on, months join until there are ``fewest`` cases; what is left over
        at the end joins the last pool. Every month is in one pool and its cases count once.
    NoAnswer
        If all months together have fewer cases than that.

    Raises
    ------
    ValueError
        If the columns differ in length, hold anything but counts, or more counts than cases.

    Notes
    -----
    How the months are joined depends on the number of cases, never on the outcome. A
    pool's share is that of its cases; a change inside it is not seen.
    """
    yes = whole(column_of_numbers(counts, name="counts"), name="counts")
    over = whole(column_of_numbers(cases, name="cases", length=yes.size), name="cases")
    if (yes > over).any():
        month = int(np.flatnonzero(yes > over)[0])
        raise ValueError(f"counts must not exceed cases (first: month {month})")
    if fewest < 1:
        raise ValueError(f"fewest must be 1 or more, got {fewest}")
    if over.sum() < fewest:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=fewest, found=int(over.sum()))
    first = _starts(over, fewest)
    last = np.append(first[1:] - 1, yes.size - 1)
    pools = []
    for start, end in zip(first, last, strict=True):
        share = share_of_answers(
            n_yes=int(yes[start : end + 1].sum()),
            n=int(over[start : end + 1].sum()),
            confidence=confidence,
        )
        if isinstance(share, NoAnswer):
            return share
        pools.append(share)
    return PooledMonths(first=first, last=last, pools=tuple(pools))


def _starts(cases: Floats, fewest: int) -> Integers:
    starts, together = [0], 0.0
    for month, each in enumerate(cases):
        if together >= fewest and cases[month:].sum() >= fewest:
            starts.append(month)
            together = 0.0
        together += each
    return np.array(starts, dtype=np.int64)
