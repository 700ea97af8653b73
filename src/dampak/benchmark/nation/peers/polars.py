"""Polars, over the same files: the same questions as expressions, and the bare scan."""

# mypy: disable-error-code="import-not-found"
# It is installed where it is used, and not with dampak.

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.finishing_theirs import numbers_from
from dampak.benchmark.nation.peers.duckdb import Rows
from dampak.benchmark.nation.peers.files import axes_of, files_of, read_columns, tables
from dampak.benchmark.nation.plain_rows import DAYS, LINES, SHEETS, UNIT
from dampak.benchmark.nation.statements import COUNTED, QUANTILES, Statement, holds
from dampak.benchmark.nation.task import Side
from dampak.indicators.adding import Addend
from dampak.warehouse.tallies.sheet import Drawer

MONTH = "month_number"


def one_query_a_table(counted: Counted) -> Side:
    """Every table asked once, all months together."""
    return Side(
        name="Polars",
        module="polars",
        prepare=lambda: _frames(counted),
        ask=_ask,
        tell=lambda rows: numbers_from(rows, axes_of(counted)),
    )


def bare_scan(counted: Counted) -> Side:
    """Count and sum the columns that the build reads, and nothing else."""
    return Side(
        name="Polars, bare scan",
        module="polars",
        prepare=lambda: _frames(counted),
        ask=_scan,
    )


def _frames(counted: Counted) -> Mapping[str, Any]:
    import polars as pl

    frames = {table: pl.scan_parquet(files_of(counted, table)) for table in tables()}
    return {**frames, "lines": pl.scan_parquet(counted.plain / LINES)}


def _scan(frames: Mapping[str, Any]) -> list[Any]:
    import polars as pl

    found = []
    for table, sheet in SHEETS.items():
        schema = frames[table].collect_schema()
        sums = [_whole(name, schema[name]).sum() for name in read_columns(sheet)]
        found.append(frames[table].select(pl.len(), *sums).collect(engine="streaming"))
    return found


def _ask(frames: Mapping[str, Any]) -> Rows:
    rows = []
    for table, sheet in SHEETS.items():
        for drawer in sheet.drawers:
            ask = _waits if drawer.by_days else _sums
            found = ask(frames[table], frames["lines"], drawer)
            rows.append((Statement(sql="", addends=drawer.addends), found))
    return rows


def _sums(rows: Any, lines: Any, drawer: Drawer) -> pa.Table:
    """By unit first, then carried up the tree."""
    import polars as pl

    names = [f"s{nth}" for nth, _ in enumerate(drawer.addends)]
    by_unit = (
        rows.filter(pl.col(drawer.dated_by).is_not_null())
        .group_by(UNIT, _month(drawer.dated_by))
        .agg(_summed(each).alias(name) for name, each in zip(names, drawer.addends, strict=True))
    )
    together = by_unit.join(lines, on=UNIT).group_by("line", MONTH).agg(pl.col(names).sum())
    return _collected(together)


def _waits(rows: Any, lines: Any, drawer: Drawer) -> pa.Table:
    import polars as pl

    (addend,) = drawer.addends
    counted = rows.filter(
        pl.sql_expr(holds(addend.among)),
        pl.col(drawer.dated_by).is_not_null(),
        pl.col(DAYS).is_not_null(),
    ).select(UNIT, _month(drawer.dated_by), DAYS)
    quantiles = [
        pl.col(DAYS).quantile(q, "linear").alias(f"q{nth}") for nth, q in enumerate(QUANTILES)
    ]
    joined = counted.join(lines, on=UNIT).group_by("line", MONTH)
    return _collected(joined.agg(pl.len().alias(COUNTED), *quantiles))


def _summed(addend: Addend) -> Any:
    import polars as pl

    among = pl.sql_expr(holds(addend.among)) if addend.among else pl.col(UNIT).is_not_null()
    adds = pl.lit(1) if addend.adds == "1" else pl.sql_expr(addend.adds)
    return pl.when(among).then(adds.cast(pl.Int64)).otherwise(0).sum()


def _month(column: str) -> Any:
    import polars as pl

    day = pl.col(column).dt
    return (day.year() * 12 + day.month().cast(pl.Int32) - 1).alias(MONTH)


def _collected(frame: Any) -> pa.Table:
    return frame.collect(engine="streaming").to_arrow()


def _whole(name: str, kind: Any) -> Any:
    import polars as pl

    return pl.col(name).str.len_bytes() if kind == pl.String else pl.col(name).cast(pl.Int64)
