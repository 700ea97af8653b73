"""Spark on this machine: its own SQL, and our counting as its tasks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.peers.duckdb import Rows
from dampak.benchmark.nation.peers.files import THREADS, axes_of, files_of, tables
from dampak.benchmark.nation.plain_rows import LINES
from dampak.benchmark.nation.statements import QUANTILES, Statement, statements
from dampak.benchmark.nation.task import Side

Wanted = Callable[[Statement], bool]


def everything(_statement: Statement) -> bool:
    """All tables."""
    return True


def one_query_a_table(
    counted: Counted, *, is_wanted: Wanted = everything, is_warm: bool = False
) -> Side:
    """Every table asked once, all months together; warm if everything was asked before."""

    def prepare() -> Any:
        spark = session(counted)
        if is_warm:
            _ask(spark, is_wanted)
        return spark

    return Side(
        name="Spark SQL",
        module="pyspark",
        is_asked_once=not is_warm,
        prepare=prepare,
        ask=lambda spark: _ask(spark, is_wanted),
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def session(counted: Counted) -> Any:
    """Spark at work, with a view of each table."""
    from dampak.warehouse.engines.in_spark import InSpark

    spark = InSpark(master=f"local[{THREADS}]")
    files = {table: files_of(counted, table) for table in tables()}
    files["unit_lines"] = [counted.plain / LINES]
    for name, paths in files.items():
        _read(spark, paths).createOrReplaceTempView(name)
    return spark


def _read(spark: Any, paths: list[Path]) -> Any:
    return spark.session.read.parquet(*map(str, paths))


def _ask(spark: Any, is_wanted: Wanted) -> Rows:
    sources = {**{table: table for table in tables()}, "lines": "unit_lines"}
    return [
        (each, spark.run(each.sql)) for each in statements(sources, _quantiles) if is_wanted(each)
    ]


def _quantiles(column: str) -> str:
    """Exact; `approx_percentile` is the other one."""
    return f"percentile({column}, array({', '.join(map(str, QUANTILES))})) AS q"
