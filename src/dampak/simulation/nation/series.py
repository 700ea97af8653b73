"""Series of records: those of a month, those corrected later, those of a single day."""

from dataclasses import dataclass

import numpy as np

from dampak.simulation.nation.damage import CORRECTED_LATER
from dampak.simulation.nation.luck import luck_of_part
from dampak.simulation.nation.scale import Block

MOST_DAYS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A stream of luck of its own, and a digit that no other series has in its numbers.

    ``share`` says how much of a month's records it holds.
    """

    digit: int
    name: str
    share: float = 1.0

    def luck(self, table: str, seed: int, *, month: int, block: Block) -> np.random.Generator:
        """The luck of its records of a table, month and block."""
        return luck_of_part(seed, f"{table}, {self.name}", month=month, block=block.number)


OF_THE_MONTH = Series(digit=0, name="of the month")
CORRECTED = Series(digit=1, name="corrected later", share=CORRECTED_LATER)


def of_a_day(number: int, share: float) -> Series:
    """The series of one of the days that may follow a nation's months, 1 to `MOST_DAYS`."""
    return Series(digit=CORRECTED.digit + number, name=f"of day {number}", share=share)
