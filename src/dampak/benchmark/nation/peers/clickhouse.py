"""ClickHouse in this process (chdb), over the same files."""

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.peers.duckdb import Rows
from dampak.benchmark.nation.peers.files import THREADS, axes_of, tables
from dampak.benchmark.nation.plain_rows import LINES
from dampak.benchmark.nation.statements import QUANTILES, statements
from dampak.benchmark.nation.task import Side
from dampak.warehouse.engines.engine import Engine


def one_query_a_table(counted: Counted) -> Side:
    """Every table asked once, all months together."""
    sources = {table: _files(f"{counted.plain / table}/*.parquet") for table in tables()}
    sources["lines"] = _files(str(counted.plain / LINES))
    return Side(
        name="ClickHouse (chdb)",
        module="chdb",
        prepare=_engine,
        ask=lambda engine: _ask(engine, sources),
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def _engine() -> Engine:
    from dampak.warehouse.engines.in_clickhouse import InClickHouse

    return InClickHouse(threads=THREADS)


def _ask(engine: Engine, sources: dict[str, str]) -> Rows:
    return [(each, engine.run(each.sql)) for each in statements(sources, _quantiles)]


def _quantiles(column: str) -> str:
    """Exact, and interpolated as the standard does; both in one pass."""
    return f"quantilesExactInclusive({', '.join(map(str, QUANTILES))})({column}) AS q"


def _files(pattern: str) -> str:
    return f"file('{pattern}', Parquet)"
