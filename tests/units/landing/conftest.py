"""Files as offices hand them in."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "permohonan_layanan.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from its sheets: name to rows; None leaves the cell untouched."""

    def write(name: str = "paket.xlsx", **sheets: list[list[object]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        if cell is not None:
                            sheet.write(number, place, cell)
        return path

    return write
