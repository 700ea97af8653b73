"""What stands in a cell, and how it is formatted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

LONGEST_TEXT = 32_767  # more does not fit into a cell of Excel


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the decimals to show; a share from 0 to 1 shows as per cent."""

    value: float
    decimals: int = 0
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month, written as a date so that it sorts and filters."""

    text: str


Cell = Number | Month | str | None


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[str, Any] = {}
        self.header = book.add_format(
            {"bold": True, "bg_color": "#0054A6", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self._text = book.add_format({"valign": "top"})

    def write(self, page: Any, row: int, column: int, cell: Cell) -> None:
        """Write a cell as what it is; text is never read as a formula, a link or a number."""
        match cell:
            case None:
                page.write_blank(row, column, None, self._text)
            case Number():
                page.write_number(row, column, cell.value, self._number(cell))
            case Month():
                first_day = date.fromisoformat(f"{cell.text}-01")
                page.write_datetime(row, column, first_day, self._format("mmm yyyy"))
            case str():
                page.write_string(row, column, cell[:LONGEST_TEXT], self._text)

    def _number(self, cell: Number) -> Any:
        places = "." + "0" * cell.decimals if cell.decimals else ""
        return self._format(f"0{places}%" if cell.is_share else f"#,##0{places}")

    def _format(self, pattern: str) -> Any:
        if pattern not in self._known:
            self._known[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._known[pattern]
