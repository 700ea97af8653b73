"""Lines of the book as somebody reads them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.audit.models import Change, Entry
from dampak.audit.selectors import deeds_written
from dampak.audit.watching.tables import watched_models
from dampak.audit_book.vocabulary import (
    actor_named,
    column_named,
    deed_named,
    model_of_table,
    table_named,
    value_shown,
)

KINDS = {
    "insert": gettext_noop("added"),
    "update": gettext_noop("changed"),
    "delete": gettext_noop("removed"),
}


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
    """The deeds that stand in the book, by their words."""
    found = [(deed, deed_named(deed)) for deed in deeds_written()]
    return sorted(found, key=lambda each: each[1].lower())


def tables_known() -> list[tuple[str, str]]:
    named = [
        (model._meta.db_table, table_named(model._meta.db_table)) for model in watched_models()
    ]
    return sorted(named, key=lambda each: each[1].lower())


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
        who=actor_named(line.by),
        why="",
        what=deed_named(line.deed),
        about=about,
        link=f"{line.subject_kind}:{line.subject_id}" if line.subject_id else "",
        is_deed=True,
        is_blanked=line.redaction is not None,
        values=tuple(
            (column_named(name), "", shown)
            for name, value in line.details.items()
            if (shown := value_shown(value))
        ),
    )


def _change(line: Change) -> Told:
    before, after = _read(line.before), _read(line.after)
    model = model_of_table(line.table)
    fields = {each.column: each for each in model._meta.local_concrete_fields} if model else {}
    names = dict.fromkeys([*before, *after])
    return Told(
        at=line.at,
        who=actor_named(line.actor),
        why=line.reason,
        what=f"{table_named(line.table)}: {_(KINDS.get(line.kind, line.kind))}",
        about=f"#{line.row_id}",
        link=f"{model._meta.label}:{line.row_id}" if model else "",
        is_deed=False,
        is_blanked=line.redaction is not None,
        values=tuple(
            (
                column_named(name),
                value_shown(before.get(name), field=fields.get(name)),
                value_shown(after.get(name), field=fields.get(name)),
            )
            for name in names
        ),
    )


def _read(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}
