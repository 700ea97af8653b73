"""Rows that were refused, page by page, from the files in which they are kept."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.http import Http404
from ninja import Schema
from pydantic import Field

from dampak.api.cursors import cursor_to, place_at
from dampak.api.values import Texts
from dampak.foundation.spreadsheets import as_found
from dampak.language.saying import each_in_both
from dampak.warehouse.kept_rejects import rejects_from

PLACE = ("file", "table", "column", "value")


class RefusedRow(Schema):
    """One reason against one row: where it stood, what was found, what is wrong and what to do.

    A row that is wrong in several ways comes once for each. Numbers of people are masked.
    """

    file: str
    table: str = Field(description="The table by its name in `/tables`.")
    row: int = Field(description="As a spreadsheet or text editor shows it, header counted.")
    column: str = Field(description="As the file has it; empty if the row itself is at fault.")
    value: str = Field(description="What was found; a broken line by its first 200 letters.")
    reason: Texts = Field(description="What is wrong, and what to do.")


def page_of_kept(path: Path, *, of: str, after: str | None, limit: int) -> dict[str, Any]:
    """One page of a file of `keep_rejects`; ``of`` names it as it is now."""
    start = _start(after, of=of)
    found = list(rejects_from(path, start, most=limit + 1))
    reasons = each_in_both(row.reason for row in found)
    told = [
        {name: getattr(row, name) for name in PLACE} | {"row": row.row_number, "reason": reason}
        for row, reason in zip(found, reasons, strict=True)
    ]
    return _page(told, of=of, start=start, limit=limit)


def page_of_refused(path: Path, *, of: str, after: str | None, limit: int) -> dict[str, Any]:
    """One page of a file of rows with their reasons in both languages, as people download it.

    Cells are told as they were found, without what makes them harmless in a spreadsheet.
    """
    if not path.exists():
        raise Http404
    start = _start(after, of=of)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(islice(_rows(csv.DictReader(file)), start, start + limit + 1))
    return _page(found, of=of, start=start, limit=limit)


def _start(after: str | None, *, of: str) -> int:
    return int(place_at(after, of=of)[0]) if after else 0


def _page(found: Sequence[dict[str, Any]], *, of: str, start: int, limit: int) -> dict[str, Any]:
    goes_on = len(found) > limit
    return {
        "items": list(found[:limit]),
        "next": cursor_to([start + limit], of=of) if goes_on else None,
    }


def _rows(written: "csv.DictReader[str]") -> Iterator[dict[str, Any]]:
    for row in written:
        reason = {"id": row["reason_id"], "en": row["reason_en"]}
        told = {name: as_found(row[name]) for name in PLACE}
        yield told | {"row": int(row["row"]), "reason": reason}
