"""A part of a nation's files: the rows of one table, month and block, and what they count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import Series
from dampak.simulation.nation.span import Span

Whole = NDArray[np.int64]

UNIX_DAY = date(1970, 1, 1).toordinal()
A_DAY, A_MINUTE = 86_400_000, 60_000  # milliseconds


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows as they are sent, and by unit what they count once they have been cleaned.

    ``counts`` are those of `tallies`, in both lives; the first axis is the unit of the block.
    """

    rows: pa.Table
    counts: Mapping[str, Whole] = field(default_factory=dict)
    damage: Mapping[str, int] = field(default_factory=dict)


def numbers(index: Whole, *, month: date, series: Series, block: Block) -> Whole:
    """Numbers of records that occur once in the nation: year, month, series, block, index."""
    head = (month.year % 100 * 100 + month.month) * 10 + series.digit
    return (head * 1_000 + block.number) * 1_000_000 + index


def words(
    index: NDArray[np.integer], of: Sequence[str], *, unknown: NDArray[np.bool_] | None = None
) -> pa.DictionaryArray:
    """Words by their place in a list; null where they are unknown."""
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=unknown), pa.array(of, pa.string()))


def days(day: NDArray[np.integer], span: Span) -> pa.Array:
    """Days of a span as dates."""
    return pa.array((day + (span.first.toordinal() - UNIX_DAY)).astype(np.int32)).cast(pa.date32())


def moments(
    day: NDArray[np.integer],
    minute: NDArray[np.integer],
    span: Span,
    *,
    unknown: NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Minutes of days of a span as moments on the clock of the units."""
    at = (day + np.int64(span.first.toordinal() - UNIX_DAY)) * A_DAY + minute * np.int64(A_MINUTE)
    return pa.array(at, mask=unknown).cast(pa.timestamp("ms"))


def spread_over(expected: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.int32]:
    """The unit of each record where so many are expected of each unit; in order of the units."""
    return np.repeat(np.arange(len(expected), dtype=np.int32), rng.poisson(expected))


def days_and_minutes(
    arrivals: NDArray[np.int32], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """When each of ``n`` citizens comes: one of the days, and a minute of the office hours."""
    day = arrivals[rng.integers(0, len(arrivals), n, np.uint16)]
    return day, rng.integers(8 * 60, 15 * 60, n, np.int32)
