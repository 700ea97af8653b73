"""The same thing reported twice: counted once, by the word of its last row."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from dampak.datapack.columns import Table
from dampak.warehouse.conformed.parsing.parser import quoted
from dampak.warehouse.conformed.typed import Typed

# Rows of these tables can be told apart by one column only. Where it is empty, two rows that look
# alike are two things: two citizens may give the same answers on one day.
TOLD_APART_BY = {
    "satisfaction": "response_id",
    "accuracy_checks": "record_id",
    "waves": "person_key",
}
# Questionnaires are often numbered anew in every unit and on every day.
KEYS = {"satisfaction": ("response_id", "unit_code", "answered_on")}
ALIKE = "alike"
LAST_BITS = (1 << 20) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A row that gives way to another: it says the same (``is_duplicate``) or something older."""

    row_id: int
    instead: int
    is_duplicate: bool


def key_of(table: Table) -> tuple[str, ...]:
    """The fields that make two rows the same thing; none when only whole rows can be compared."""
    return KEYS.get(table.name, table.key)


def repeats(typed: Typed) -> Iterator[Repeat]:
    """Rows of ``typed`` outside ``refused`` that repeat another, or are replaced by a later one.

    Rows with one key and the same values are one row, the first, and its duplicates. Where rows
    with one key have several values, those of the last row count and the others are superseded.
    """
    content = ", ".join(quoted(name) for name in typed.fields)
    key = ", ".join(quoted(name) for name in key_of(typed.table)) or content
    alike = _rows_alike(typed.connection, typed.table, key)
    if not alike.size:
        return
    typed.show_some(ALIKE, alike)
    rows = typed.connection.execute(f"""
        WITH good AS (
            SELECT row_id, row({key}) AS key, row({content}) AS content FROM {ALIKE}
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


def _rows_alike(connection: duckdb.DuckDBPyConnection, table: Table, key: str) -> NDArray[np.int64]:
    """The rows outside ``refused`` whose key has the same hash as that of another: a few too many.

    Sorting hashes is far cheaper than comparing keys, and few rows have to be compared after it.
    """
    alone = TOLD_APART_BY.get(table.name)
    told_apart = f"WHERE {quoted(alone)} IS NOT NULL" if alone else ""
    hashes = connection.sql(f"SELECT row_id, hash({key}) AS said FROM typed {told_apart}")
    rows = hashes.to_arrow_table()
    row_ids, said = np.asarray(rows["row_id"]), np.asarray(rows["said"])
    refused = connection.sql("SELECT row_id FROM refused").to_arrow_table()["row_id"]
    is_good = ~np.isin(row_ids, np.asarray(refused), kind="table")
    row_ids, said = row_ids[is_good], said[is_good]
    in_order = np.sort(said)
    again = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    if not again.size:
        return row_ids[:0]
    # few rows end in the same bits as one of these, and only those are looked for among them
    may_be = np.zeros(LAST_BITS + 1, bool)
    may_be[again & np.uint64(LAST_BITS)] = True
    asked = np.flatnonzero(may_be[said & np.uint64(LAST_BITS)])
    place = np.minimum(np.searchsorted(again, said[asked]), again.size - 1)
    alike: NDArray[np.int64] = row_ids[asked[again[place] == said[asked]]]
    return alike
