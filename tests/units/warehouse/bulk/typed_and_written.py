"""The same rows twice: written in words as an office would, and typed as a data centre would."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.landing import land
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store, build, deliver

AT = datetime(2026, 4, 1, 8, tzinfo=UTC)
UNITS = [{"code": code, "name": f"Unit {code}", "parent_code": None} for code in ("D01", "D02")]

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Sequence[Row]]]  # table, name of the file, rows


def as_written(value: object) -> str:
    """A value as a system writes it into a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """The rows in words; the header stands in row 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([as_written(row[name]) for name in rows[0]] for row in rows)


def write_parquet(path: Path, rows: Sequence[Row], types: Mapping[str, pa.DataType]) -> None:
    """The rows typed, in row groups of seven."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    typed = {name: pa.array(values, types.get(name)) for name, values in columns.items()}
    pq.write_table(pa.table(typed), path, row_group_size=7)


def delivered(folder: Path, tables: Tables) -> Snapshot:
    """The rows as CSV files through `deliver`."""
    landed = []
    for table, files in {"units": {"units": UNITS}, **tables}.items():
        for name, rows in files.items():
            path = folder / table / f"{name}.csv"
            write_csv(path, rows)
            landed.append(land(path, table=table))
    home = Store(folder / "written")
    copy_secret(home)
    return deliver(landed, home, at=AT, by="sri", zone="Asia/Jakarta", calendar=WEEK_ONLY)


def built(
    folder: Path, tables: Tables, types: Mapping[str, pa.DataType], *, most_rows: int = 1000
) -> Snapshot:
    """The rows as Parquet files, piece by piece."""
    write_csv(folder / "typed" / "units.csv", UNITS)
    for table, files in tables.items():
        for name, rows in files.items():
            write_parquet(folder / "typed" / table / f"{name}.parquet", rows, types)
    home = Store(folder / "built")
    copy_secret(home)
    delivery = delivery_in(
        folder / "typed",
        home,
        zone="Asia/Jakarta",
        calendar=WEEK_ONLY,
        most_rows=most_rows,
    )
    return build(home, delivery.promised, delivery.terms(), at=AT, by="sri")


def copy_secret(store: Store) -> None:
    """One secret for all homes, so that their keys can be compared."""
    store.home.mkdir(parents=True, exist_ok=True)
    (store.home / "person-key.secret").write_bytes(b"a secret for tests, 32 bytes lng")


def rows_in(snapshot: Snapshot, table: str) -> list[str]:
    """All rows of a table with the row they stood in, in one order."""
    with snapshot.connect() as connection:
        found = connection.sql(f"FROM {table}").to_arrow_table()
    names = _names(snapshot)
    rows = found.to_pylist()
    return sorted(repr({**row, "source_file": names[row["source_file"]]}) for row in rows)


def rejects_in(snapshot: Snapshot) -> list[str]:
    """Everything that was set aside and why, in one order."""
    return sorted(
        repr(
            (
                *(row.table, _stem(row.file), row.row_number, row.column, row.value),
                *(row.reason.message, sorted(_told(row.reason.values).items())),
            )
        )
        for row in snapshot.rejected()
    )


def accounts_of(snapshot: Snapshot) -> list[tuple[str, str, int, int, int]]:
    """What became of the rows of each file."""
    return sorted(
        (file.table, _stem(file.file), file.rows_in, file.rows_kept, file.rows_set_aside)
        for file in snapshot.inputs
    )


def _names(snapshot: Snapshot) -> dict[str, str]:
    return {file.sha256[:12]: _stem(file.file) for file in snapshot.inputs}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _stem(value) if name == "file" else value for name, value in values.items()}


def _stem(name: str) -> str:
    return Path(name).stem
