"""What texts, sheets of a workbook and files of columns have in common: a head and a body."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.records import Refused

HEAD_ROWS = 40  # how far down the header may stand
SEVERAL_VALUES = gettext_noop(
    "Column %(column)s holds several values in one cell. Write each into a column of its own."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """One of the first rows: where it stands, where the next one stands, and its cells."""

    row_number: int
    next_row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A cell that cannot be written as text: its column and row, by place among those of the body.

    ``message`` says why, with a blank for the ``column``. The row is set aside if the column is
    one of the table's.
    """

    place: int
    row: int
    value: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The rows below the header: one string array per column, and what was set aside."""

    columns: tuple[pa.ChunkedArray, ...]
    row_numbers: NDArray[np.int64]
    refused: tuple[Refused, ...] = ()
    n_blank: int = 0
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How the rows were written."""

    format: Format
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notices: tuple[Sentence, ...] = field(default=())


class Source(Protocol):
    """Rows that can be looked at from the top and read below a header."""

    @property
    def head(self) -> tuple[HeadRow, ...]:
        """The first rows."""

    @property
    def written(self) -> Written:
        """How the rows were written."""

    def below(self, row: int, width: int) -> Body:
        """The rows from this one on, as ``width`` columns."""
