"""The same thing reported twice: counted once, by the word of its last row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.datapack.columns import Table
from dampak.warehouse.conformed.parsing.parser import quoted
from dampak.warehouse.conformed.shaping import content_of
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


RowIds = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Rows that give way to another, ``instead``: they say the same, or something older.

    All of shape (n_rows,); ``row_ids`` ascend.
    """

    row_ids: RowIds
    instead: RowIds
    is_duplicate: NDArray[np.bool_]


def key_of(table: Table) -> tuple[str, ...]:
    """The fields that make two rows the same thing; none when only whole rows can be compared."""
    return KEYS.get(table.name, table.key)


def repeats(typed: Typed) -> Repeats:
    """Rows of ``typed`` outside ``refused`` that repeat another, or are replaced by a later one.

    Row after row, as they came: one that says what is said under its key already is a duplicate of
    the row that said it; one that says something else takes its place. They say the same where the
    table would hold the same: what no column of it keeps is not compared. First within each file
    and then from file to file, so that it does not matter in how many deliveries the files come.
    """
    content = ", ".join(content_of(typed))
    key = ", ".join(quoted(name) for name in key_of(typed.table)) or content
    alike = _rows_alike(typed, key)
    if not alike.size:
        return _together([])
    typed.show_some(ALIKE, alike)
    found = typed.connection.execute(f"""
        SELECT row_id, file_index, min(row_id) OVER (PARTITION BY {key}) AS thing,
               min(row_id) OVER (PARTITION BY {key}, {content}) AS said
        FROM {ALIKE} ORDER BY thing, row_id
    """).fetchnumpy()  # nosec B608 - names and expressions of our own tables, values are bound
    row_ids, files, things, said = (
        np.asarray(found[name]) for name in ("row_id", "file_index", "thing", "said")
    )
    in_files, stays = _giving_way(row_ids, said, (things, files))
    between_files, _ = _giving_way(row_ids[stays], said[stays], (things[stays],))
    return _together([in_files, between_files])


def _giving_way(
    row_ids: RowIds, said: RowIds, groups: Sequence[RowIds]
) -> tuple[Repeats, NDArray[np.bool_]]:
    """Who gives way among the rows of each group, and which rows stay; groups lie together."""
    goes_on = np.ones(row_ids.size, bool)  # the row is of the same group as the one before
    goes_on[:1] = False
    for group in groups:
        goes_on[1:] &= group[1:] == group[:-1]
    is_duplicate = goes_on.copy()
    is_duplicate[1:] &= said[1:] == said[:-1]
    spoken = np.flatnonzero(~is_duplicate)  # the first of some rows that say the same
    is_replaced = np.zeros(row_ids.size, bool)
    is_replaced[spoken[:-1]] = goes_on[spoken[1:]]
    instead = np.empty_like(row_ids)
    instead[spoken[:-1]] = row_ids[spoken[1:]]
    instead[is_duplicate] = row_ids[spoken[np.cumsum(~is_duplicate) - 1]][is_duplicate]
    away = is_duplicate | is_replaced
    return Repeats(
        row_ids=row_ids[away], instead=instead[away], is_duplicate=is_duplicate[away]
    ), ~away


def _together(repeats: Sequence[Repeats]) -> Repeats:
    """All of them, in the order of the rows."""
    nothing = np.zeros(0, np.int64)
    row_ids = np.concatenate([nothing, *(each.row_ids for each in repeats)])
    order = np.argsort(row_ids)
    return Repeats(
        row_ids=row_ids[order],
        instead=np.concatenate([nothing, *(each.instead for each in repeats)])[order],
        is_duplicate=np.concatenate(
            [nothing.astype(bool), *(each.is_duplicate for each in repeats)]
        )[order],
    )


def _rows_alike(typed: Typed, key: str) -> RowIds:
    """The rows outside ``refused`` whose key has the same hash as that of another: a few too many.

    Sorting hashes is far cheaper than comparing keys, and few rows have to be compared after it.
    """
    row_ids, said = _hashes(typed, key)
    refused = typed.connection.sql("SELECT row_id FROM refused").to_arrow_table()["row_id"]
    is_good = np.ones(typed.cells.num_rows, bool)
    is_good[np.asarray(refused)] = False
    row_ids, said = row_ids[is_good[row_ids]], said[is_good[row_ids]]
    in_order = np.sort(said)
    again = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    if not again.size:
        return row_ids[:0]
    # few rows end in the same bits as one of these, and only those are looked for among them
    may_be = np.zeros(LAST_BITS + 1, bool)
    may_be[again & np.uint64(LAST_BITS)] = True
    asked = np.flatnonzero(may_be[said & np.uint64(LAST_BITS)])
    place = np.minimum(np.searchsorted(again, said[asked]), again.size - 1)
    alike: RowIds = row_ids[asked[again[place] == said[asked]]]
    return alike


def _hashes(typed: Typed, key: str) -> tuple[RowIds, NDArray[np.uint64]]:
    """The rows that have a key, and a number for each: equal where keys are equal."""
    fields = key_of(typed.table)
    lying = typed.lying.get(fields[0]) if len(fields) == 1 else None
    if lying is not None and pa.types.is_integer(typed.cells[lying].type):
        numbers = typed.cells[lying].fill_null(0).to_numpy()  # whoever has no key was refused
        return np.arange(numbers.size), numbers.astype(np.int64, copy=False).view(np.uint64)
    alone = TOLD_APART_BY.get(typed.table.name)
    told_apart = f"WHERE {quoted(alone)} IS NOT NULL" if alone else ""
    rows = typed.connection.sql(
        f"SELECT row_id, hash({key}) AS said FROM typed {told_apart}"  # nosec B608 - names and expressions of our own tables, values are bound
    ).to_arrow_table()
    return np.asarray(rows["row_id"]), np.asarray(rows["said"])
