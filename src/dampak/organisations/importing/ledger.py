"""What is known now, laid out in columns for the desk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Max

from dampak.organisations.models import Identifier, Person, Posting, Unit
from dampak.organisations.paths import is_within
from dampak.organisations.restricting import restricted_people
from dampak.warehouse.staff.desk import FORMER, PERSONS, POSTINGS, Desk
from dampak.warehouse.staff.numbers import SHORT_BYTES
from dampak.warehouse.staff.people import Roll
from dampak.warehouse.staff.units import KnownUnit, UnitsRead, parents_first

AT_ONCE = 50_000
PERSON_FIELDS = (
    *("pk", "nip_key", "nip_masked", "name", "employment", "rank", "education", "status"),
    "unit_path",
)
POSTING_FIELDS = (
    *("pk", "person_id", "unit_id", "position", "position_kind", "employment", "rank"),
    *("supervisor_id", "valid_from", "valid_to"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNow:
    """A unit as the ledger has it."""

    pk: int
    code: str
    path: str
    parent: int | None
    ended_on: date | None


def units_now() -> dict[str, UnitNow]:
    """All units by code, in the order of their ids."""
    rows = Unit.objects.order_by("pk").values_list("pk", "code", "path", "parent_id", "ended_on")
    return {
        code: UnitNow(pk=pk, code=code, path=path, parent=parent, ended_on=ended_on)
        for pk, code, path, parent, ended_on in rows.iterator(chunk_size=AT_ONCE)
    }


def known_units(units: dict[str, UnitNow], paths: Sequence[str] | None) -> dict[str, KnownUnit]:
    """The units as the rules of a list need them."""
    code_of = {unit.pk: unit.code for unit in units.values()}
    return {
        unit.code: KnownUnit(
            code=unit.code,
            parent_code=code_of[unit.parent] if unit.parent else "",
            ended_on=unit.ended_on,
            is_ours=is_ours(unit.path, paths),
        )
        for unit in units.values()
    }


def is_ours(path: str, paths: Sequence[str] | None) -> bool:
    """Whether a place in the tree lies in the parts that the sender may fill."""
    return paths is None or any(is_within(path, top) for top in paths)


def codes_of(units: dict[str, UnitNow], read: UnitsRead) -> list[str]:
    """All codes, those known first: the place of a unit in this list is its number on the desk."""
    return [*units, *(code for code in parents_first(read) if code not in units)]


def roll_of(units: dict[str, KnownUnit], read: UnitsRead, codes: Sequence[str]) -> Roll:
    """The units in which people of the list may be."""
    ended = [
        read.last(code).valid_to or units_ended(units, code)
        if code in read.rows
        else units_ended(units, code)
        for code in codes
    ]
    return Roll(
        codes=pa.array(codes, pa.string()),
        ended_on=np.array(ended, dtype="datetime64[D]"),
        is_ours=np.array([code not in units or units[code].is_ours for code in codes], bool),
    )


def units_ended(units: dict[str, KnownUnit], code: str) -> date | None:
    """The last day of a known unit, if it has ended."""
    return units[code].ended_on if code in units else None


def lay_out(desk: Desk, units: dict[str, UnitNow], paths: Sequence[str] | None, *, on: date) -> int:
    """Write down who is known and where; returns the highest id of a person.

    ``on`` is the day on which it matters whose data are restricted.
    """
    place = {unit.pk: number for number, unit in enumerate(units.values())}
    _write(desk.known("persons"), PERSONS, _persons(paths, on=on))
    _write(desk.known("postings"), POSTINGS, _postings(place))
    former = Identifier.objects.values_list("nip_key", flat=True).iterator(chunk_size=AT_ONCE)
    _write(desk.known("former"), FORMER, ((_short(bytes(key)),) for key in former))
    return Person.objects.aggregate(last=Max("pk"))["last"] or 0


def _persons(paths: Sequence[str] | None, *, on: date) -> Iterator[tuple[Any, ...]]:
    restricted = frozenset(restricted_people(on=on))
    rows = Person.objects.order_by("pk").values_list(*PERSON_FIELDS)
    for pk, key, *told, path in rows.iterator(chunk_size=AT_ONCE):
        bare = bytes(key)
        yield pk, bare, _short(bare), *told, not path or is_ours(path, paths), pk in restricted


def _postings(place: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    rows = Posting.objects.order_by("pk").values_list(*POSTING_FIELDS)
    for pk, person, unit, *told in rows.iterator(chunk_size=AT_ONCE):
        yield pk, person, place[unit], *told


def _short(key: bytes) -> Decimal:
    return Decimal(int.from_bytes(key[:SHORT_BYTES]))


def _write(path: Path, schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        while some := list(islice(rows, AT_ONCE)):
            columns = zip(*some, strict=True)
            arrays = [
                pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
