"""No benefit is counted twice, however many programmes claim it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, vector_of_numbers

DUST = 1e-9
EXACT = 2.0**53  # beyond it not every whole number is a floating-point number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedOnce:
    """What each claim may keep.

    ``credited`` (n_claims,) is in money; over one change it never adds up to more than the change
    is worth. ``withheld`` is the money taken off all claims together; ``contested`` lists the
    changes that were claimed more than wholly.
    """

    credited: Floats
    withheld: float
    contested: Integers
    method: str = "counted_once/1"


def count_once(
    *, change: ArrayLike, benefit: ArrayLike, claimed_share: ArrayLike
) -> CountedOnce | NoAnswer:
    """Cut claims on the same change down to the whole of it, each in proportion.

    Parameters
    ----------
    change
        Shape (n_claims,), whole numbers: which change is claimed. One change is one unit, one
        outcome, one month; two programmes that trained the same unit claim the same number.
    benefit
        Shape (n_claims,), money: what that change is worth. All claims on a change must agree.
    claimed_share
        Shape (n_claims,), 0 to 1: the part that the claim ascribes to its programme.

    Returns
    -------
    CountedOnce
        Claims that add up to 1 or less are kept as they are: the rest belongs to nobody.
    NoAnswer
        If nothing is claimed (`NOTHING_COUNTED`), or if claims on one change put different
        amounts on it (`COUNTED_TWICE`, found: how many changes).

    Raises
    ------
    ValueError
        If lengths differ, a share lies outside 0 to 1, or a value is not a finite number.
    """
    which, money, share = _claims(change, benefit, claimed_share)
    if not which.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    changes, place = np.unique(which, return_inverse=True)
    lowest, highest = np.full(changes.size, np.inf), np.full(changes.size, -np.inf)
    np.minimum.at(lowest, place, money)
    np.maximum.at(highest, place, money)
    disagreeing = int((highest - lowest > DUST * np.maximum(np.abs(highest), 1)).sum())
    if disagreeing:
        return NoAnswer(why=Silence.COUNTED_TWICE, needed=0, found=disagreeing)
    total = np.bincount(place, weights=share)
    credited = money * share / np.maximum(total, 1.0)[place]
    return CountedOnce(
        credited=credited,
        withheld=float((money * share - credited).sum()),
        contested=changes[total > 1 + DUST],
    )


def _claims(
    change: ArrayLike, benefit: ArrayLike, claimed_share: ArrayLike
) -> tuple[Integers, Floats, Floats]:
    which = _numbered(change)
    money = vector_of_numbers(benefit, name="benefit")
    share = vector_of_numbers(claimed_share, name="claimed_share")
    if not which.size == money.size == share.size:
        raise ValueError(
            "change, benefit and claimed_share need one value per claim each, "
            f"got {which.size}, {money.size} and {share.size}"
        )
    if share.size and not 0 <= share.min() <= share.max() <= 1:
        raise ValueError(
            f"claimed_share must lie between 0 and 1, got {share.min():g} to {share.max():g}"
        )
    return which, money, share


def _numbered(change: ArrayLike) -> Integers:
    """Whole numbers exactly; as fractions, two large ones beside each other would be the same."""
    given = np.asarray(change)
    if given.dtype.kind in "iu" and given.ndim == 1:
        if given.size and int(given.max()) > np.iinfo(np.int64).max:
            raise ValueError(f"change holds {given.max()}; number the changes from 0")
        return given.astype(np.int64)
    numbers = vector_of_numbers(change, name="change")
    if (numbers != np.floor(numbers)).any() or (np.abs(numbers) > EXACT).any():
        raise ValueError(
            "change must hold whole numbers, one number for each change "
            f"(as fractions up to {EXACT:.0f})"
        )
    return numbers.astype(np.int64)
