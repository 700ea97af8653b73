"""Rows that were refused, from the file that stands beside a preview, page by page."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.http import Http404
from ninja import Schema

from dampak.api.cursors import cursor_to, place_at
from dampak.api.values import Texts

PLACE = ("file", "table", "row", "column", "value")


class RefusedRow(Schema):
    """A row that would not be taken, and why."""

    file: str
    table: str
    row: str
    column: str
    value: str
    reason: Texts


def page_of_refused(path: Path, *, of: str, after: str | None, limit: int) -> dict[str, Any]:
    """One page of the file; ``of`` names it as it is now."""
    if not path.exists():
        raise Http404
    start = int(place_at(after, of=of)[0]) if after else 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(islice(_rows(csv.DictReader(file)), start, start + limit + 1))
    goes_on = len(found) > limit
    return {
        "items": found[:limit],
        "next": cursor_to([start + limit], of=of) if goes_on else None,
    }


def _rows(written: "csv.DictReader[str]") -> Iterator[dict[str, Any]]:
    for row in written:
        reason = {"id": row["reason_id"], "en": row["reason_en"]}
        yield {name: row[name] for name in PLACE} | {"reason": reason}
