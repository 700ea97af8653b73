"""Rows of people into keys, codes and days; whatever cannot be used is refused with its reason."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.datapack.columns import Kind
from dampak.datapack.staff import STAFF
from dampak.warehouse.conformed.parsing.words import code_of
from dampak.warehouse.landing.landed_file import ROW_NUMBER, Format, LandedFile
from dampak.warehouse.staff.cells import days_of, each_once, trimmed
from dampak.warehouse.staff.numbers import KEY, SHORT, KeysOf, Numbers, read_numbers, short
from dampak.warehouse.staff.refused import Refusals

STAGED = pa.schema(
    {
        "seq": pa.int64(),  # file and row in one number, in the order in which they were read
        "key": KEY,
        "k": SHORT,
        "masked": pa.string(),
        "name": pa.string(),
        "employment": pa.string(),  # as written; NULL where nothing is
        "likely": pa.string(),  # the employment that number and rank suggest
        "rank": pa.string(),
        "education": pa.string(),
        "status": pa.string(),
        "unit": pa.int32(),
        "position": pa.string(),
        "kind": pa.string(),
        "supervisor": SHORT,
        "from_on": pa.date32(),
        "to_on": pa.date32(),
    }
)
ROWS_OF_A_FILE = 1 << 40
LONGEST = {"name": 300, "position": 200, "unit_code": 80}
WORDS = tuple(column.name for column in STAFF.columns if column.kind is Kind.VOCABULARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The units in which people may be: by code, until when, and whether they are ours to fill."""

    codes: pa.Array
    ended_on: NDArray[np.datetime64]  # NaT while it stands
    is_ours: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """The rows of a portion that may be used, and the reasons against the others."""

    rows: pa.Table
    refused: pa.Table


def staged(landed: LandedFile, *, file: int, roll: Roll, on: date, keys_of: KeysOf) -> Staged:
    """Check the rows of a portion, each by itself."""
    cells = {name: trimmed(landed.rows.column(name)) for name in landed.columns}
    blank = pa.array([""]).take(pa.array(np.zeros(landed.rows.num_rows, np.int64)))
    cells = {column.name: cells.get(column.name, blank) for column in STAFF.columns}
    rows = np.asarray(landed.rows.column(ROW_NUMBER).combine_chunks())
    refusals = Refusals(table=STAFF.name, file=file, rows=rows)
    numbers = _numbers(cells, refusals, on=on, keys_of=keys_of)
    _check_texts(cells, refusals)
    words = {name: _words(name, cells[name], refusals) for name in WORDS}
    bosses = _supervisors(cells["supervisor"], numbers, refusals, on=on, keys_of=keys_of)
    days = _days(cells, refusals, on=on, is_sheet=landed.format is Format.XLSX)
    unit = _units(cells["unit_code"], days["to_on"], roll, refusals)
    columns = {
        "seq": pa.array(file * ROWS_OF_A_FILE + rows),
        "key": numbers.key,
        "k": short(numbers.key),
        "masked": numbers.masked,
        "name": cells["name"],
        "unit": unit,
        "position": cells["position"],
        "supervisor": bosses,
        **words,
        **days,
        "likely": _likely_employment(words["rank"], numbers),
    }
    kept = pa.table({name: columns[name] for name in STAGED.names}, schema=STAGED)
    return Staged(rows=kept.filter(pa.array(~refusals.is_refused)), refused=refusals.table_of_all())


def _numbers(
    cells: dict[str, pa.Array], refusals: Refusals, *, on: date, keys_of: KeysOf
) -> Numbers:
    numbers = read_numbers(cells["nip"], on=on, keys_of=keys_of)
    is_wrong = numbers.fault != ""
    refusals.add(
        is_wrong,
        column="nip",
        reason=numbers.fault[is_wrong],
        values=cells["nip"],
        is_number=True,
    )
    refusals.keys = numbers.key
    return numbers


def _check_texts(cells: dict[str, pa.Array], refusals: Refusals) -> None:
    refusals.add(_is_empty(cells["name"]), column="name", reason="name_missing")
    for name, most in LONGEST.items():
        is_long = np.asarray(pc.greater(pc.utf8_length(cells[name]), most))
        about = pa.array([str(most)] * len(is_long)) if is_long.any() else None
        refusals.add(is_long, column=name, reason="too_long", values=cells[name], about=about)


def _words(name: str, cells: pa.Array, refusals: Refusals) -> pa.Array:
    """The codes of a closed list; NULL where the cell is empty."""
    column = STAFF.by_name[name]
    codes, places = each_once(cells, lambda cell: code_of(column, cell) if cell else None)
    read = pa.array(codes, pa.string()).take(places)
    is_unknown = np.asarray(read.is_null()) & ~_is_empty(cells)
    about = None
    if is_unknown.any() and column.words:
        known = ", ".join(word.indonesian for word in column.words.words)
        about = pa.array([known]).take(pa.array(np.zeros(len(cells), np.int64)))
    refusals.add(is_unknown, column=name, reason="word_unknown", values=cells, about=about)
    return read


def _supervisors(
    cells: pa.Array, numbers: Numbers, refusals: Refusals, *, on: date, keys_of: KeysOf
) -> pa.Array:
    encoded = cells.dictionary_encode()
    different = read_numbers(encoded.dictionary, on=on, keys_of=keys_of)
    places = np.asarray(encoded.indices)
    is_filled = ~_is_empty(cells)
    fault = different.fault[places] if len(places) else np.zeros(0, object)
    is_wrong = is_filled & (fault != "")
    refusals.add(
        is_wrong, column="supervisor", reason=fault[is_wrong], values=cells, is_number=True
    )
    is_self = is_filled & ~is_wrong & (different.value[places] == numbers.value)
    refusals.add(
        is_self, column="supervisor", reason="supervises_themselves", values=cells, is_number=True
    )
    return short(different.key.take(encoded.indices))


def _days(
    cells: dict[str, pa.Array], refusals: Refusals, *, on: date, is_sheet: bool
) -> dict[str, pa.Array]:
    days = {}
    for name in ("from_on", "to_on"):
        days[name], fault = days_of(cells[name], is_sheet=is_sheet)
        is_wrong = fault != ""
        refusals.add(is_wrong, column=name, reason=fault[is_wrong], values=cells[name])
    first, last = (_as_days(days[name]) for name in ("from_on", "to_on"))
    refusals.add(last < first, column="to_on", reason="ends_before", values=cells["to_on"])
    refusals.add(
        first > np.datetime64(on), column="from_on", reason="not_yet", values=cells["from_on"]
    )
    return days


def _units(cells: pa.Array, last_days: pa.Array, roll: Roll, refusals: Refusals) -> pa.Array:
    """The place of each unit in the roll; a row that ended before its unit did may name it."""
    found = pc.index_in(cells, value_set=roll.codes)
    is_empty = _is_empty(cells)
    is_unknown = np.asarray(found.is_null())
    refusals.add(is_empty, column="unit_code", reason="unit_missing")
    refusals.add(is_unknown & ~is_empty, column="unit_code", reason="unit_unknown", values=cells)
    if not len(roll.codes):
        return found
    places = np.asarray(found.fill_null(0))
    ended, last = roll.ended_on[places], _as_days(last_days)
    outlives = ~is_unknown & ~np.isnat(ended) & ~(last <= ended)
    about = pa.array(ended.astype("datetime64[D]")).cast(pa.string()) if outlives.any() else None
    refusals.add(outlives, column="unit_code", reason="unit_closed", values=cells, about=about)
    is_elsewhere = ~is_unknown & ~roll.is_ours[places]
    refusals.add(is_elsewhere, column="unit_code", reason="elsewhere", values=cells)
    return found


def _likely_employment(ranks: pa.Array, numbers: Numbers) -> pa.Array:
    """As the number suggests, else as the rank does: III/a is a PNS's, IX is not."""
    by_rank = pc.if_else(pc.match_substring(ranks, "/"), "PNS", "PPPK")
    return pc.coalesce(numbers.employment, by_rank, pa.scalar("PNS"))


def _as_days(days: pa.Array) -> NDArray[np.datetime64]:
    found: NDArray[np.datetime64] = days.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return found


def _is_empty(cells: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(pc.equal(cells, ""), bool)
