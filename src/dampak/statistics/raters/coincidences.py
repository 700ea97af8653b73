"""How often two raters gave the same thing two values: what Krippendorff's alpha is made of."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.raters.ratings import Tally

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coincidences:
    """Each thing's part in the agreement, to be added up over any set of things.

    ``parts`` has one row per thing: first how often each pair of different values met, one column
    per pair, then how often each value was given. Whatever the set of things, from a leave-one-out
    to a bootstrap, alpha is a function of the columns' totals alone.
    """

    parts: Floats
    values: Floats
    level: Level

    @classmethod
    def of(cls, tally: Tally, *, level: Level) -> "Coincidences":
        first, second = np.triu_indices(tally.values.size, 1)
        met = tally.counts[:, first] * tally.counts[:, second] / (tally.n_raters - 1)[:, None]
        return cls(
            parts=np.concatenate([2 * met, tally.counts], axis=1), values=tally.values, level=level
        )

    def alpha(self, totals: Floats) -> Floats:
        """Alpha of each row of totals; NaN where only one value was given at all."""
        first, second = np.triu_indices(self.values.size, 1)
        met, given = totals[:, : first.size], totals[:, first.size :]
        distance = self._distances(given)[..., first, second]
        expected = 2 * (given[:, first] * given[:, second] * distance).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = (given.sum(axis=1) - 1) * (met * distance).sum(axis=1) / expected
        return np.asarray(1 - ratio)

    def _distances(self, given: Floats) -> Floats:
        """How far apart two values are; on an ordinal scale that depends on those between them."""
        if self.level == "nominal":
            return np.ones((self.values.size, self.values.size))
        if self.level == "ordinal":
            ranks = given.cumsum(axis=1) - given / 2
            return np.asarray((ranks[:, :, None] - ranks[:, None, :]) ** 2)
        size = np.abs(self.values).max()  # in this unit, so that no square is lost or runs over
        values = self.values / size if size > 0 else self.values
        apart = values[:, None] - values
        if self.level == "ratio":
            with np.errstate(invalid="ignore"):
                apart = apart / (values[:, None] + values)
        return np.asarray(apart**2)
