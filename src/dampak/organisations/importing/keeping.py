"""What was found out, kept from the preview until it is decided, and whether it still holds."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from dampak.audit.models import Change
from dampak.organisations.importing.ledger import units_now
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.reading import Findings
from dampak.organisations.models import Identifier, Person, Posting, Restriction, Unit, UnitSpell
from dampak.organisations.services.holding import hold_tree
from dampak.warehouse.staff.units import UnitRow, UnitsRead

FINDINGS = "findings.json"
WATCHED = (Unit, UnitSpell, Person, Identifier, Posting, Restriction)
TABLES = tuple(each._meta.db_table for each in WATCHED)


class HasChanged(Exception):
    """People or units are not as they were when the lists were compared with them."""


@transaction.atomic
def stamp_of_ledger() -> int:
    """Up to which change of the book people and units are known; nobody changes them meanwhile."""
    hold_tree()
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def keep_findings(came: StaffImport, found: Findings, *, stamp: int) -> None:
    """Write down what `kept_findings` reads; the people lie on the desk already."""
    document = {
        "stamp": stamp,
        "codes": found.codes,
        "counts": found.counts,
        "units": {code: [asdict(row) for row in rows] for code, rows in found.units.rows.items()},
    }
    text = json.dumps(document, default=date.isoformat, ensure_ascii=False)
    _path(came).write_text(text, encoding="utf-8")


def kept_findings(came: StaffImport) -> Findings:
    """What was found out; raises `HasChanged` if it is gone, or people or units are otherwise."""
    if not _path(came).exists():
        raise HasChanged
    document = json.loads(_path(came).read_text(encoding="utf-8"))
    if Change.objects.filter(pk__gt=document["stamp"], table__in=TABLES).exists():
        raise HasChanged
    units = {code: [_row(each) for each in rows] for code, rows in document["units"].items()}
    return Findings(
        units=UnitsRead(rows=units),
        known=units_now(),
        codes=document["codes"],
        counts=document["counts"],
    )


def stamp_of(came: StaffImport) -> int:
    """The stamp that a preview was made under: another preview has another one."""
    kept = _path(came)
    return int(json.loads(kept.read_text(encoding="utf-8"))["stamp"]) if kept.exists() else 0


def _path(came: StaffImport) -> Path:
    return came.desk_folder() / FINDINGS


def _row(written: Mapping[str, Any]) -> UnitRow:
    days = {name: written[name] for name in ("valid_from", "valid_to")}
    read = {name: day and date.fromisoformat(day) for name, day in days.items()}
    return UnitRow(**{**written, **read, "successors": tuple(written["successors"])})
