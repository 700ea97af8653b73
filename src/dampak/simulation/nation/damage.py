"""The damage in a nation's register of requests, in known shares."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

SENT_TWICE = 0.005  # share of the rows that are there a second time, word for word
CORRECTED_LATER = 0.0005  # share of the rows sent with a wrong day, and rightly a month later
YEARS_OFF = 27_394  # days: 75 years, so that it lies beyond the reach of any register
BEFORE_RECEIPT = 3  # days
UNKNOWN_UNIT = "K0000-0000"


class Damage(IntEnum):
    """What is wrong with a row; rows with any damage must not be counted."""

    NONE = 0
    CLOSED_BEFORE_RECEIVED = 1
    IMPOSSIBLE_YEAR = 2
    UNKNOWN_UNIT = 3


SHARES = {
    Damage.CLOSED_BEFORE_RECEIVED: 0.002,
    Damage.IMPOSSIBLE_YEAR: 0.0005,
    Damage.UNKNOWN_UNIT: 0.0001,
}


def damage_of(luck: NDArray[np.float32]) -> NDArray[np.int8]:
    """The damage that befalls each row."""
    bounds = np.cumsum(list(SHARES.values()))
    kind = np.full(len(luck), Damage.NONE, np.int8)
    hit = np.flatnonzero(luck < bounds[-1])
    kind[hit] = 1 + np.searchsorted(bounds, luck[hit], side="right")
    return kind
