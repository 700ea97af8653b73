"""Whoever writes a table for people makes its texts harmless, in the one place for it."""

import ast
from pathlib import Path

SOURCES = Path(__file__).parent.parent.parent / "src" / "dampak"
# What no spreadsheet opens: an engine's own load, the text of a refused row as it came, and the
# invented files of Negeri Uji, which are dirty on purpose.
FOR_MACHINES = {
    "warehouse/engines/in_postgresql.py",
    "organisations/importing/bulk/postgresql.py",
    "warehouse/landing/records.py",
    "simulation/nation/units_file.py",
    "simulation/file_bytes.py",
    "simulation/staff/writing.py",
}
WRITES_CSV = {"writer", "DictWriter", "write_csv"}


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def sources() -> dict[str, Path]:
    return {str(path.relative_to(SOURCES)): path for path in sorted(SOURCES.rglob("*.py"))}


def test_every_writer_of_csv_makes_texts_harmless():
    writers = {name for name, path in sources().items() if calls(path) & WRITES_CSV}
    named = {name for name in writers if "harmless(" in sources()[name].read_text("utf-8")}

    assert "publication/tables.py" in named
    assert not writers - named - FOR_MACHINES


def test_every_workbook_is_told_that_text_stays_text():
    """xlsxwriter guesses otherwise, and makes a formula of a text that begins with =."""
    workbooks = {name for name, path in sources().items() if "Workbook" in calls(path)}
    told = {name for name in workbooks if "TEXT_STAYS_TEXT" in sources()[name].read_text("utf-8")}

    assert "publication/workbook.py" in told
    assert not workbooks - told - FOR_MACHINES
