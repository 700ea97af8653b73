"""The key of a tally: unit, service, month and working days in one number of 64 bits.

Keys ascend by unit, then service, then month, then days. A month is counted from January 1900.
"""

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dampak.foundation.months import months_between, months_later

Keys = NDArray[np.uint64]

BITS = {"unit": 22, "service": 14, "month": 12, "days": 16}
AT = {"unit": 42, "service": 28, "month": 16, "days": 0}  # where each begins
EPOCH = date(1900, 1, 1)


def packed(*, unit: ArrayLike, service: ArrayLike, month: ArrayLike, days: ArrayLike = 0) -> Keys:
    """Keys of rows.

    Raises
    ------
    ValueError
        If a number is below nought or needs more bits than its place has.
    """
    key = np.zeros(1, np.uint64)
    for name, given in (("unit", unit), ("service", service), ("month", month), ("days", days)):
        key = key | (_fitting(name, given) << np.uint64(AT[name]))
    return key


def part_of(keys: Keys, name: str) -> NDArray[np.int64]:
    """The unit, service, month or days of each key."""
    return ((keys >> np.uint64(AT[name])) & np.uint64(2 ** BITS[name] - 1)).astype(np.int64)


def month_number(month: date) -> int:
    """The month as keys have it."""
    return months_between(EPOCH, month)


def month_numbered(number: int) -> date:
    """The first day of a month of keys."""
    return months_later(EPOCH, number)


def _fitting(name: str, given: ArrayLike) -> Keys:
    numbers = np.asarray(given)
    if numbers.size and not 0 <= numbers.min() <= numbers.max() < 2 ** BITS[name]:
        raise ValueError(
            f"A {name} from {numbers.min()} to {numbers.max()} does not fit {BITS[name]} bits."
        )
    return numbers.astype(np.uint64)
