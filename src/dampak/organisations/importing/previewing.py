"""What is shown before anything changes: the first of each kind, and every refused row."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dampak.foundation.spreadsheets import harmless
from dampak.language.saying import each_in_both, in_both
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.reading import Findings
from dampak.organisations.importing.reasons import reason_of
from dampak.warehouse.staff.desk import Desk
from dampak.warehouse.staff.showing import Example, examples_of, reasons_of

Document = dict[str, Any]
PEOPLE, REASONS, REFUSED = "people.json", "reasons.json", "refused.csv"
REFUSED_COLUMNS = ("file", "table", "row", "column", "value", "reason_id", "reason_en")


def keep_preview(came: StaffImport, desk: Desk, found: Findings) -> None:
    """Write the first people of each kind, the reasons, and the refused rows beside the lists."""
    headers = _Headers(desk)
    document = {
        "people": {
            kind: [_shown(each) for each in some]
            for kind, some in examples_of(desk, found.codes).items()
        },
        "reasons": [
            {
                "rows": each.rows,
                "column": headers.of(each.file, each.table, each.column),
                "reason": in_both(reason_of(each.reason, value=each.value, about=each.about)),
                "first": [{"row": row, "value": value} for row, value in each.first],
            }
            for each in reasons_of(desk)
        ],
    }
    for name, part in (
        ("people", came.desk_folder() / PEOPLE),
        ("reasons", came.folder() / REASONS),
    ):
        part.write_text(json.dumps(document[name], ensure_ascii=False), encoding="utf-8")
    names = [each["name"] for each in came.files]
    _write_refused(came.folder() / REFUSED, desk, names, headers)


def preview_of(came: StaffImport) -> Document:
    """What was kept; once it is decided nobody is named any more."""
    return {
        "people": _kept(came.desk_folder() / PEOPLE) or {},
        "reasons": _kept(came.folder() / REASONS) or [],
    }


def _kept(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def refused_rows_at(came: StaffImport) -> Path:
    """The file with every refused row; its numbers of people are masked, so it stays."""
    return came.folder() / REFUSED


def _shown(example: Example) -> Document:
    return {name: getattr(example, name) for name in ("name", "masked", "before", "after")}


class _Headers:
    """The headers of the columns, as the files have them."""

    def __init__(self, desk: Desk) -> None:
        self._known = _kept(desk.headers) or {}

    def of(self, file: int, table: str, column: str) -> str:
        """The header over a column of ours; its own name where the file has none."""
        header: str = self._known.get(f"{file} {table}", {}).get(column) or column
        return header


def _write_refused(path: Path, desk: Desk, names: list[str], headers: _Headers) -> None:
    draft = path.with_name(f".{path.name}")
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REFUSED_COLUMNS)
        for page in _pages(desk):
            told = (reason_of(r["reason"], value=r["value"], about=r["about"]) for r in page)
            for row, texts in zip(page, each_in_both(told), strict=True):
                column = headers.of(row["file"], row["table"], row["column"])
                place = (names[row["file"]], row["table"], row["row"], column, row["value"])
                writer.writerow([harmless(str(cell)) for cell in (*place, *texts.values())])
    draft.replace(path)


def _pages(desk: Desk) -> Iterator[list[dict[str, Any]]]:
    for path in sorted(desk.refused.glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=20_000):
                yield batch.to_pylist()
