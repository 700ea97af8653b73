"""A nation's delivery becomes the next snapshot, piece by piece, and goes on where it stopped."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

import pyarrow.parquet as pq

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed import Conformed, refusals_of
from dampak.warehouse.conformed.shape import SHAPES, WORKING_DAYS
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.kept_rejects import rejects_in
from dampak.warehouse.parts.promised import Promised
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.bringing_in import Terms, account_of, bring_in
from dampak.warehouse.store.journal import Journal
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import CannotPublish, writing
from dampak.warehouse.store.manifests import FORMAT_WITH_PARTS
from dampak.warehouse.store.publishing import publish
from dampak.warehouse.store.standing import Standing, standing_of
from dampak.warehouse.store.trouble import told_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A step of a build. ``was_there``: finished before the build was broken off last time."""

    file: str
    table: str
    month: date | None
    rows: int
    was_there: bool


def build(
    store: Store,
    promised: Iterable[Promised],
    terms: Terms,
    *,
    at: datetime,
    by: str,
    wait: bool = False,
    told: Callable[[Progress], None] = lambda _progress: None,
) -> Snapshot:
    """Add a delivery to what is served, and serve the result.

    A later row takes the place of an earlier one with the same key, wherever that lies. A file
    whose rows are served already is passed over. What is finished is remembered: a build that was
    broken off, by a crash or by an exception that ``told`` raises, goes on where it stopped when it
    is called again with the same files; until it is through, nothing of it is served.

    Raises `CannotPublish` while somebody else publishes (unless told to ``wait``), when the disk
    refuses or when the terms are not those of what is served; `TooManyRefused` when too little of a
    table is left; `CannotRead` when what is served is damaged.
    """
    with told_in_words(store.home), writing(store.home, wait=wait), store.tidy():
        served = store.manifests.served()
        refuse_other_terms(store, served, terms)
        standing = standing_of(served)
        take_up_numbers(store, standing, terms)
        journal = journal_of(store, served, terms)
        brought = [
            _step(store, standing, terms, journal, each, told)
            for each in promised
            if not _is_served(served, each)
        ]
        if not brought:
            return _unchanged(store, served)
        _refuse_great_losses(store, standing, served)
        return publish(store, standing, terms, served, at=at, by=by)


def journal_of(store: Store, served: Mapping[str, Any] | None, terms: Terms, *more: str) -> Journal:
    """The journal of what is built on the served snapshot under these terms."""
    parent = (str(served["number"]), served["id"]) if served else ("0", "")
    units = hashlib.sha256(json.dumps(list(terms.units)).encode()).hexdigest()
    marks = terms.counting.marks
    return Journal(store, *parent, terms.rules, terms.zone, marks, units, *more)


def refuse_other_terms(store: Store, served: Mapping[str, Any] | None, terms: Terms) -> None:
    """Rows of one table must have been conformed and counted alike."""
    if served is None:
        return
    if served["format"] != FORMAT_WITH_PARTS:
        raise CannotPublish(
            Sentence(
                "%(home)s holds tables that were delivered whole, and this delivery would only add "
                "to them. Nothing was changed. Build into a home of its own.",
                {"home": str(store.home)},
            )
        )
    if served["zone"] != terms.zone:
        raise CannotPublish(
            Sentence(
                "The days of what is served are those of %(served)s, those of this delivery of "
                "%(zone)s. Nothing was changed. Build with one clock.",
                {"served": served["zone"], "zone": terms.zone},
            )
        )
    if served["marks"] != terms.counting.marks:
        raise CannotPublish(
            Sentence(
                "What is served was counted by other definitions or another calendar. Nothing was "
                "changed. Build all files anew, into a home of their own."
            )
        )


def take_up_numbers(store: Store, standing: Standing, terms: Terms) -> None:
    """Units and services keep the numbers that they were given before."""
    if standing.numbers:
        path = store.objects / f"{standing.numbers}.parquet"
        refuse_damaged([path])
        terms.counting.take_up(pq.ParquetFile(path).read())


def _step(
    store: Store,
    standing: Standing,
    terms: Terms,
    journal: Journal,
    promised: Promised,
    told: Callable[[Progress], None],
) -> int:
    file = promised.file
    standing.places.setdefault(file.sha256, len(standing.places))
    outcome = journal.next_step(file.sha256, file.name, promised.table, str(promised.month))
    was_there = outcome is not None
    if outcome is None:
        outcome = bring_in(store, standing, terms, file, promised.make())
        journal.finish(outcome)
    standing.add(outcome)
    if was_there:
        take_up_numbers(store, standing, terms)
    rows: int = outcome["files"][0]["rows_in"]
    told(
        Progress(
            file=file.name,
            table=promised.table,
            month=promised.month,
            rows=rows,
            was_there=was_there,
        )
    )
    return rows


def _is_served(served: Mapping[str, Any] | None, promised: Promised) -> bool:
    return served is not None and any(
        (entry["sha256"], entry["table"]) == (promised.file.sha256, promised.table)
        for entry in served["files"]
    )


def _unchanged(store: Store, served: Mapping[str, Any] | None) -> Snapshot:
    if served is None:
        raise CannotPublish(
            Sentence("Nothing was delivered, so there is nothing to publish. Name a file.")
        )
    return store.snapshot(served["number"])


def _refuse_great_losses(
    store: Store, standing: Standing, served: Mapping[str, Any] | None
) -> None:
    """The limits of `conformed.limits`, asked of the files of this delivery.

    Only where they are passed is it read what was set aside.
    """
    entries = [entry for entry in standing.inputs.values() if entry["sha256"] in standing.places]
    delivered = Conformed(
        tables={name: SHAPES[name].empty_table() for name in standing.tables},
        rejected=(),
        rejected_of=(),
        accounts=tuple(account_of(entry) for entry in entries),
        working_days=WORKING_DAYS.empty_table(),
        calendar="",
        zone="",
    )
    if next(refusals_of(delivered), None) is None:
        return
    earlier = served["more_rejects"] if served else []
    files = [name for table, name in standing.more_rejects if [table, name] not in earlier]
    first = [
        row for name in files for row in islice(rejects_in(store.objects / f"{name}.parquet"), 20)
    ]
    raise next(refusals_of(replace(delivered, rejected=tuple(first))))
