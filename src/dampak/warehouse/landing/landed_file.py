"""What landing returns, and how it refuses."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from dampak.datapack.mapping import Mapping
from dampak.foundation.text import Sentence
from dampak.warehouse.rejects import RejectedRow

ROW_NUMBER = "row_number"


class Format(StrEnum):
    """How the file was written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "json lines"
    PARQUET = "parquet"
    DERIVED = "derived"  # made from a column of another file


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedFile:
    """One table of one file, recognised and cut into cells, not a letter of them changed.

    ``rows`` holds one string column per field of the table that the file delivers (and, in a table
    that takes the office's own numbers, per other header), an empty cell being the empty string,
    and the int64 column ``row_number``: the row as a spreadsheet or a text editor shows it. In
    Parquet, which has no header row and which neither shows, rows count from 1.
    ``columns`` goes from field to header as the office wrote it. ``records_in`` is always the rows
    kept plus the rows set aside. A ``mapping``, where there is one, is still to be applied to the
    values: see `mapped.py`. ``ignored`` are headers that no field answers to. What dampak
    gathered by itself ``is_collected``: it stands beside the office's own files of the table.
    """

    name: str
    sha256: str
    size_bytes: int
    format: Format
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    table: str
    columns: Lookup[str, str]
    ignored: tuple[str, ...]
    records_in: int
    rows: pa.Table
    set_aside: tuple[RejectedRow, ...]
    notices: tuple[Sentence, ...]
    mapping: Mapping | None = None
    is_collected: bool = False

    def __post_init__(self) -> None:
        if self.records_in != self.rows.num_rows + len(self.set_aside):
            raise AssertionError(f"{self.name}: records were lost or doubled while landing")


class CannotLand(Exception):
    """Says, in words for the person at the screen, all that keeps the files from being read."""

    def __init__(self, faults: tuple[Sentence, ...], path: Path) -> None:
        super().__init__("\n".join(map(in_english, faults)))
        self.faults = faults
        self.path = path


def in_english(sentence: Sentence) -> str:
    """The sentence for a log or a traceback; people read it through the language room."""
    return sentence.message % {
        name: in_english(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
