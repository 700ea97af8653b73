"""Under which rules rows were conformed: a name that changes whenever a rule does."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache

from dampak.datapack.columns import Column, Table
from dampak.datapack.tables import TABLES
from dampak.warehouse.conformed.checking import rules_of
from dampak.warehouse.conformed.repeats import TOLD_APART_BY, key_of
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.conformed.shaping import DERIVED, WHERE_EMPTY


@cache
def rules_version() -> str:
    """What a row may not be, what makes two rows one, and what follows from a row, as one name.

    The wording of the reasons is no part of it.
    """
    told = json.dumps([list(_told(table)) for table in TABLES.values()], sort_keys=True)
    return "conformed/" + hashlib.sha256(told.encode()).hexdigest()[:12]


def _told(table: Table) -> Iterator[object]:
    yield table.name
    yield str(SHAPES[table.name])
    yield [key_of(table), TOLD_APART_BY.get(table.name)]
    yield [dict(each.get(table.name, {})) for each in (DERIVED, WHERE_EMPTY)]
    yield [[rule.column, rule.broken] for rule in rules_of(table)]
    yield [_column(column) for column in table.columns]


def _column(column: Column) -> list[object]:
    words = column.words
    spellings = [
        [word.code, word.english, word.indonesian, *word.aliases]
        for word in (words.words if words else ())
    ]
    return [column.name, column.kind, column.identifies_person, spellings]
