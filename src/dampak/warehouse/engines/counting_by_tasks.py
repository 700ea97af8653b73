"""Counting where the parts lie: one task a part, of NumPy and Arrow alone, and one sum at the end.

Any runner of tasks will do, since tallies are added in any order: Spark, Dask, Ray, a queue of jobs
or the processes of this machine. Only what a part adds up to travels, never a row.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq

from dampak.warehouse.tallies.mark_columns import columns_read
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.tally import Tally, nothing, together
from dampak.warehouse.tallies.tally_file import read_tally, written_tally
from dampak.warehouse.tallies.tallying import tallied

Task = Callable[[Path], bytes]
Runner = Callable[[Task, Sequence[Path]], Iterable[bytes]]  # `map` is the plainest


def tally_of_part(file: Path, *, sheet: Sheet) -> bytes:
    """One task: what all rows of a part add up to, as `written_tally` writes it.

    It reads the columns of marks and needs neither SQL nor the list of units.
    """
    rows = pq.ParquetFile(file).read(columns=list(columns_read(sheet)), use_threads=False)
    return written_tally(tallied(rows, sheet))


def tallied_by(runner: Runner, files: Sequence[Path], *, sheet: Sheet) -> Tally:
    """The tally of all parts of one table, each counted as a task by itself."""
    counted = runner(partial(tally_of_part, sheet=sheet), files)
    return together(nothing(sheet), *(read_tally(each, sheet) for each in counted))
