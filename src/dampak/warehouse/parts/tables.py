"""Which tables lie in parts, and what is asked of their columns."""

from collections.abc import Mapping

import pyarrow as pa

from dampak.datapack.tables import TABLES
from dampak.warehouse.conformed.repeats import TOLD_APART_BY, key_of
from dampak.warehouse.conformed.shape import DAY, MOMENT, SHAPES, SOURCE, TEXT

# What happens day after day. The other tables describe a country and are small: they stay whole.
DATED_BY: Mapping[str, str] = {
    "service_requests": "received_at",
    "complaints": "received_on",
    "satisfaction": "answered_on",
    "accuracy_checks": "checked_on",
    "training": "started_on",
}
MARK = "~"  # begins the names of columns that only counting reads


def lies_in_parts(table: str) -> bool:
    """Whether a delivery adds to the table; otherwise it takes the place of all its rows."""
    return table in DATED_BY


def content_of(table: str) -> tuple[str, ...]:
    """The columns that say what happened, without those that say where it was read."""
    return tuple(name for name in SHAPES[table].names if name not in SOURCE)


def key_columns(table: str) -> tuple[str, ...]:
    """The columns in which two rows agree that are the same thing; all where there is no key."""
    return key_of(TABLES[table]) or content_of(table)


def told_apart_by(table: str) -> str | None:
    """The column that must be filled before two rows can be taken for the same thing."""
    return TOLD_APART_BY.get(table)


def days_and_moments(table: str) -> tuple[str, ...]:
    """The columns that hold days or moments."""
    return tuple(field.name for field in SHAPES[table] if field.type in (DAY, MOMENT))


def written_out(table: str, rows: pa.Table) -> pa.Table:
    """The rows with every text as text, also where whole numbers stand for it."""
    for at, field in enumerate(rows.schema):
        if stands_for_text(table, field):
            rows = rows.set_column(at, field.name, rows.column(at).cast(TEXT))
    return rows


def stands_for_text(table: str, field: pa.Field) -> bool:
    """Whether a column holds whole numbers where the table has texts."""
    shape = SHAPES[table]
    is_text = field.name in shape.names and shape.field(field.name).type == TEXT
    return bool(is_text and pa.types.is_integer(field.type))


def is_mark(name: str) -> bool:
    """Whether a column is one of those that only counting reads."""
    return name.startswith(MARK)
