"""Conformed pieces for tests, as the room that conforms a nation's files would hand them on."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.conformed import Account
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.kept_rejects import rejects_table
from dampak.warehouse.parts.piece import Piece
from dampak.warehouse.parts.promised import DeliveredFile, Promised
from dampak.warehouse.parts.tables import DATED_BY, lies_in_parts
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.store import Terms
from dampak.warehouse.store.counting import Counting, Uncounted

AT = datetime(2026, 4, 1, 8, tzinfo=UTC)
Row = Mapping[str, Any]


def terms(*, counting: Counting | None = None, **given: Any) -> Terms:
    """The terms of a home for tests: a bare five-day week, units D01 to D03."""
    said = {"rules": "1", "zone": "Asia/Jakarta", "calendar": WEEK_ONLY} | given
    return Terms(units=("D01", "D02", "D03"), counting=counting or Uncounted(), **said)


def promised(
    table: str,
    rows: Sequence[Row],
    *,
    name: str = "",
    rejected: Sequence[RejectedRow] = (),
    asked: list[Any] | None = None,
) -> list[Promised]:
    """One file's pieces, month by month; ``asked`` notes which of them were really made."""
    told = hashlib.sha256(repr((table, name, rows)).encode()).hexdigest()
    file = DeliveredFile(name=name or f"{table}.parquet", sha256=told, size_bytes=len(rows))
    numbered = [{"source_row": row, **each} for row, each in enumerate(rows, start=2)]
    by_month: dict[date | None, list[Row]] = {}
    for each in numbered:
        by_month.setdefault(_month_of(table, each), []).append(each)

    def make(month: date | None, some: Iterable[Row], refused: Sequence[RejectedRow]) -> Piece:
        if asked is not None:
            asked.append((table, month))
        return piece(table, month, list(some), file, refused)

    first = next(iter(by_month), None)
    return [
        Promised(
            file=file,
            table=table,
            month=month,
            make=lambda month=month, some=some: make(
                month, some, rejected if month == first else ()
            ),
        )
        for month, some in by_month.items()
    ]


def piece(
    table: str,
    month: date | None,
    rows: list[Row],
    file: DeliveredFile,
    rejected: Sequence[RejectedRow] = (),
) -> Piece:
    """A piece whose account adds up."""
    whole = [{"source_file": file.sha256[:12], **row} for row in rows]
    return Piece(
        table=table,
        month=month,
        rows=pa.Table.from_pylist(whole, schema=SHAPES[table]),
        rejected=rejects_table(rejected),
        account=Account(
            file=file.name,
            table=table,
            sha256=file.sha256,
            records_in=len(rows) + len(rejected),
            kept=len(rows),
            set_aside=len(rejected),
        ),
        source=file.sha256,
    )


def units(*codes: str, name: str = "units.csv") -> list[Promised]:
    """A list of units."""
    return promised("units", [{"code": code, "name": code} for code in codes], name=name)


def request(number: int, month: int = 1, **given: Any) -> Row:
    """A request of unit D01, received on the third of a month of 2026."""
    received = datetime(2026, month, 3, 9, 30)  # noqa: DTZ001 - moments are on the office's clock
    return {
        "request_id": f"R{number:04d}",
        "unit_code": "D01",
        "received_at": received,
        "received_on": received.date(),
        "status": "open",
        **given,
    }


def rows_of(snapshot: Any, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in any order."""
    with snapshot.connect() as connection:
        found: list[dict[str, Any]] = connection.sql(f"FROM {table}").to_arrow_table().to_pylist()
    return found


def said(rows: Iterable[Row]) -> list[str]:
    """What rows say, without where they were read, in one order; to compare."""
    return sorted(repr(sorted(_content(row))) for row in rows)


def _content(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name not in {"source_file", "source_row"} and value is not None:
            yield name, value


def _month_of(table: str, row: Row) -> date | None:
    if not lies_in_parts(table):
        return None
    day = row[DATED_BY[table]]
    return date(day.year, day.month, 1)
