"""The columns that describe a series: level and trend, what the training changed, the season."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dampak.statistics.arrays import Floats, Integers

Season = Literal["none", "waves", "months"]
YEAR = 12
YEARS_NEEDED: dict[Season, int] = {"none": 0, "waves": 2, "months": 3}
WAVES = np.arange(1, 3)  # rounds a year: a smooth season in four columns instead of eleven
LEVEL, SLOPE = 2, 3  # the columns of the change


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """A line before position ``start``, and another level, and perhaps another slope, since."""

    start: int
    season: Season
    slope_changes: bool

    def __post_init__(self) -> None:
        if self.season not in get_args(Season):
            raise ValueError(
                f"season must be one of {', '.join(get_args(Season))}, got {self.season!r}"
            )

    @property
    def n_columns(self) -> int:
        return int(self.columns(np.arange(1)).shape[1])

    @property
    def n_changes(self) -> int:
        return 2 if self.slope_changes else 1

    def columns(self, months: Integers) -> Floats:
        """Level, trend, change of level, change of slope, season. Shape (n_months, n_columns)."""
        since = (months - self.start).astype(np.float64)
        begun = (since >= 0).astype(np.float64)
        changes = [begun, begun * since][: self.n_changes]
        line = np.column_stack([np.ones(months.size), since, *changes])
        return np.hstack([line, season_columns(months, self.season)])

    def change_after(self, n_months: float) -> Floats:
        """The sum of coefficients that is the change so many months after the start."""
        sums = np.zeros(self.n_columns)
        sums[LEVEL] = 1.0
        if self.slope_changes:
            sums[SLOPE] = n_months
        return sums

    def change_of_slope(self) -> Floats:
        """The coefficient that is the change of the trend per month."""
        return np.asarray(np.eye(self.n_columns)[SLOPE])


def season_columns(months: Integers, season: Season) -> Floats:
    """A season that returns every twelve months. Shape (n_months, 0, 4 or 11)."""
    if season == "none":
        return np.empty((months.size, 0))
    if season == "months":
        return np.asarray(months[:, None] % YEAR == np.arange(1, YEAR), dtype=np.float64)
    turn = 2 * np.pi / YEAR * np.outer(months % YEAR, WAVES)
    return np.column_stack([np.cos(turn), np.sin(turn)])
