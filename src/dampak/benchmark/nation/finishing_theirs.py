"""From what another engine added up to the numbers of a cube, so that both can be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.benchmark.nation.plain_rows import DEFINITIONS
from dampak.benchmark.nation.statements import COUNTED, QUANTILES, Statement
from dampak.benchmark.nation.task import Answer
from dampak.indicators.adding import addends
from dampak.indicators.definition import Definition, Quantile
from dampak.indicators.finishing import Finished, Sums, finished

DECIMALS = 9  # as every engine is asked to round
Meaning = tuple[str, ...]
Found = Iterable[tuple[Statement, pa.Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """How many lines there are, and the months: the first as `statements.month_of` counts."""

    lines: int
    first: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    axes: Axes
    of: dict[Meaning, NDArray[np.int64]] = field(default_factory=dict)
    waits: dict[Meaning, Mapping[str, NDArray[np.float64]]] = field(default_factory=dict)

    def has(self, definition: Definition) -> bool:
        """Whether everything was asked that an indicator is made of."""
        known = self.of.keys() | self.waits.keys()
        return {addend.meaning for addend in addends(definition)} <= known

    def laid_out(self, rows: pa.Table, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """A column by line and month; NaN where no row speaks of one."""
        laid = np.full((self.axes.lines, self.axes.months), np.nan)
        month = rows["month_number"].to_numpy().astype(np.int64) - self.axes.first
        laid[rows["line"].to_numpy().astype(np.int64), month] = column
        return laid


def numbers_from(found: Found, axes: Axes) -> Answer:
    """Every number of the cube that can be read of these rows."""
    gathered = _Gathered(axes=axes)
    for statement, rows in found:
        if statement.is_by_days:
            gathered.waits[statement.addends[0].meaning] = _waits(gathered, rows)
            continue
        for nth, addend in enumerate(statement.addends):
            column = rows[f"s{nth}"].to_numpy().astype(np.float64)
            whole = np.nan_to_num(gathered.laid_out(rows, column)).astype(np.int64)
            gathered.of[addend.meaning] = whole
    return {
        f"{definition.code}.{name}": numbers
        for definition in DEFINITIONS
        if gathered.has(definition)
        for name, numbers in _numbers(_finished(definition, gathered)).items()
    }


def _waits(gathered: _Gathered, rows: pa.Table) -> Mapping[str, NDArray[np.float64]]:
    """How many rows each cell has, and their quantiles, by their share."""
    if "q" in rows.column_names:
        lists = rows["q"].combine_chunks()
        flat = (lists.chunk(0) if isinstance(lists, pa.ChunkedArray) else lists).flatten()
        columns = flat.to_numpy().reshape(-1, len(QUANTILES)).T
    else:
        columns = np.stack([rows[f"q{nth}"].to_numpy() for nth, _ in enumerate(QUANTILES)])
    laid = {COUNTED: gathered.laid_out(rows, rows[COUNTED].to_numpy().astype(np.float64))}
    for q, column in zip(QUANTILES, columns, strict=True):
        laid[str(q)] = np.round(gathered.laid_out(rows, column.astype(np.float64)), DECIMALS)
    return laid


def _finished(definition: Definition, gathered: _Gathered) -> Finished:
    needed = addends(definition)
    if isinstance(definition, Quantile):
        waits = gathered.waits[needed[0].meaning]
        return Finished(numerator=None, denominator=waits[COUNTED], value=waits[str(definition.q)])
    of = {addend.code: gathered.of[addend.meaning] for addend in needed}
    everywhere = {code: counts[-1] for code, counts in of.items()}
    return finished(definition, Sums(of=of, everywhere=everywhere, waits={}))


def _numbers(read: Finished) -> dict[str, NDArray[np.float64]]:
    numbers = {"denominator": read.denominator, "value": read.value}
    return numbers if read.numerator is None else {"numerator": read.numerator, **numbers}
