"""How an office writes days, moments and numbers."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.days import Days

Ints = NDArray[np.int_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handwriting:
    """One office's habits; ``day`` is a strftime pattern."""

    day: str = "%d/%m/%Y"
    decimal: str = ","
    yes: str = "ya"
    no: str = "tidak"

    def write_day(self, on: date | None) -> str:
        """A day, or nothing."""
        return "" if on is None else on.strftime(self.day)

    def write_days(self, days: Days, numbers: Ints) -> NDArray[np.str_]:
        """Days of the calendar given by number."""
        first, last = int(numbers.min(initial=0)), int(numbers.max(initial=0))
        span = [date.fromordinal(days.first.toordinal() + n) for n in range(first, last + 1)]
        texts = np.array([self.write_day(on) for on in span])
        return texts[numbers - first]

    def write_moments(self, days: Days, numbers: Ints, minutes: Ints) -> NDArray[np.str_]:
        """A day and the time of day, given in minutes after midnight."""
        clock = np.array([f" {m // 60:02}:{m % 60:02}" for m in range(24 * 60)])
        return np.char.add(self.write_days(days, numbers), clock[minutes])

    def write_number(self, value: float, decimals: int = 1) -> str:
        """A number with the office's decimal sign."""
        return f"{value:.{decimals}f}".replace(".", self.decimal)

    def write_rupiah(self, amount: int) -> str:
        """An amount of money as treasurers write it."""
        return f"Rp{amount:,}".replace(",", ".") + ",00"

    def write_yes_no(self, flags: NDArray[np.bool_]) -> NDArray[np.str_]:
        """Yes or no in the office's words."""
        return np.where(flags, self.yes, self.no)


INDONESIAN = Handwriting()
DASHED = Handwriting(day="%d-%m-%Y")
ENGLISH = Handwriting(day="%Y-%m-%d", decimal=".", yes="yes", no="no")
