"""The tables that are watched, as the models describe them and as the database has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from dampak.audit.watching.exceptions import NOT_WATCHED, QUIET, is_secret

LONGEST_VALUE, BEGINNING = 10_000, 200  # characters of a value that the book repeats
STARS = "***"


class Shown(StrEnum):
    """How a value enters the book."""

    WHOLE = "whole"
    TEXT = "text"  # of any length: only the beginning of a very long one
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, and how much of it the book may say; ``is_quiet`` if it moves by itself."""

    name: str
    shown: Shown
    is_quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose rows are watched."""

    name: str
    key: str
    columns: tuple[Column, ...]

    def telling(self) -> tuple[Column, ...]:
        """The columns by whose change a row has changed."""
        return tuple(column for column in self.columns if not column.is_quiet)


def watched_models() -> Iterator[type[models.Model]]:
    """Every model with a table of ours that is no named exception."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and not meta.swapped and meta.label not in NOT_WATCHED:
            yield model


def watched_tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """The tables to be watched that are there, with the columns that are there."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
        return [
            _table(
                model,
                {
                    each.name
                    for each in connection.introspection.get_table_description(cursor, name)
                },
            )
            for model in watched_models()
            if (name := model._meta.db_table) in names
        ]


def _table(model: type[models.Model], existing: set[str]) -> Table:
    label = model._meta.label
    return Table(
        name=model._meta.db_table,
        key=str(model._meta.pk.column),
        columns=tuple(
            Column(
                name=name,
                shown=_shown(label, name, field),
                is_quiet=name in QUIET.get(label, ()),
            )
            for field in model._meta.local_concrete_fields
            if (name := str(field.column)) in existing
            and not isinstance(field, models.GeneratedField)
        ),
    )


def _shown(label: str, column: str, field: "models.Field[Any, Any]") -> Shown:
    if isinstance(field, models.BinaryField) or is_secret(label, column):
        return Shown.HIDDEN
    is_text = isinstance(field, models.TextField | models.JSONField)
    return Shown.TEXT if is_text else Shown.WHOLE
