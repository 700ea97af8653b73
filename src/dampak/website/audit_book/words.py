"""Deeds, tables and columns in the words of the rooms that they belong to."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.audit.models import Change, Entry
from dampak.audit.watching.tables import watched_models

DEEDS = {
    "account.opened": gettext_noop("Account opened"),
    "account.renewed": gettext_noop("Password renewed"),
    "answer.computed": gettext_noop("Answer computed"),
    "book.checked": gettext_noop("Book checked"),
    "book.exported": gettext_noop("Book exported"),
    "book.read": gettext_noop("Book read"),
    "book.redacted": gettext_noop("Lines blanked"),
    "book.structure_changed": gettext_noop("Tables changed their shape"),
    "delivery.accepted": gettext_noop("Delivery accepted"),
    "delivery.discarded": gettext_noop("Delivery discarded"),
    "delivery.received": gettext_noop("Delivery received"),
    "demo.built": gettext_noop("Demo built"),
    "finding.released": gettext_noop("Finding released"),
    "mapping.saved": gettext_noop("Mapping saved"),
    "plan.discarded": gettext_noop("Plan discarded"),
    "plan.sealed": gettext_noop("Plan sealed"),
    "plan.written": gettext_noop("Plan written"),
    "responses.collected": gettext_noop("Responses counted"),
    "survey.closed": gettext_noop("Survey closed"),
    "survey.opened": gettext_noop("Survey opened"),
}
KINDS = {
    "insert": gettext_noop("added"),
    "update": gettext_noop("changed"),
    "delete": gettext_noop("removed"),
}
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line as somebody reads it; ``values`` are name, before and after."""

    at: datetime
    who: str
    why: str
    what: str
    about: str
    link: str
    is_deed: bool
    is_blanked: bool
    values: tuple[tuple[str, str, str], ...]


def deeds_known() -> list[tuple[str, str]]:
    """The deeds that stand in the book, found by leaping from one to the next in the index."""
    found: list[tuple[str, str]] = []
    deed = Entry.objects.order_by("deed").values_list("deed", flat=True).first()
    while deed is not None:
        found.append((deed, deed_named(deed)))
        later = Entry.objects.filter(deed__gt=deed).order_by("deed")
        deed = later.values_list("deed", flat=True).first()
    return sorted(found, key=lambda each: each[1].lower())


def tables_known() -> list[tuple[str, str]]:
    named = [
        (model._meta.db_table, table_named(model._meta.db_table)) for model in watched_models()
    ]
    return sorted(named, key=lambda each: each[1].lower())


def deed_named(deed: str) -> str:
    return _(DEEDS[deed]) if deed in DEEDS else deed.replace(".", ": ").replace("_", " ")


def table_named(table: str) -> str:
    model = _tables().get(table)
    return str(model._meta.verbose_name).capitalize() if model else table


def model_of(label: str) -> type[Model] | None:
    """The model that an address names; None where it names none."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def told(line: Entry | Change) -> Told:
    """One line in words."""
    return _deed(line) if isinstance(line, Entry) else _change(line)


def _deed(line: Entry) -> Told:
    about = line.subject or (f"#{line.subject_id}" if line.subject_id else "")
    return Told(
        at=line.at,
        who=line.by,
        why="",
        what=deed_named(line.deed),
        about=about,
        link=f"{line.subject_kind}:{line.subject_id}" if line.subject_id else "",
        is_deed=True,
        is_blanked=line.redaction is not None,
        values=tuple((name, "", _shown(value)) for name, value in line.details.items()),
    )


def _change(line: Change) -> Told:
    before, after = _read(line.before), _read(line.after)
    model = _tables().get(line.table)
    names = dict.fromkeys([*before, *after])
    return Told(
        at=line.at,
        who=line.actor,
        why=line.reason,
        what=f"{table_named(line.table)}: {_(KINDS.get(line.kind, line.kind))}",
        about=f"#{line.row_id}",
        link=f"{model._meta.label}:{line.row_id}" if model else "",
        is_deed=False,
        is_blanked=line.redaction is not None,
        values=tuple(
            (_column_named(model, name), _shown(before.get(name)), _shown(after.get(name)))
            for name in names
        ),
    )


@cache
def _tables() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _column_named(model: type[Model] | None, column: str) -> str:
    for field in model._meta.local_concrete_fields if model else ():
        if field.column == column:
            return str(field.verbose_name)
    return column


def _read(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
