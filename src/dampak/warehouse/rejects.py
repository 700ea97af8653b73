"""Rows that could not be used, kept with the reason."""

from dataclasses import dataclass

from dampak.foundation.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """One row set aside: where it stood, what it held, and why it is not counted.

    ``row_number`` is the row as a spreadsheet or a text editor shows it, counted from 1 with the
    header. ``column`` is the header as the office wrote it; empty when the whole row is at fault.
    """

    file: str
    table: str
    row_number: int
    column: str
    value: str
    reason: Sentence
