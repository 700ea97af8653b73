"""Many small parts of a month, and rows that are dead, become one part: an ordinary publication."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa

from dampak.warehouse.conformed.shape import TEXT
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.reading import ROW, living_rows
from dampak.warehouse.parts.tables import key_columns
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.bringing_in import Terms, write_rows
from dampak.warehouse.store.building import journal_of, refuse_other_terms, take_up_numbers
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import writing
from dampak.warehouse.store.publishing import publish
from dampak.warehouse.store.standing import Standing, standing_of
from dampak.warehouse.store.trouble import told_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowded:
    """A month of a table whose rows lie in several ``parts``, from old to new, or are dead."""

    table: str
    month: date
    parts: tuple[Part, ...]

    @property
    def living(self) -> int:
        """How many rows are counted, and stay."""
        return sum(part.living for part in self.parts)

    @property
    def dead_rows(self) -> int:
        """How many rows a later delivery replaced, and go."""
        return sum(part.dead_rows for part in self.parts)


Told = Callable[[Crowded, int, int], None]  # a month that is begun, how many are done, of how many


def compact(
    store: Store,
    terms: Terms,
    *,
    at: datetime,
    by: str,
    recount: bool = False,
    wait: bool = False,
    told: Told = lambda _month, _done, _of: None,
) -> Snapshot | None:
    """Write every month anew that lies in several parts or holds dead rows, and serve the result.

    What the tables hold, and so the snapshot's id, stays as it was. With ``recount`` all months are
    written anew and counted by the definitions of ``terms``. Can be broken off, by an exception
    that ``told`` raises too, and goes on like a build. Returns what is served then; None before the
    first publication. Raises as `build` does.
    """
    with told_in_words(store.home), writing(store.home, wait=wait), store.tidy():
        served = store.manifests.served()
        if served is None:
            return None
        marks = terms.counting.marks if recount else served.get("marks")
        refuse_other_terms(store, {**served, "marks": marks}, terms)
        standing = standing_of(served)
        take_up_numbers(store, standing, terms)
        journal = journal_of(store, served, terms, "compact")
        crowded = crowded_months(standing.parts.values(), everything=recount)
        for done, each in enumerate(crowded):
            told(each, done, len(crowded))
            files = [part.file for part in each.parts]
            outcome = journal.next_step(each.table, str(each.month), *files)
            if outcome is None:
                outcome = _as_one(store, standing, terms, each.parts)
                journal.finish(outcome)
            standing.add(outcome)
            take_up_numbers(store, standing, terms)
        if not crowded:
            return store.snapshot(served["number"])
        return publish(store, standing, terms, served, at=at, by=by, keeps_id=True)


def crowded_months(parts: Iterable[Part], *, everything: bool = False) -> list[Crowded]:
    """The months whose rows do not lie together, or ``everything``."""
    in_order = sorted(parts, key=lambda part: (part.table, part.month, part.number))
    months = [
        Crowded(table=table, month=month, parts=tuple(some))
        for (table, month), some in groupby(in_order, key=lambda part: (part.table, part.month))
    ]
    return [each for each in months if everything or len(each.parts) > 1 or each.dead_rows]


def _as_one(
    store: Store, standing: Standing, terms: Terms, parts: Sequence[Part]
) -> dict[str, Any]:
    first, latest = parts[0], parts[-1]
    empty = Part(
        table=first.table,
        month=first.month,
        number=latest.number,
        rows=0,
        bytes=0,
        file="",
        keys="",
    )
    living = any(part.living for part in parts)
    written = [write_rows(store, terms, _together(store, parts), empty)] if living else []
    numbers = terms.counting.numbers()
    return {
        "emptied": None,
        "gone": [part.file for part in parts],
        "parts": [part.as_json() for part in written],
        "tables": {},
        "files": [],
        "more_rejects": [],
        "numbers": standing.numbers if numbers is None else store.put_table(numbers),
    }


def _together(store: Store, parts: Sequence[Part]) -> pa.Table:
    """All living rows, words as dictionaries: a month of a nation then fits into memory."""
    blocks = [
        _in_dictionaries(part.table, rows.drop_columns([ROW]))
        for part in parts
        for rows in living_rows(part, store.objects)
    ]
    return pa.concat_tables(blocks).unify_dictionaries()


def _in_dictionaries(table: str, rows: pa.Table) -> pa.Table:
    for at, name in enumerate(rows.column_names):
        if rows.column(at).type == TEXT and name != key_columns(table)[0]:
            rows = rows.set_column(at, name, rows.column(at).dictionary_encode())
    return rows
