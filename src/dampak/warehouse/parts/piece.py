"""What a part is made of: conformed rows of one table and one month, out of one file."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from dampak.warehouse.conformed.records import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Rows of one file, table and month, every one of them kept or set aside.

    ``rows`` has the shape of `conformed.shape.SHAPES` (and, in ``unit_months``, the office's own
    numbers), in the order of the file; texts of tables in parts may come as lists of words and a
    number a row, or as the whole numbers that they write. ``rejected`` has the columns of
    `kept_rejects.REJECTS`, one line for each reason. ``account`` counts the rows of this piece
    only: the account of a file is the sum over its pieces. ``month`` is the first day of the month
    of the table's first date column; None for a table without one, and for rows that hold no day,
    all of which are set aside.
    ``source`` is the SHA-256 of the file; its first twelve characters stand in ``source_file``.
    """

    table: str
    month: date | None
    rows: pa.Table
    rejected: pa.Table
    account: Account
    source: str
