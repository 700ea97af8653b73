"""How the units lie around the middle one, month by month; the band that charts and tables show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

EDGE = 0.1  # one unit in ten lies below the band, one in ten above


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSpread:
    """One month of one indicator over all units: how many, and where four of five of them lie."""

    month: str
    n_units: int
    low: float
    middle: float
    high: float


def spread_by_month(readings: Iterable[dict[str, Any]]) -> tuple[MonthSpread, ...]:
    """The spread of each month that has a reading; every unit weighs the same."""
    values: dict[str, list[float]] = defaultdict(list)
    for reading in readings:
        if reading["value"] is not None:
            values[reading["month"]].append(reading["value"])
    return tuple(_spread(month, sorted(values[month])) for month in sorted(values))


def _spread(month: str, values: list[float]) -> MonthSpread:
    return MonthSpread(
        month=month,
        n_units=len(values),
        low=_quantile(values, EDGE),
        middle=median(values),
        high=_quantile(values, 1 - EDGE),
    )


def _quantile(ordered: list[float], share: float) -> float:
    """Linear between neighbours, as Excel's PERCENTILE.INC and numpy's default."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
