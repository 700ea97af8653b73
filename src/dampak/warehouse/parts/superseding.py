"""A row that comes again: the later one counts, wherever the earlier one lies."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.parsing.parser import quoted, text_literal
from dampak.warehouse.conformed.shape import SOURCE
from dampak.warehouse.conformed.shaping import SHORT
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.kept_rejects import REJECTS
from dampak.warehouse.parts.coding import named
from dampak.warehouse.parts.keys import Rows, candidates, keyed_rows
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.reading import ROW, living_rows_with_keys
from dampak.warehouse.parts.tables import content_of, key_columns, written_out

NOWHERE = np.zeros(0, np.int64)
NOTHING = NOWHERE, np.zeros(0, np.uint64)
BEFORE = -1  # the place of every file of an earlier delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file whose rows may be met. ``place``: its place in this delivery, `BEFORE` if earlier."""

    name: str
    sha256: str
    place: int = BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Who gives way to whom when rows arrive.

    ``dropped`` are places among the arriving rows, ``duplicates`` and ``superseded`` their two
    kinds. ``dying`` are places of rows in each part, by its file, and ``dying_of`` counts them by
    ``source_file``. ``rejected`` gives the reason of each, in the columns of `REJECTS`.
    """

    dropped: Rows
    duplicates: int
    superseded: int
    dying: Mapping[str, Rows]
    dying_of: Mapping[str, int]
    rejected: pa.Table


class _Meeting(NamedTuple):
    file: str
    rows: pa.Table  # arriving, kept, is_same, is_later and the two rejections


def repeats_among(
    table: str,
    arriving: pa.Table,
    parts: Sequence[Part],
    *,
    folder: Path,
    files: Sequence[KnownFile],
) -> Repeats:
    """Compare arriving rows, each key once among them, with the living rows of all parts.

    A row that says the same as one that is kept is a duplicate of it and dropped. Otherwise the
    row of the later file counts, within one file the row further down; the other gives way.
    """
    asked, near = _asked(table, arriving, parts)
    keys = arriving.select(key_columns(table)).filter(pa.array(near))
    places, hashes = keyed_rows(table, keys) if asked else NOTHING
    order = np.argsort(hashes)  # of few rows, where numbers name them
    places, hashes = np.flatnonzero(near)[places[order]], hashes[order]
    refuse_damaged(folder / part.keys for part in asked)
    found = [(part, candidates(folder / part.keys, hashes)) for part in asked]
    if not any(len(may.asking) for _, may in found):
        return _repeats(())
    meetings = []
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("files", _files(files))
        for part, may in found:
            asking = written_out(table, _some(arriving, np.sort(places[may.asking])))
            connection.register("arriving", asking)
            for rows in living_rows_with_keys(part, folder, may.groups.tolist(), asking):
                connection.register("kept", rows)
                met = connection.sql(_meetings(table, content_of(table))).to_arrow_table()
                meetings.append(_Meeting(part.file, met))
    return _repeats(meetings)


def _asked(
    table: str, arriving: pa.Table, parts: Sequence[Part]
) -> tuple[list[Part], NDArray[np.bool_]]:
    """The parts that may know the key of an arriving row, and the rows that they may know."""
    numbered = named(table, arriving) if parts else None
    if numbered is None:
        return list(parts), np.ones(arriving.num_rows, bool)
    asked = [part for part in parts if numbered.running.meets(part.running)]
    return asked, numbered.rows_in([part.running for part in asked])


def repeats_between(
    table: str, arriving: pa.Table, kept: pa.Table, *, files: Sequence[KnownFile]
) -> Repeats:
    """The same for a table that lies whole: ``dying`` has the rows of ``kept``, under no name."""
    places, _hashes = keyed_rows(table, arriving)
    coming, staying = _alike(arriving, kept)
    content = tuple(name for name in coming.column_names if name not in SOURCE)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("files", _files(files))
        connection.register("arriving", _some(coming, places))
        connection.register("kept", _some(staying, np.arange(kept.num_rows)))
        met = connection.sql(_meetings(table, content)).to_arrow_table()
    return _repeats([_Meeting("", met)])


def _alike(one: pa.Table, other: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Both with the columns of both; an office may add numbers of its own to a table."""
    both = pa.unify_schemas([one.schema, other.schema])
    first, second = (
        pa.concat_tables([both.empty_table(), rows], promote_options="default")
        for rows in (one, other)
    )
    return first, second


def _some(rows: pa.Table, places: Rows) -> pa.Table:
    """Some rows, with their places."""
    return rows.take(pa.array(places)).append_column(ROW, pa.array(places))


def _repeats(meetings: Sequence[_Meeting]) -> Repeats:
    dropped: list[Rows] = [NOWHERE]
    rejected, dying_of = [REJECTS.empty_table()], Counter[str]()
    dying: dict[str, Rows] = {}
    duplicates = 0
    for file, met in meetings:
        is_same, gives_way = (met.column(name).to_numpy() for name in ("is_same", "gives_way"))
        dropped.append(met.column("arriving_row").to_numpy()[gives_way])
        duplicates += int(is_same.sum())
        dies = met.filter(pa.array(~gives_way))
        if dies.num_rows:
            told = dying.get(file, NOWHERE)
            dying[file] = np.union1d(told, dies.column("kept_row").to_numpy())
            dying_of.update(dies.column("source_file").to_pylist())
        rejected.append(met.select(REJECTS.names).cast(REJECTS))
    away = np.unique(np.concatenate(dropped))
    return Repeats(
        dropped=away,
        duplicates=duplicates,
        superseded=len(away) - duplicates,
        dying=dying,
        dying_of=dying_of,
        rejected=pa.concat_tables(rejected),
    )


def _files(files: Sequence[KnownFile]) -> pa.Table:
    return pa.table(
        {
            "source_file": pa.array([file.sha256[:SHORT] for file in files], pa.string()),
            "name": pa.array([file.name for file in files], pa.string()),
            "told": pa.array([json.dumps(file.name, ensure_ascii=False) for file in files]),
            "place": pa.array([file.place for file in files], pa.int64()),
        }
    )


def _meetings(table: str, content: Sequence[str]) -> str:
    """SQL: one row for each key that arrives and is kept already."""
    one_key = _agreeing(key_columns(table))
    one_content = _agreeing(content)
    key = json.dumps(", ".join(key_columns(table)), ensure_ascii=False).replace("'", "''")
    return f"""
        WITH met AS (
            SELECT arriving."{ROW}" AS arriving_row, kept."{ROW}" AS kept_row,
                   arriving.source_row AS arriving_number, kept.source_row AS kept_number,
                   kept.source_file AS source_file, its AS arriving_file, old AS kept_file,
                   {one_content} AS is_same,
                   row(its.place, arriving.source_row) > row(old.place, kept.source_row)
                       AS is_later
            FROM arriving
            JOIN kept ON {one_key}
            JOIN files AS its ON its.source_file = arriving.source_file
            JOIN files AS old ON old.source_file = kept.source_file
        ),
        decided AS (
            SELECT *, is_same OR NOT is_later AS gives_way,
                   CASE WHEN gives_way THEN arriving_file ELSE kept_file END AS loser,
                   CASE WHEN gives_way THEN arriving_number ELSE kept_number END AS row_number,
                   CASE WHEN gives_way THEN kept_file ELSE arriving_file END AS winner,
                   CASE WHEN gives_way THEN kept_number ELSE arriving_number END AS winner_number
            FROM met
        )
        SELECT arriving_row, kept_row, source_file, is_same, gives_way, loser.name AS file,
               '{table}' AS "table", row_number, '' AS "column", '' AS "value",
               CASE WHEN is_same THEN {text_literal(reasons.DUPLICATE)}
                    ELSE {text_literal(reasons.SUPERSEDED)} END AS message,
               '{{"file": ' || winner.told
                   || CASE WHEN is_same THEN '' ELSE ', "key": {key}' END
                   || ', "row": "' || winner_number || '"}}' AS "values"
        FROM decided ORDER BY arriving_row
    """  # nosec B608 - names and expressions of our own tables, values are bound


def _agreeing(names: Sequence[str]) -> str:
    return " AND ".join(
        f"arriving.{quoted(name)} IS NOT DISTINCT FROM kept.{quoted(name)}" for name in names
    )
