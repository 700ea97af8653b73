"""Where the plain rows lie, and what a bare scan of them reads."""

from pathlib import Path

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import Axes
from dampak.benchmark.nation.plain_rows import DAYS, SHEETS, UNIT, columns_of
from dampak.warehouse.tallies.cube import open_cube
from dampak.warehouse.tallies.mark_columns import addends_of
from dampak.warehouse.tallies.sheet import Sheet

THREADS = 2


def files_of(counted: Counted, table: str) -> list[Path]:
    """The months of a table."""
    return sorted((counted.plain / table).glob("*.parquet"))


def read_columns(sheet: Sheet) -> tuple[str, ...]:
    """Every column of a table that the build has to read."""
    by_days = any(addend.by_days for addend in addends_of(sheet))
    return (UNIT, *columns_of(sheet), *((DAYS,) if by_days else ()))


def axes_of(counted: Counted) -> Axes:
    """The lines and months of the cube that was built."""
    path = counted.snapshot().cube
    cube = open_cube(path) if path else None
    if cube is None:
        raise FileNotFoundError(f"There is no cube in {counted.home}.")
    first = cube.months[0]
    return Axes(
        lines=cube.everywhere + 1, first=first.year * 12 + first.month - 1, months=len(cube.months)
    )


def tables() -> tuple[str, ...]:
    """The tables that are counted."""
    return tuple(SHEETS)
