"""Small deliveries that come after a nation's months: one day's records, and a correction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from dampak.simulation.nation.accuracy import accuracy_checks
from dampak.simulation.nation.complaints import complaints
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.damage import Damage
from dampak.simulation.nation.parts import Part
from dampak.simulation.nation.register import new_requests
from dampak.simulation.nation.register_rows import Batch, rows_of
from dampak.simulation.nation.requests import Ending
from dampak.simulation.nation.rows_file import rows_into
from dampak.simulation.nation.satisfaction import satisfaction
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import Series, of_a_day
from dampak.simulation.nation.tree import agency_code

NEW_ROWS = 0.004  # of the rows of all months
OF_THIS_MONTH = 0.9
LATE_MONTHS = 3
CORRECTED_ROWS = 2_000
DAYS_SOONER = 2


def write_day(nation: Nation, folder: Path, *, number: int) -> Mapping[str, int]:
    """Write one day's delivery: 4 in 1,000 new rows, a tenth of them late, of earlier months.

    The days of a nation (numbers from 1 on) differ from each other and from its months. The list
    of units is not in it, because nothing about them is new, and neither are courses.

    Returns
    -------
    Mapping
        Rows by table.
    """
    shares = shares_of_a_day(nation.scale.n_months)
    sent = {}
    for table, make in _DAILY.items():
        with rows_into(folder / table / f"day-{number}.parquet") as file:
            for month, share in shares.items():
                for block in nation.scale.blocks():
                    file.add(make(nation, block, month, of_a_day(number, share)).rows)
        sent[table] = file.n_rows
    return sent


def write_correction(nation: Nation, folder: Path) -> tuple[str, int]:
    """Write 2,000 rows of one agency again, each with a day of closing two working days sooner.

    Returns
    -------
    tuple
        The code of the agency, and how many rows: fewer than 2,000 only where it has no more.
    """
    agency = middle_agency(nation)
    with rows_into(folder / "service_requests" / "correction.parquet") as file:
        for rows in _corrected(nation, agency):
            file.add(rows.slice(0, CORRECTED_ROWS - file.n_rows))
            if file.n_rows == CORRECTED_ROWS:
                break
    return agency_code(agency), file.n_rows


def shares_of_a_day(n_months: int) -> dict[int, float]:
    """How much of a month's records a day brings of each month that it touches."""
    a_day, this = NEW_ROWS * n_months, n_months - 1
    late = range(max(0, this - LATE_MONTHS), this)
    each = (1 - OF_THIS_MONTH) / LATE_MONTHS
    return {
        **dict.fromkeys(late, a_day * each),
        this: a_day * (1 - each * len(late)),
    }


def middle_agency(nation: Nation) -> int:
    """The agency whose number of requests is the middle one."""
    busy = np.bincount(nation.tree.agency, weights=nation.counters.busyness)
    return int(np.argsort(busy, kind="stable")[len(busy) // 2])


def _new_requests(nation: Nation, block: Block, month: int, series: Series) -> Part:
    return Part(rows=rows_of(nation, block, new_requests(nation, block, month, series)))


def _corrected(nation: Nation, agency: int) -> Iterator[pa.Table]:
    """The agency's answered requests, month by month from the middle of the window round."""
    units = np.flatnonzero(nation.tree.agency == agency)
    blocks = [b for b in nation.scale.blocks() if b.first <= units[-1] and units[0] < b.after]
    n_months = nation.scale.n_months
    for later in range(n_months):
        month = (n_months // 2 + later) % n_months
        for block in blocks:
            yield rows_of(nation, block, _closed_sooner(nation, block, month, agency))


def _closed_sooner(nation: Nation, block: Block, month: int, agency: int) -> Batch:
    batch = new_requests(nation, block, month)
    requests, span = batch.requests, nation.span
    agencies = nation.tree.agency[block.first : block.after]
    chosen = (
        (agencies[requests.unit] == agency)
        & (batch.damage == Damage.NONE)
        & (requests.ending == Ending.CLOSED)
        & (requests.waited > DAYS_SOONER)
        & (span.closing_day(requests.received, requests.waited) < span.after)
    )
    sooner = replace(requests, waited=requests.waited - DAYS_SOONER)
    return replace(batch, requests=sooner.among(chosen), damage=None)


_DAILY: Mapping[str, Callable[[Nation, Block, int, Series], Part]] = {
    "service_requests": _new_requests,
    "complaints": complaints,
    "satisfaction": satisfaction,
    "accuracy_checks": accuracy_checks,
}
