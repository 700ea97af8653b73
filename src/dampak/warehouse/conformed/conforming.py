"""Room 2 at work: files of strings in, typed tables and an account of every row out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from types import MappingProxyType

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dampak.datapack.columns import Table
from dampak.datapack.tables import TABLES
from dampak.indicators.working_days import Calendar, calendar_days
from dampak.warehouse.conformed.checking import EARLIEST
from dampak.warehouse.conformed.engine import engine, keep
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.limits import refusals_of
from dampak.warehouse.conformed.office_days import calendar_of, zone_of
from dampak.warehouse.conformed.one_table import conform_table
from dampak.warehouse.conformed.records import Conformed
from dampak.warehouse.conformed.shape import WORKING_DAYS

# What happened on days; a unit may last far longer than any calendar of holidays is known.
ON_DAYS = {"service_requests", "complaints", "satisfaction", "accuracy_checks", "unit_months"}


def conform(
    files: Sequence[KeyedFile],
    *,
    zone: str | None = None,
    calendar: Calendar | None = None,
    threads: int = 2,
) -> Conformed:
    """Type every row of the files, set aside what cannot be, and account for all of them.

    Raises `TooManyRefused` if more of a table was refused than it allows, or all of it.
    """
    conformed = conform_at_any_loss(files, zone=zone, calendar=calendar, threads=threads)
    for refusal in refusals_of(conformed):
        raise refusal
    return conformed


def conform_at_any_loss(
    files: Sequence[KeyedFile],
    *,
    zone: str | None = None,
    calendar: Calendar | None = None,
    known: Mapping[str, pa.Table] = MappingProxyType({}),
    threads: int = 2,
) -> Conformed:
    """Conform and account, also when so much is lost that nothing should be published.

    Parameters
    ----------
    files
        All files that the next snapshot shall stand on, in the order in which they came: of two
        rows with one key the later one counts.
    zone
        The clock of the units; None where the mappings of the files say it, otherwise Jakarta's. A
        moment that names another zone is moved to this clock; one that names none is on it already.
    calendar
        Whose working days the snapshot counts in; None where the mappings say it, otherwise the
        five-day week of Indonesia.
    known
        Units and people in their shape, which rows are checked against where no file has them.

    Returns
    -------
    Conformed
        One table for each that was delivered or is known, and in the order of ``files`` an account
        for each: ``records_in`` is ``kept + set_aside``, both counted.
    """
    zone, calendar = zone or zone_of(files), calendar or calendar_of(files)
    with engine(threads=threads) as connection:
        for name, rows in known.items():
            keep(connection, name, rows)
        finished = [_finished(connection, table, each, zone) for table, each in _by_table(files)]
    accounts = {id(file): account for each in finished for file, account in each.accounts()}
    rejected = {id(file): rows for each in finished for file, rows in each.rejected.by_file()}
    return Conformed(
        tables={**known, **{each.table.name: each.rows for each in finished}},
        rejected=tuple(chain.from_iterable(rejected.values())),
        rejected_of=tuple(rejected[id(file)] for file in files),
        accounts=tuple(accounts[id(file)] for file in files),
        working_days=_working_days(
            [each.rows for each in finished if each.table.name in ON_DAYS], calendar
        ),
        calendar=calendar.version,
        zone=zone,
    )


def _by_table(files: Sequence[KeyedFile]) -> Iterator[tuple[Table, Sequence[KeyedFile]]]:
    """Units first, people second: the other tables are checked against them."""
    for name, table in TABLES.items():
        of_table = [file for file in files if file.table == name]
        if of_table:
            yield table, of_table


def _finished(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeyedFile], zone: str
) -> Finished:
    finished = conform_table(connection, table, files, zone=zone)
    if table.name in {"units", "people"}:
        keep(connection, table.name, finished.rows)
    return finished


def _working_days(tables: Iterable[pa.Table], calendar: Calendar) -> pa.Table:
    """The calendar over all days that occur in the tables, from 2000 on."""
    days = [day for table in tables for day in _first_and_last(table) if day >= EARLIEST]
    rows = calendar_days(min(days), max(days), calendar=calendar) if days else ()
    return pa.Table.from_pylist(
        [
            {
                "day": row.day,
                "is_working_day": row.is_working_day,
                "working_days_before": row.working_days_before,
            }
            for row in rows
        ],
        schema=WORKING_DAYS,
    )


def _first_and_last(table: pa.Table) -> Iterator[date]:
    for column in table.columns:
        if pa.types.is_date(column.type):
            ends = pc.min_max(column).as_py()
            yield from (day for day in ends.values() if day is not None)
