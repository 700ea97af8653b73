"""The book in everyday words: deeds, tables, columns, values and actors in both languages."""

from django.apps import apps
from django.db.models import BooleanField, Field, Model
from django.utils.translation import gettext as _

from dampak.audit.tables import table_named as named_by_label
from dampak.audit_book.vocabulary.columns import COLUMNS
from dampak.audit_book.vocabulary.deeds import DEEDS
from dampak.audit_book.vocabulary.values import ACTORS, VALUES

LONGEST = 200


def deed_named(deed: str) -> str:
    """A deed in words; one of an older release by the name that it had."""
    return _(DEEDS[deed]) if deed in DEEDS else deed.replace(".", ": ").replace("_", " ")


def table_named(table: str) -> str:
    model = model_of_table(table)
    if model is None:
        return table
    return named_by_label(model._meta.label)


def column_named(column: str) -> str:
    """A column of a row, or a particular of a deed."""
    return _(COLUMNS[column]) if column in COLUMNS else column.replace("_", " ")


def actor_named(actor: str) -> str:
    """The account's name; who acts without one is described."""
    return _(ACTORS[actor]) if actor in ACTORS else actor


def value_shown(value: object, *, field: "Field[object, object] | None" = None) -> str:
    """A value as somebody reads it: a choice by its label, a list as its parts."""
    text = _shown(_meant(value, field) if field is not None else value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _meant(value: object, field: "Field[object, object]") -> object:
    """What a column means by a value; SQLite writes yes and no as numbers."""
    if isinstance(field, BooleanField) and value in (0, 1):
        return bool(value)
    return dict(field.flatchoices).get(value, value) if field.flatchoices else value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        parts = ((column_named(name), _shown(each)) for name, each in value.items())
        return "; ".join(f"{name}: {each}" for name, each in parts)
    text = str(value)
    return _(VALUES[text]) if text in VALUES else text


def model_of_table(table: str) -> type[Model] | None:
    """The model whose rows stand in a table; None once the table is no more."""
    found = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
    )
    return next(found, None)
