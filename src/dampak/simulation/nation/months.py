"""The files of a nation's months: each month whole, or not there."""

import os
import shutil
from pathlib import Path

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.rows_file import rows_into
from dampak.simulation.nation.tables import MONTHLY
from dampak.simulation.nation.tallies import MonthTally, SavedTally

UNFINISHED = ".unfinished"
COUNTS, COUNTING = "counts", "counting"


def month_file(folder: Path, table: str, name: str) -> Path:
    """Where the rows of a table and a month are."""
    return folder / table / f"{name}.parquet"


def is_written(nation: Nation, folder: Path, month: int) -> bool:
    """Whether an earlier run wrote this month to its end."""
    name = f"{nation.month(month):%Y-%m}"
    return counts_of_month(nation, folder, month).is_dir() and all(
        month_file(folder, table, name).is_file() for table in MONTHLY
    )


def write_month(nation: Nation, folder: Path, month: int) -> None:
    """Write all tables of a month, then show them; whatever stops it leaves nothing of it."""
    name = f"{nation.month(month):%Y-%m}"
    unfinished, counts = folder / UNFINISHED, counts_of_month(nation, folder, month)
    counting = unfinished / COUNTING
    for stale in (counting, counts):
        shutil.rmtree(stale, ignore_errors=True)
    tally = MonthTally(nation.scale)
    for table in MONTHLY:
        _write_table(nation, table, month, unfinished / f"{table}.rows", tally)
    tally.save(counting)
    counts.parent.mkdir(exist_ok=True)
    try:
        for table in MONTHLY:
            shown = month_file(folder, table, name)
            shown.parent.mkdir(exist_ok=True)
            os.replace(unfinished / f"{table}.rows", shown)
        os.replace(counting, counts)  # last: a month that has its counts is a whole one
    except BaseException:
        for table in MONTHLY:
            month_file(folder, table, name).unlink(missing_ok=True)
        raise


def saved_tallies(nation: Nation, folder: Path) -> list[SavedTally]:
    """The counts of all months, in order."""
    return [
        SavedTally(counts_of_month(nation, folder, month), nation.scale.n_months)
        for month in range(nation.scale.n_months)
    ]


def counts_of_month(nation: Nation, folder: Path, month: int) -> Path:
    """Where the counts of a month are kept until the truth has been worked out."""
    return folder / UNFINISHED / COUNTS / f"{nation.month(month):%Y-%m}"


def _write_table(nation: Nation, table: str, month: int, path: Path, tally: MonthTally) -> None:
    make = MONTHLY[table]
    with rows_into(path) as file:
        for block in nation.scale.blocks():
            part = make(nation, block, month)
            tally.add(table, block, part)
            file.add(part.rows)
