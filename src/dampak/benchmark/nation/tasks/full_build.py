"""N2: every indicator of every unit, of all that stands above it and of the nation, by month."""

from dampak.benchmark.nation import our_build
from dampak.benchmark.nation.demands import AtMost, LessBy, PeakBelow
from dampak.benchmark.nation.peers import clickhouse, datafusion, duckdb, polars, spark
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.task import Task
from dampak.foundation.text import gettext_noop

OURS, FROM_TALLIES = "dampak, from the rows", "dampak, from the tallies"
TIMES_THE_SCAN, LESS_THAN_OTHERS, PEAK_MEBIBYTES = 2.0, 4.0, 1_536


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    scan = duckdb.bare_scan(prepared.year)
    others = (
        duckdb.one_query_a_table(prepared.year),
        duckdb.by_month(prepared.year),
        duckdb.by_counts(prepared.year),
        clickhouse.one_query_a_table(prepared.year),
        polars.one_query_a_table(prepared.year),
        datafusion.one_query_a_table(prepared.year),
        spark.one_query_a_table(prepared.year),
    )
    than = tuple(side.name for side in others)
    return Task(
        code="N2",
        title=gettext_noop("Full build: all indicators of every unit, and of all above it"),
        sides=(
            our_build.from_rows(prepared.year, name=OURS),
            our_build.from_tallies(prepared.year, name=FROM_TALLIES),
            scan,
            polars.bare_scan(prepared.year),
            *others,
        ),
        demands=(
            AtMost(side=OURS, times=TIMES_THE_SCAN, of=(scan.name,)),
            LessBy(side=OURS, times=LESS_THAN_OTHERS, than=than),
            PeakBelow(side=OURS, mebibytes=PEAK_MEBIBYTES),
        ),
    )
