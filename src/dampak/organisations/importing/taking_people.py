"""Write the people of a list from the desk into the ledger, in big pages."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import ModuleType

import numpy as np
import pyarrow as pa
from django.db import connection
from numpy.typing import NDArray

from dampak.foundation.text import Sentence, gettext_noop
from dampak.organisations.importing.bulk import postgresql, sqlite
from dampak.organisations.importing.bulk.pages import pages_of, rows_in
from dampak.organisations.models import Person, Posting, Unit
from dampak.warehouse.staff.desk import Desk

Tell = Callable[[Sentence, int, int], None]
DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
PERSON, POSTING = Person._meta.db_table, Posting._meta.db_table
ID_BYTES = 9  # as many as `models.new_public_id` draws
ENTERING = gettext_noop("Entering people")
POSTING_THEM = gettext_noop("Posting people to their units")
INDEXING = gettext_noop("Making the indexes")


def take_people(desk: Desk, codes: Sequence[str], *, tell: Tell) -> None:
    """Everything that was worked out for people; the units are there already.

    ``codes`` are those of the units in the order of their numbers on the desk.
    """
    bulk = DIALECTS[connection.vendor]
    ids, paths = _units_by_number(codes)
    with _indexes_later(bulk, tell):
        _enter(bulk, desk, paths, tell)
        _end(bulk, desk)
        _correct(bulk, desk, ids)
        _post(bulk, desk, ids, tell)
        _change(bulk, desk, paths)


def room() -> AbstractContextManager[None]:
    """What the database needs round the transaction in which many rows are written."""
    found: AbstractContextManager[None] = DIALECTS[connection.vendor].room()
    return found


def _units_by_number(codes: Sequence[str]) -> tuple[pa.Array, pa.Array]:
    """The id and the path of the unit with each number."""
    there = {code: (pk, path) for pk, code, path in Unit.objects.values_list("pk", "code", "path")}
    found = [there[code] for code in codes]
    return (
        pa.array([pk for pk, _ in found], pa.int64()),
        pa.array([path for _, path in found], pa.string()),
    )


@contextmanager
def _indexes_later(bulk: ModuleType, tell: Tell) -> Iterator[None]:
    """Into empty tables without indexes, which are made at the end; into others with them."""
    if Person.objects.exists() or Posting.objects.exists():
        yield
        return
    with bulk.without_indexes([PERSON, POSTING]):
        yield
        tell(Sentence(INDEXING), 0, 1)
    tell(Sentence(INDEXING), 1, 1)


def _enter(bulk: ModuleType, desk: Desk, paths: pa.Array, tell: Tell) -> None:
    """New people, with names of chance in the order of their keys: the order tells nothing."""
    of, done = rows_in(desk.outcome("persons")), 0
    if not of:
        return
    public = _public_ids(of)
    for page in pages_of(desk.outcome("persons")):
        columns = dict(zip(page.schema.names, page.columns, strict=True))
        bulk.insert(
            PERSON,
            pa.record_batch(
                {
                    "id": columns["id"],
                    "public_id": pa.array(public[done : done + page.num_rows].astype("U")),
                    "name": columns["name"],
                    "nip_key": columns["key"].cast(pa.binary(32)),
                    "nip_masked": columns["masked"],
                    "employment": columns["employment"],
                    "rank": columns["rank"],
                    "education": columns["education"],
                    "status": columns["status"],
                    "unit_path": _taken(paths, columns["unit"]).fill_null(""),
                    "email": _empty(page.num_rows),
                    "phone": _empty(page.num_rows),
                }
            ),
        )
        done += page.num_rows
        tell(Sentence(ENTERING), done, of)
    bulk.after_insert(PERSON)


def _public_ids(count: int) -> NDArray[np.bytes_]:
    """So many names of chance, sorted: an index takes them one behind the other."""
    drawn = urlsafe_b64encode(secrets.token_bytes(ID_BYTES * count))
    return np.sort(np.frombuffer(drawn, f"S{len(drawn) // count}"))


def _post(bulk: ModuleType, desk: Desk, ids: pa.Array, tell: Tell) -> None:
    of, done = rows_in(desk.outcome("postings")), 0
    for page in pages_of(desk.outcome("postings")):
        columns = dict(zip(page.schema.names, page.columns, strict=True))
        placed = {"person_id": columns["person"], **_posting(columns, ids)}
        bulk.insert(POSTING, pa.record_batch(placed))
        done += page.num_rows
        tell(Sentence(POSTING_THEM), done, of)


def _end(bulk: ModuleType, desk: Desk) -> None:
    for page in pages_of(desk.outcome("ends")):
        bulk.update(POSTING, page.rename_columns(["id", "valid_to"]))
    for page in pages_of(desk.outcome("leaving")):
        gone = pa.record_batch({"id": page.column(0), "unit_path": _empty(page.num_rows)})
        bulk.update(PERSON, gone)


def _correct(bulk: ModuleType, desk: Desk, ids: pa.Array) -> None:
    for page in pages_of(desk.outcome("corrected")):
        columns = dict(zip(page.schema.names, page.columns, strict=True))
        bulk.update(POSTING, pa.record_batch({"id": columns["id"], **_posting(columns, ids)}))


def _change(bulk: ModuleType, desk: Desk, paths: pa.Array) -> None:
    fields = ("id", "name", "employment", "rank", "education", "status")
    for page in pages_of(desk.outcome("changes")):
        columns = dict(zip(page.schema.names, page.columns, strict=True))
        path = _taken(paths, columns["unit"]).fill_null("")
        told = {name: columns[name] for name in fields}
        bulk.update(PERSON, pa.record_batch({**told, "unit_path": path}))


def _posting(columns: dict[str, pa.Array], ids: pa.Array) -> dict[str, pa.Array]:
    """The fields of a posting, under the names of its table."""
    return {
        "unit_id": _taken(ids, columns["unit"]),
        "position": columns["position"],
        "position_kind": columns["kind"],
        "employment": columns["employment"],
        "rank": columns["rank"],
        "supervisor_id": columns["boss"],
        "valid_from": columns["from_on"],
        "valid_to": columns["to_on"],
    }


def _taken(values: pa.Array, places: pa.Array) -> pa.Array:
    return values.take(places)


def _empty(rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(""), rows)
