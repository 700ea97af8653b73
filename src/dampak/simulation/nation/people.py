"""Employee numbers for a nation's officials: right in form, each given once, and to nobody real."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.people import FIRST_FICTIONAL

Whole = NDArray[np.int64]

FIRST_BORN, LAST_BORN = date(1966, 1, 1), date(1999, 12, 31)
SEQUENCES = 1_000 - FIRST_FICTIONAL
ENTERED_AT = (21, 22, 23)  # years of age
CONTRACTS = (2021, 2022, 2023, 2024)  # years in which officials on contract were taken on
ON_CONTRACT = 21  # stands in the place of the month
STEP = 40_503_221  # has no factor in common with the number of numbers

BORN = np.array(
    [
        int(f"{FIRST_BORN + timedelta(days=day):%Y%m%d}")
        for day in range((LAST_BORN - FIRST_BORN).days + 1)
    ],
    np.int64,
)
ENTRIES = len(ENTERED_AT) * 12 + len(CONTRACTS)
N_NUMBERS = len(BORN) * ENTRIES * 2 * SEQUENCES


def nips(person: Whole, *, seed: int) -> pa.Array:
    """The number of each person, as text of 18 digits.

    Two persons below `N_NUMBERS` never have the same one.
    """
    place = (person * STEP + seed % N_NUMBERS) % N_NUMBERS
    place, sequence = np.divmod(place, SEQUENCES)
    place, sex = np.divmod(place, 2)
    day, entry = np.divmod(place, ENTRIES)
    born = BORN[day]
    number = (born * 1_000_000 + _entry(born, entry)) * 10_000
    return pa.array(number + (sex + 1) * 1_000 + FIRST_FICTIONAL + sequence).cast(pa.string())


def _entry(born: Whole, entry: Whole) -> Whole:
    """Year and month of entry; of officials on contract, the year and a 21."""
    age, month = np.divmod(entry, 12)
    contract = np.asarray(CONTRACTS)[np.maximum(entry - len(ENTERED_AT) * 12, 0)]
    official = (born // 10_000 + ENTERED_AT[0] + age) * 100 + month + 1
    return np.where(age < len(ENTERED_AT), official, contract * 100 + ON_CONTRACT)
