"""One piece becomes a part: rows that came before give way, the rest is written and counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import Account
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.parts.keys import Rows, keyed_rows, write_keys
from dampak.warehouse.parts.layout import laid_out, write_part
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.piece import Piece
from dampak.warehouse.parts.promised import DeliveredFile
from dampak.warehouse.parts.reading import as_they_lie, dead_rows, dead_table
from dampak.warehouse.parts.superseding import Repeats, repeats_among, repeats_between
from dampak.warehouse.parts.tables import lies_in_parts
from dampak.warehouse.sentences import as_json
from dampak.warehouse.store.counting import Counting, Uncounted
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.objects import put_bytes
from dampak.warehouse.store.standing import Input, Standing

NOT_COUNTED = Uncounted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for all parts of a home.

    ``rules`` is the version of the rules that conformed the rows, ``zone`` the clock of the units;
    ``units`` are their codes in the order of the tree, each node before what is below it.
    """

    rules: str
    zone: str
    calendar: Calendar
    units: Sequence[str] = field(repr=False)
    counting: Counting = field(default=NOT_COUNTED, repr=False)


def bring_in(
    store: Store, standing: Standing, terms: Terms, file: DeliveredFile, piece: Piece
) -> dict[str, Any]:
    """Bring a piece to the disk; returns what that changes, as the journal keeps it."""
    _add_up(piece)
    entry = standing.inputs.get((file.sha256, piece.table)) or _entry(file, piece.table)
    standing.inputs[file.sha256, piece.table] = entry
    if lies_in_parts(piece.table):
        repeats, named = _bring_part(store, standing, terms, piece)
    else:
        repeats, named = _bring_whole(store, standing, piece)
    rejected = pa.concat_tables([piece.rejected, repeats.rejected])
    numbers = terms.counting.numbers()
    return {
        "emptied": None,
        "gone": [],
        "parts": [],
        "tables": {},
        **named,
        "files": _entries(standing, piece, repeats),
        "more_rejects": [[piece.table, store.put_table(rejected)]] if rejected.num_rows else [],
        "numbers": None if numbers is None else store.put_table(numbers),
    }


def write_rows(store: Store, terms: Terms, rows: pa.Table, part: Part) -> Part:
    """Lay out, write and count the rows of a part; returns it with the names of its files."""
    keyed, hashes = keyed_rows(part.table, rows)
    laid = laid_out(part.table, terms.counting.marked(part.table, rows), terms.units)
    put = partial(store.disk.put_object, store.objects)
    path = put("parquet", lambda sink: write_part(sink, part.table, laid.rows))
    keys = put("keys", lambda sink: write_keys(sink, laid.places[keyed], hashes))
    return replace(
        part,
        rows=laid.rows.num_rows,
        bytes=path.stat().st_size,
        file=path.name,
        keys=keys.name,
        codings=laid.codings,
        running=laid.running,
        first_on=laid.first_on,
        last_on=laid.last_on,
        tally=_tally(store, terms, part.table, laid.rows),
    )


def _bring_part(
    store: Store, standing: Standing, terms: Terms, piece: Piece
) -> tuple[Repeats, dict[str, Any]]:
    parts = standing.parts_of(piece.table)
    files = standing.known_files(piece.table)
    repeats = repeats_among(piece.table, piece.rows, parts, folder=store.objects, files=files)
    changed = [
        _with_dead(store, terms, standing.parts[name], dying)
        for name, dying in repeats.dying.items()
    ]
    rows = _without(piece.rows, repeats.dropped)
    if rows.num_rows:
        if piece.month is None:
            raise AssertionError(f"Rows of {piece.table} without a month were not set aside.")
        empty = Part(
            table=piece.table,
            month=piece.month,
            number=standing.next_number(),
            rows=0,
            bytes=0,
            file="",
            keys="",
        )
        changed.append(write_rows(store, terms, rows, empty))
    return repeats, {"parts": [part.as_json() for part in changed]}


def _bring_whole(store: Store, standing: Standing, piece: Piece) -> tuple[Repeats, dict[str, Any]]:
    """The first file of a delivery takes the place of the table, the others come to it."""
    is_first = piece.table not in standing.emptied
    kept = piece.rows.slice(0, 0)
    if not is_first:
        path = store.objects / f"{standing.tables[piece.table]}.parquet"
        refuse_damaged([path])
        kept = pq.ParquetFile(path).read()
    files = standing.known_files(piece.table)
    repeats = repeats_between(piece.table, piece.rows, kept, files=files)
    staying = _without(kept, repeats.dying.get("", np.zeros(0, np.int64)))
    coming = _without(piece.rows, repeats.dropped)
    rows = pa.concat_tables([staying, coming], promote_options="default")
    return repeats, {
        "emptied": piece.table if is_first else None,
        "tables": {piece.table: store.put_table(rows)},
    }


def _with_dead(store: Store, terms: Terms, part: Part, dying: Rows) -> Part:
    """The part, with more of its rows dead: they are listed and taken away, never rewritten."""
    dead = np.union1d(dead_rows(part, store.objects), dying)
    taken_away = None
    if part.tally is not None:
        columns = terms.counting.columns_counted(part.table)
        rows = as_they_lie(part, store.objects, dead, columns=columns)
        taken_away = _tally(store, terms, part.table, rows)
    return replace(
        part,
        dead=f"{store.put_table(dead_table(dead))}.parquet",
        dead_rows=len(dead),
        dead_tally=taken_away,
    )


def _tally(store: Store, terms: Terms, table: str, rows: pa.Table) -> str | None:
    data = terms.counting.tallied(table, rows)
    return None if data is None else put_bytes(store.objects, "tally", data, store.disk)


def _without(rows: pa.Table, places: Rows) -> pa.Table:
    if not len(places):
        return rows
    stays = np.ones(rows.num_rows, bool)
    stays[places] = False
    return rows.filter(pa.array(stays))


def _entries(standing: Standing, piece: Piece, repeats: Repeats) -> list[Input]:
    """The accounts of all files that this piece changes; the file's own comes first."""
    own = dict(standing.inputs[piece.source, piece.table])
    account, dropped = piece.account, len(repeats.dropped)
    own["rows_in"] += account.records_in
    own["rows_kept"] += account.kept - dropped
    own["rows_set_aside"] += account.set_aside + dropped
    own["rows_duplicate"] += account.duplicates + repeats.duplicates
    changed = {piece.source: own}
    for source_file, rows in repeats.dying_of.items():
        sha256 = standing.input_of(source_file, piece.table)["sha256"]
        entry = changed.setdefault(sha256, dict(standing.inputs[sha256, piece.table]))
        entry["rows_kept"] -= rows
        entry["rows_set_aside"] += rows
    return list(changed.values())


def _entry(file: DeliveredFile, table: str) -> Input:
    return {
        "file": file.name,
        "table": table,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "encoding": file.encoding,
        "rows_in": 0,
        "rows_kept": 0,
        "rows_set_aside": 0,
        "rows_duplicate": 0,
        "notices": [as_json(notice) for notice in file.notices],
    }


def account_of(entry: Input) -> Account:
    """The account of a file so far."""
    return Account(
        file=entry["file"],
        table=entry["table"],
        sha256=entry["sha256"],
        records_in=entry["rows_in"],
        kept=entry["rows_kept"],
        set_aside=entry["rows_set_aside"],
        duplicates=entry["rows_duplicate"],
    )


def _add_up(piece: Piece) -> None:
    if piece.rows.num_rows != piece.account.kept:
        raise AssertionError(f"{piece.account.file}: rows were lost or doubled: {piece.account!r}")
