"""What comes after the months, a day or a correction, on top of what is served."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dampak.benchmark.nation import our_build
from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.demands import LessBy
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.outcome import FROM
from dampak.benchmark.nation.peers import duckdb
from dampak.benchmark.nation.peers.files import axes_of
from dampak.benchmark.nation.plain_rows import DEFINITIONS
from dampak.benchmark.nation.prepared import Prepared, built, copied
from dampak.benchmark.nation.task import Answer, Side, Task
from dampak.indicators.definition import Level
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store

OURS, FULL, RECOUNTED = "dampak, published", "dampak, full build", "dampak, all counted anew"
TOUCHED = "DuckDB, the months touched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A delivery, and a home of its own that it is added to."""

    delivery: Path
    store: Store


def task_of(prepared: Prepared, delivery: Path, *, code: str, title: str, times: float) -> Task:
    """Publish the delivery, and hold what is served then against a count of all rows."""
    after = prepared.after(delivery)
    sides = (
        Side(name=OURS, prepare=lambda: _ready(prepared, delivery), ask=publish, tell=_numbers),
        our_build.from_rows(prepared.year, name=FULL, is_compared=False),
        our_build.from_rows(after, name=RECOUNTED),
        _touched_months(prepared.year, after),
    )
    return Task(
        code=code,
        title=title,
        sides=sides,
        demands=(LessBy(side=OURS, times=times, than=(FULL,)),),
    )


def publish(data: Later) -> Snapshot:
    """As `dampak build` does it."""
    return built(delivery_in(data.delivery, data.store), data.store)


def _ready(prepared: Prepared, delivery: Path) -> Later:
    home = copied(prepared.year.home, Path(tempfile.mkdtemp()) / "warehouse")
    return Later(delivery=delivery, store=Store(home))


def _numbers(snapshot: Snapshot) -> Answer:
    if snapshot.cube is None:
        raise FileNotFoundError("What is served has no cube.")
    return our_build.numbers_in_bytes(snapshot.cube.read_bytes())


def _touched_months(before: Counted, after: Counted) -> Side:
    """DuckDB counts the months from the first on that has a new row, out of all rows.

    What waits at the end of a month depends on all months before it, and is left out.
    """

    def tell(rows: duckdb.Rows) -> Answer:
        axes = axes_of(after)
        numbers = numbers_from(rows, axes)
        levels = tuple(each.code for each in DEFINITIONS if isinstance(each, Level))
        told = {name: each for name, each in numbers.items() if not name.startswith(levels)}
        return {**told, FROM: np.array(float(first_touched(before, after) - axes.first))}

    return Side(
        name=TOUCHED,
        prepare=lambda: duckdb.ready(after, since=first_touched(before, after)),
        ask=duckdb.ask,
        tell=tell,
    )


def first_touched(before: Counted, after: Counted) -> int:
    """The first month with a part that was not there before, as `statements.month_of` counts."""
    known = {part.file for part in before.snapshot().parts}
    month = min(part.month for part in after.snapshot().parts if part.file not in known)
    return month.year * 12 + month.month - 1
