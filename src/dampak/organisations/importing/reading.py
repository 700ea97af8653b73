"""From files to what they change: everything is worked out on the desk, nothing is written yet."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dampak.datapack.staff import STAFF, STAFF_TABLES, UNITS_OF_STAFF
from dampak.foundation.text import Sentence, gettext_noop
from dampak.organisations.importing.ledger import (
    UnitNow,
    codes_of,
    known_units,
    lay_out,
    roll_of,
    units_now,
)
from dampak.organisations.nip import keyring
from dampak.organisations.selectors.served import codes_served_elsewhere
from dampak.warehouse.landing.landed_file import Format, LandedFile
from dampak.warehouse.sentences import values_as_text
from dampak.warehouse.staff.derived import names_units, units_named
from dampak.warehouse.staff.desk import Desk, opened_desk
from dampak.warehouse.staff.people import STAGED, Roll, staged
from dampak.warehouse.staff.portions import portions_of
from dampak.warehouse.staff.refused import REFUSED, shown_text
from dampak.warehouse.staff.settling import rows_set_aside, settle
from dampak.warehouse.staff.units import UnitsRead, read_units
from dampak.warehouse.staff.within_the_list import set_aside_within

Tell = Callable[[Sentence, int, int], None]
READING = gettext_noop("Reading the people: %(rows)s rows")
LAYING_OUT = gettext_noop("Looking up who is known")
SETTLING = gettext_noop("Comparing the list with what is known")
STEPS = 4
# Rows of units that others look after, and of people who wish to be left alone: no fault of the
# list.
OF_OTHERS = pa.array(["elsewhere", "posted_elsewhere", "restricted"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be read: the files, the day they speak of, and what the sender may fill.

    Without ``paths`` that is everything. In a complete list whoever is missing has left.
    ``sent_on`` is the day on which it came: whose data are restricted then stays as they are.
    """

    files: tuple[Path, ...]
    on: date
    sent_on: date
    paths: tuple[str, ...] | None = None
    is_complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a list says: its units, the numbers of the units on the desk, and how many of each."""

    units: UnitsRead
    known: dict[str, UnitNow]
    codes: list[str]
    counts: dict[str, int]


def find_out(request: Request, desk: Desk, *, tell: Tell) -> Findings:
    """Read the files and work out what they change; raises `CannotLand` if one is unreadable."""
    _clear(desk)
    known = units_now()
    as_known, refused = known_units(known, request.paths), _Refused(desk)
    read = read_units(
        _units(request, list(known), refused),
        as_known,
        on=request.on,
        is_everything=request.paths is None,
        of_others=codes_served_elsewhere(request.paths),
    )
    refused.add(pa.Table.from_pylist(read.refused, schema=REFUSED))
    codes = codes_of(known, read)
    rows_in = _stage(request, desk, roll_of(as_known, read, codes), refused, tell)
    tell(Sentence(LAYING_OUT), 2, STEPS)
    last_id = lay_out(desk, known, request.paths, on=request.sent_on)
    tell(Sentence(SETTLING), 3, STEPS)
    with opened_desk(desk) as connection:
        set_aside_within(connection)
        counts = settle(
            connection, desk, on=request.on, last_id=last_id, is_complete=request.is_complete
        )
        refused.add(rows_set_aside(connection))
    tell(Sentence(SETTLING), STEPS, STEPS)
    counts |= {"rows": rows_in, **_refused_counts(desk)}
    return Findings(units=read, known=known, codes=codes, counts=counts)


class _Refused:
    """Refused rows, written to the desk as they are found."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._folder, self._number = desk, desk.refused, 0
        self._headers: dict[str, dict[str, str]] = {}
        self.add(REFUSED.empty_table())

    def add(self, rows: pa.Table) -> None:
        self._number += 1
        pq.write_table(rows, self._folder / f"{self._number:05}.parquet")

    def add_unlanded(self, portion: LandedFile, file: int) -> None:
        """Rows that are none, and how the file calls the columns of the others."""
        self.add(_unlanded(portion, file))
        self._headers[f"{file} {portion.table}"] = dict(portion.columns)
        self._desk.headers.write_text(json.dumps(self._headers), encoding="utf-8")


def _clear(desk: Desk) -> None:
    shutil.rmtree(desk.folder, ignore_errors=True)
    for folder in (desk.folder, desk.staged, desk.refused):
        folder.mkdir(parents=True)


def _units(
    request: Request, known: Sequence[str], refused: "_Refused"
) -> Iterator[tuple[int, LandedFile]]:
    """Every table of units; where none came, the units that the rows of people name."""
    came = False
    for number, path in enumerate(request.files):
        for portion in portions_of(path, STAFF_TABLES):
            if portion.table == UNITS_OF_STAFF.name:
                came = True
                refused.add_unlanded(portion, number)
                yield number, portion
            elif portion.format is Format.CSV:
                break  # a text holds one table, and this one is long
    if came:
        return
    for number, path in enumerate(request.files):
        portions = portions_of(path, STAFF_TABLES)
        first = next(portions)
        if names_units(first) and (units := units_named(chain([first], portions), known)):
            yield number, units


def _stage(request: Request, desk: Desk, roll: Roll, refused: _Refused, tell: Tell) -> int:
    """Check the rows of people, each by itself; returns how many there were."""
    ring, rows_in, number = keyring(), 0, 0
    pq.write_table(STAGED.empty_table(), desk.staged / "00000.parquet")
    for file, path in enumerate(request.files):
        for portion in portions_of(path, STAFF_TABLES):
            if portion.table != STAFF.name:
                continue
            found = staged(portion, file=file, roll=roll, on=request.on, keys_of=ring.keys_of)
            number += 1
            pq.write_table(found.rows, desk.staged / f"{number:05}.parquet", compression="zstd")
            refused.add(found.refused)
            refused.add_unlanded(portion, file)
            rows_in += portion.records_in
            tell(Sentence(READING, {"rows": rows_in}), 1, STEPS)
    return rows_in


def _unlanded(portion: LandedFile, file: int) -> pa.Table:
    """Rows that are none, as the landing found; their reasons are whole sentences already."""
    rows = [
        {
            "table": portion.table,
            "file": file,
            "row": each.row_number,
            "column": "",
            "value": shown_text(each.value),
            "reason": each.reason.message,
            "about": values_as_text(each.reason),
        }
        for each in portion.set_aside
    ]
    return pa.Table.from_pylist(rows, schema=REFUSED)


def _refused_counts(desk: Desk) -> dict[str, int]:
    """How many rows were refused; of people, how many are faulty, and how many name nobody."""
    rows = pq.read_table(desk.refused, columns=["table", "file", "row", "key", "reason"])
    people = rows.filter(pc.equal(rows.column("table"), STAFF.name))
    faulty = people.filter(pc.invert(pc.is_in(people.column("reason"), OF_OTHERS)))
    nameless = people.filter(people.column("key").is_null())
    each = rows.select(["table", "file", "row"])
    return {
        "refused": each.group_by(["table", "file", "row"]).aggregate([]).num_rows,
        "faulty_people": faulty.group_by(["file", "row"]).aggregate([]).num_rows,
        "nameless": nameless.group_by(["file", "row"]).aggregate([]).num_rows,
    }
