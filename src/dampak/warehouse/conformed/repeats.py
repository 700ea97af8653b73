"""The same thing reported twice: counted once, by the word of its last row."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from dampak.datapack.columns import Table
from dampak.warehouse.conformed.parsing.parser import quoted

# Rows of these tables can be told apart by one column only. Where it is empty, two rows that look
# alike are two things: two citizens may give the same answers on one day.
TOLD_APART_BY = {
    "satisfaction": "response_id",
    "accuracy_checks": "record_id",
    "waves": "person_key",
}
# Questionnaires are often numbered anew in every unit and on every day.
KEYS = {"satisfaction": ("response_id", "unit_code", "answered_on")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A row that gives way to another: it says the same (``is_duplicate``) or something older."""

    row_id: int
    instead: int
    is_duplicate: bool


def key_of(table: Table) -> tuple[str, ...]:
    """The fields that make two rows the same thing; none when only whole rows can be compared."""
    return KEYS.get(table.name, table.key)


def repeats(
    connection: duckdb.DuckDBPyConnection, table: Table, fields: tuple[str, ...]
) -> Iterator[Repeat]:
    """Rows of ``typed`` outside ``refused`` that repeat another, or are replaced by a later one.

    Rows with one key and the same values are one row, the first, and its duplicates. Where rows
    with one key have several values, those of the last row count and the others are superseded.
    """
    content = ", ".join(quoted(name) for name in fields)
    key = ", ".join(quoted(name) for name in key_of(table)) or content
    alone = TOLD_APART_BY.get(table.name)
    told_apart = f"AND {quoted(alone)} IS NOT NULL" if alone else ""
    rows = connection.execute(f"""
        WITH good AS (
            SELECT row_id, row({key}) AS key, row({content}) AS content FROM typed
            WHERE row_id NOT IN (SELECT row_id FROM refused) {told_apart}
        ),
        often AS (SELECT key FROM good GROUP BY key HAVING count(*) > 1),
        said AS (
            SELECT key, content, min(row_id) AS first_id, max(row_id) AS last_id
            FROM good SEMI JOIN often USING (key) GROUP BY key, content
        ),
        spoken AS (
            SELECT key, max(last_id) AS last_id, arg_max(first_id, last_id) AS kept_id
            FROM said GROUP BY key
        )
        SELECT good.row_id, first_id, TRUE FROM good JOIN said USING (key, content)
        WHERE good.row_id <> first_id
        UNION ALL
        SELECT first_id, spoken.last_id, FALSE FROM said JOIN spoken USING (key)
        WHERE first_id <> kept_id
        ORDER BY 1
    """).fetchall()
    for row_id, instead, is_duplicate in rows:
        yield Repeat(row_id=row_id, instead=instead, is_duplicate=is_duplicate)
