"""Conformed rows as pieces: one for each file and month, with every row accounted for."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.warehouse.bulk.clock import Months, first_day, month_number, months_of
from dampak.warehouse.conformed import Account, reasons
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.shaping import SHORT
from dampak.warehouse.kept_rejects import REJECTS
from dampak.warehouse.parts.piece import Piece
from dampak.warehouse.parts.tables import DATED_BY

Month = date | None


def months_in(found: Finished, file: KeyedFile) -> tuple[Month, ...]:
    """The months of what is kept of a file; one that is None where nothing is, or has a month."""
    rows = _of_file(found, file)
    if file.table not in DATED_BY or not rows.num_rows:
        return (None,)
    return tuple(first_day(month) for month in np.unique(_months(file.table, rows)).tolist())


def pieces_of(found: Finished, file: KeyedFile, months: Sequence[Month]) -> list[Piece]:
    """The pieces of one file, one for each of the ``months``, between them all of its rows.

    Rows that were set aside stand in the piece of the month that has the most rows.
    """
    rejected = found.rejected.of_file([each.name for each in found.files].index(file.name))
    rows = _by_month(file.table, _of_file(found, file), months)
    largest = max(range(len(rows)), key=lambda place: rows[place].num_rows)
    return [
        _piece(file, month, some, rejected if place == largest else REJECTS.empty_table())
        for place, (month, some) in enumerate(zip(months, rows, strict=True))
    ]


def _of_file(found: Finished, file: KeyedFile) -> pa.Table:
    if len(found.files) == 1:
        return found.rows
    names = found.rows.column("source_file").cast(pa.string())
    return found.rows.filter(pc.equal(names, file.sha256[:SHORT]))


def _by_month(table: str, rows: pa.Table, months: Sequence[Month]) -> list[pa.Table]:
    if len(months) == 1:
        return [rows]
    of_rows = _months(table, rows)
    order = np.argsort(of_rows, kind="stable")
    together, of_rows = rows.take(pa.array(order)), of_rows[order]
    wanted = [month_number(month) for month in months if month is not None]
    ends = [np.searchsorted(of_rows, [month, month + 1]) for month in wanted]
    return [together.slice(first, last - first) for first, last in ends]


def _months(table: str, rows: pa.Table) -> Months:
    return months_of(rows.column(DATED_BY[table]), "UTC")


def _piece(file: KeyedFile, month: Month, rows: pa.Table, rejected: pa.Table) -> Piece:
    duplicates = pc.equal(rejected["message"], reasons.DUPLICATE)
    superseded = pc.equal(rejected["message"], reasons.SUPERSEDED)
    set_aside = _n_rows(rejected)
    return Piece(
        table=file.table,
        month=month,
        rows=rows,
        rejected=rejected,
        account=Account(
            file=file.name,
            table=file.table,
            sha256=file.sha256,
            records_in=rows.num_rows + set_aside,
            kept=rows.num_rows,
            set_aside=set_aside,
            duplicates=_n_rows(rejected.filter(duplicates)),
            superseded=_n_rows(rejected.filter(superseded)),
        ),
        source=file.sha256,
    )


def _n_rows(rejected: pa.Table) -> int:
    """How many rows the reasons speak of; there may be several reasons against one row."""
    return len(np.unique(np.asarray(rejected["row_number"])))
