"""N9: our counting as tasks of Spark, beside Spark's own SQL; both warm."""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import pyarrow as pa

from dampak.benchmark.nation import our_build
from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.demands import LessBy
from dampak.benchmark.nation.peers import spark
from dampak.benchmark.nation.plain_rows import DEFINITIONS, SHEETS, tree_in
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.statements import Statement
from dampak.benchmark.nation.task import Side, Task
from dampak.foundation.text import gettext_noop
from dampak.indicators.adding import addends
from dampak.warehouse.engines.counting_by_tasks import tallied_by
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table
from dampak.warehouse.tallies.tally import without
from dampak.warehouse.tallies.tally_file import read_tally

OURS, TABLE, LESS = "dampak, as tasks of Spark", "service_requests", 3.0
COUNTED = tuple(
    each for each in DEFINITIONS if {addend.table for addend in addends(each)} == {TABLE}
)


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    sql = spark.one_query_a_table(prepared.year, is_wanted=_of_requests, is_warm=True)
    return Task(
        code="N9",
        title=gettext_noop("Carried over: all indicators of requests on Spark, warm"),
        sides=(
            Side(
                name=OURS,
                module="pyspark",
                prepare=lambda: _ready(prepared.year),
                ask=count_by_tasks,
                tell=our_build.numbers_of,
            ),
            sql,
        ),
        demands=(LessBy(side=OURS, times=LESS, than=(sql.name,)),),
        repeats=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Spark at work, and the parts that it counts."""

    spark: Any
    snapshot: Snapshot
    tree: Tree


def _ready(counted: Counted) -> Ready:
    snapshot = counted.snapshot()
    data = Ready(spark=spark.session(counted), snapshot=snapshot, tree=tree_in(snapshot))
    count_by_tasks(data)
    return data


def count_by_tasks(data: Ready) -> pa.Table:
    """A task a part; what they found is added up, carried up the tree and read here."""
    sheet, folder = SHEETS[TABLE], data.snapshot.folder
    parts = data.snapshot.parts_of(TABLE)
    tally = tallied_by(data.spark.each, [folder / part.file for part in parts], sheet=sheet)
    dead = (
        read_tally((folder / part.dead_tally).read_bytes(), sheet)
        for part in parts
        if part.dead_tally
    )
    return cube_table(rolled({TABLE: [reduce(without, dead, tally)]}, data.tree), COUNTED)


def _of_requests(asked: Statement) -> bool:
    return asked.addends[0].table == TABLE
