"""Employee numbers for millions: right in form, each given once, and to nobody real."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.people import FIRST_FICTIONAL

Whole = NDArray[np.int64]

FIRST_BORN, LAST_BORN = date(1963, 1, 1), date(2001, 12, 31)
SEQUENCES = 1_000 - FIRST_FICTIONAL
ENTERED_AT = 20  # years of age, and up to four more
ENTRIES = 5
CONTRACTS_FROM = 2019
ON_CONTRACT = 21  # stands in the place of the month
STEP = 4_050_323  # has no factor in common with the number of numbers

BORN = np.array(
    [
        int(f"{FIRST_BORN + timedelta(days=day):%Y%m%d}")
        for day in range((LAST_BORN - FIRST_BORN).days + 1)
    ],
    np.int64,
)
N_NUMBERS = len(BORN) * SEQUENCES * ENTRIES


def nips(person: Whole, *, seed: int, is_woman: Whole, on_contract: Whole) -> Whole:
    """The number of each person; two persons below `N_NUMBERS` never have the same one.

    Day of birth, sequence and year of entry alone tell them apart, so that sex, kind of employment
    and month of entry are free.
    """
    place = (person * STEP + seed % N_NUMBERS) % N_NUMBERS
    day, rest = np.divmod(place, SEQUENCES * ENTRIES)
    sequence, entry = np.divmod(rest, ENTRIES)
    born = BORN[day]
    month = place % 12 + 1
    as_official = (born // 10_000 + ENTERED_AT + entry) * 100 + month
    as_contract = (CONTRACTS_FROM + entry) * 100 + ON_CONTRACT
    started = np.where(on_contract.astype(bool), as_contract, as_official)
    return ((born * 1_000_000 + started) * 10 + is_woman + 1) * 1_000 + FIRST_FICTIONAL + sequence


def born_in(numbers: Whole) -> Whole:
    """The year of birth that a number tells."""
    return numbers // 10**14


def started_in(numbers: Whole) -> Whole:
    """The year of entry that a number tells."""
    return numbers // 10**6 % 10**4
