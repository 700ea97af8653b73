"""DuckDB, through the warehouse's own door: plain SQL over Parquet, and the bare scan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.peers.files import THREADS, axes_of, files_of, read_columns, tables
from dampak.benchmark.nation.plain_rows import LINES, SHEETS
from dampak.benchmark.nation.statements import (
    QUANTILES,
    Statement,
    statements,
    waits,
    waits_by_counts,
)
from dampak.benchmark.nation.task import Side
from dampak.warehouse.engines.in_duckdb import InDuckDB

Rows = list[tuple[Statement, pa.Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An engine at work, and where the rows are."""

    engine: InDuckDB
    sources: Mapping[str, str]
    since: int = 0
    answers: Rows = field(default_factory=list)


def one_query_a_table(counted: Counted) -> Side:
    """Every table asked once, all months together."""
    return Side(
        name="DuckDB",
        prepare=lambda: ready(counted),
        ask=ask,
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def ready(counted: Counted, *, since: int = 0) -> Ready:
    """An engine with a view of nothing yet."""
    sources = {table: read_parquet(files_of(counted, table)) for table in tables()}
    sources["lines"] = read_parquet([counted.plain / LINES])
    return Ready(engine=InDuckDB(threads=THREADS), sources=sources, since=since)


def ask(data: Ready) -> Rows:
    """Put every question."""
    return [
        (each, data.engine.run(each.sql))
        for each in statements(data.sources, quantiles, since=data.since)
    ]


def quantiles(column: str) -> str:
    """All of them in one list, which orders the values once."""
    return f"quantile_cont({column}, {list(QUANTILES)}) AS q"


def by_month(counted: Counted) -> Side:
    """Times of completion are asked month by month, over the files that can hold such rows."""
    return Side(
        name="DuckDB, month by month",
        prepare=lambda: ready(counted),
        ask=lambda data: _ask_by_month(data, counted),
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def by_counts(counted: Counted) -> Side:
    """Times of completion are counted day by day: what somebody asks who knows our way."""
    return Side(
        name="DuckDB, counting days",
        prepare=lambda: ready(counted),
        ask=_ask_by_counts,
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def _ask_by_month(data: Ready, counted: Counted) -> Rows:
    return [
        (
            each,
            _month_by_month(data, counted, each) if each.is_by_days else data.engine.run(each.sql),
        )
        for each in statements(data.sources, quantiles)
    ]


def _month_by_month(data: Ready, counted: Counted, asked: Statement) -> pa.Table:
    """A request is closed in the month in which it was received, or later."""
    table, axes = asked.addends[0].table, axes_of(counted)
    files, found = files_of(counted, table), []
    for month in range(axes.first, axes.first + axes.months):
        upto = [path for path in files if _month_of(path) <= month]
        if upto:
            source, lines = read_parquet(upto), data.sources["lines"]
            asking = waits(quantiles, source, lines, asked.addends, f"= {month}")
            found.append(data.engine.run(asking.sql))
    return pa.concat_tables(found)


def _month_of(path: Path) -> int:
    year, month = map(int, path.stem.split("-"))
    return year * 12 + month - 1


def _ask_by_counts(data: Ready) -> Rows:
    rows = []
    for each in statements(data.sources, quantiles):
        asked = each
        if each.is_by_days:
            source = data.sources[each.addends[0].table]
            asked = waits_by_counts(source, data.sources["lines"], each.addends)
        rows.append((asked, data.engine.run(asked.sql)))
    return rows


def bare_scan(counted: Counted) -> Side:
    """Count and sum the columns that the build reads, and nothing else."""
    return Side(
        name="DuckDB, bare scan",
        prepare=lambda: InDuckDB(threads=THREADS),
        ask=lambda engine: [engine.run(sql) for sql in scans(counted)],
    )


def scans(counted: Counted) -> Iterator[str]:
    """One question a table."""
    for table, sheet in SHEETS.items():
        files = files_of(counted, table)
        schema = pq.read_schema(files[0])
        sums = ", ".join(_summed(name, schema.field(name).type) for name in read_columns(sheet))
        yield f"SELECT count(*), {sums} FROM {read_parquet(files)}"  # nosec B608 - names of our own invented nation


def _summed(name: str, kind: pa.DataType) -> str:
    """A sum that has to look at every value."""
    if pa.types.is_date(kind):
        return f"sum(datediff('day', DATE '2000-01-01', {name}))"
    if pa.types.is_string(kind) or pa.types.is_dictionary(kind):
        return f"sum(strlen({name}))"
    return f"sum({name}::INT)" if pa.types.is_boolean(kind) else f"sum({name})"


def read_parquet(files: list[Path]) -> str:
    """Files as a table in a query."""
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f"read_parquet([{names}])"
