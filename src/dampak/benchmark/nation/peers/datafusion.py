"""DataFusion, over the same files."""

# mypy: disable-error-code="import-not-found"
# It is installed where it is used, and not with dampak.

from typing import Any

import pyarrow as pa

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.peers.duckdb import Rows
from dampak.benchmark.nation.peers.files import THREADS, axes_of, tables
from dampak.benchmark.nation.plain_rows import LINES
from dampak.benchmark.nation.statements import QUANTILES, statements
from dampak.benchmark.nation.task import Side

# Version 55 takes a column of a condition for one that is never empty, and then refuses itself.
NO_SCHEMA_CHECK = "datafusion.execution.skip_physical_aggregate_schema_check"


def one_query_a_table(counted: Counted) -> Side:
    """Every table asked once, all months together."""
    return Side(
        name="DataFusion",
        module="datafusion",
        prepare=lambda: _context(counted),
        ask=_ask,
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def _context(counted: Counted) -> Any:
    from datafusion import SessionConfig, SessionContext

    settings = SessionConfig().with_target_partitions(THREADS).set(NO_SCHEMA_CHECK, "true")
    context = SessionContext(settings)
    for table in tables():
        context.register_parquet(table, str(counted.plain / table))
    context.register_parquet("unit_lines", str(counted.plain / LINES))
    return context


def _ask(context: Any) -> Rows:
    sources = {**{table: table for table in tables()}, "lines": "unit_lines"}
    return [(each, pa.table(context.sql(each.sql))) for each in statements(sources, _quantiles)]


def _quantiles(column: str) -> str:
    """One aggregate each; whole numbers would be interpolated in whole numbers."""
    return ", ".join(
        f"percentile_cont({q}) WITHIN GROUP (ORDER BY CAST({column} AS DOUBLE)) AS q{nth}"
        for nth, q in enumerate(QUANTILES)
    )
