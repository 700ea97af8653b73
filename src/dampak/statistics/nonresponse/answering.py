"""Who was asked, who answered, what they said: checked once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import SMALLEST, Flags, Floats, vector_of_numbers

RESOLUTION = 1e-12  # of the largest answer; smaller differences are floating-point dust


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """``values`` (n_asked,) with NaN where nobody answered; ``has_answered`` (n_asked,)."""

    values: Floats
    has_answered: Flags

    @property
    def n_asked(self) -> int:
        return int(self.values.size)

    @property
    def n_answered(self) -> int:
        return int(self.has_answered.sum())

    @property
    def response_share(self) -> float:
        return self.n_answered / self.n_asked if self.n_asked else 0.0

    @property
    def is_constant(self) -> bool:
        """Whether all who answered said the same, up to rounding."""
        known = self.known
        return bool(np.ptp(known) <= max(RESOLUTION * np.abs(known).max(), SMALLEST))

    @property
    def known(self) -> Floats:
        return self.values[self.has_answered]


def answers_of(values: ArrayLike, *, name: str = "values") -> Answers:
    """One value per person asked; NaN for each who did not answer."""
    vector = vector_of_numbers(values, name=name, gaps=True)
    return Answers(values=vector, has_answered=np.isfinite(vector))
