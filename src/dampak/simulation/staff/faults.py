"""Rows that no honest list of staff holds, planted in known number, kind and place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.simulation.nation.luck import luck_of_part
from dampak.simulation.staff.persons import PAGE, Staff

Cells = dict[str, str]
CLOSED_UNIT = "A001-TUTUP"

# What becomes of a row, given the row before it; each result has to be refused.
PEOPLE: Mapping[str, Callable[[Cells, Cells], Cells]] = {
    "nip rounded": lambda row, _: row | {"nip": row["nip"][:15] + "000"},
    "nip short": lambda row, _: row | {"nip": row["nip"][:17]},
    "nip letter": lambda row, _: row | {"nip": f"{row['nip'][:8]}X{row['nip'][9:]}"},
    "nip no day": lambda row, _: row | {"nip": f"{row['nip'][:4]}1345{row['nip'][8:]}"},
    "nip too young": lambda row, _: row | {"nip": f"2020{row['nip'][4:]}"},
    "nip no sex": lambda row, _: row | {"nip": f"{row['nip'][:14]}7{row['nip'][15:]}"},
    "nip scientific": lambda row, _: row | {"nip": "1.99001E+17"},
    "nip missing": lambda row, _: row | {"nip": ""},
    "nameless": lambda row, _: row | {"nama": " "},
    "unit missing": lambda row, _: row | {"kode_unit": ""},
    "unit unknown": lambda row, _: row | {"kode_unit": "ZZ-404"},
    "unit closed": lambda row, _: row | {"kode_unit": CLOSED_UNIT},
    "kind unknown": lambda row, _: row | {"jenis_jabatan": "bukan jabatan"},
    "rank unknown": lambda row, _: row | {"golongan": "V/f"},
    "education unknown": lambda row, _: row | {"pendidikan": "S9"},
    "status unknown": lambda row, _: row | {"kedudukan": "entah"},
    "no such day": lambda row, _: row | {"sejak": "31-02-2024"},
    "ends before it begins": lambda row, _: row | {"sampai": "1950-01-01"},
    "supervisor damaged": lambda row, _: row | {"nip_atasan": "12345"},
    "supervises themselves": lambda row, _: row | {"nip_atasan": row["nip"]},
    "number of another": lambda row, before: row | {"nip": before["nip"]},
    "row repeated": lambda _, before: before,
    "two units at once": lambda row, before: before | {"kode_unit": row["kode_unit"], "sejak": ""},
}
UNIT_COLUMNS = (
    *("kode_unit", "nama_unit", "kode_unit_induk", "jenis_unit", "kode_wilayah", "zona_waktu"),
    *("berlaku_sejak", "berlaku_sampai", "kode_unit_pengganti"),
)
# Rows added below the units; nobody works in them.
UNITS: Mapping[str, tuple[str, ...]] = {
    "cycle, first": ("F-1", "Bagian Putar 1", "F-3", "", "", "", "", "", ""),
    "cycle, second": ("F-2", "Bagian Putar 2", "F-1", "", "", "", "", "", ""),
    "cycle, third": ("F-3", "Bagian Putar 3", "F-2", "", "", "", "", "", ""),
    "below a cycle": ("F-31", "Seksi Putar", "F-3", "", "", "", "", "", ""),
    "parent unknown": ("F-4", "Bagian Yatim", "ZZ-404", "", "", "", "", "", ""),
    "below itself": ("F-5", "Bagian Sendiri", "F-5", "", "", "", "", "", ""),
    "nameless": ("F-6", "", "A001", "", "", "", "", "", ""),
    "no such day": ("F-7", "Bagian Tanggal", "A001", "", "", "", "31-02-2024", "", ""),
    "said twice": ("A001", "Nama Lain", "", "", "", "", "", "", ""),
    "ends before it begins": (
        *("F-9", "Bagian Mundur", "A001", "", "", "", "2020-01-01", "2019-01-01", ""),
    ),
    "clock unknown": ("F-11", "Bagian Jam", "A001", "", "", "Asia/Entah", "", "", ""),
    "no code": ("", "Bagian Tanpa Kode", "A001", "", "", "", "", "", ""),
}


@dataclass(slots=True)
class Planted:
    """Which rows were planted, by the number that a text editor shows, and of what kind."""

    rows: list[tuple[int, str]] = field(default_factory=list)


def with_faults(
    page: pa.Table, staff: Staff, first: int, *, share: float
) -> tuple[pa.Table, Planted]:
    """The page with that share of its rows spoilt; heads of units are spared."""
    planted = Planted()
    places = _places(page, staff, first, share=share)
    kinds = list(PEOPLE)
    before = page.take(pa.array(places - 1)).to_pylist()
    rows = page.take(pa.array(places)).to_pylist()
    spoilt = []
    for number, (place, row, other) in enumerate(zip(places.tolist(), rows, before, strict=True)):
        kind = kinds[(first + number) % len(kinds)]
        spoilt.append(PEOPLE[kind](row, other))
        planted.rows.append((first + place + 2, kind))
    return _replaced(page, places, spoilt), planted


def _places(page: pa.Table, staff: Staff, first: int, *, share: float) -> NDArray[np.int64]:
    """Every second row may be spoilt, so that the one before it is sound."""
    rng = luck_of_part(staff.seed, "faults", month=0, block=first // PAGE)
    person = first + np.arange(1, page.num_rows, 2)
    is_head = np.isin(person, staff.first_of_unit)
    free = person[~is_head] - first
    wanted = min(len(free), round(share * page.num_rows))
    return np.sort(rng.choice(free, wanted, replace=False))


def _replaced(page: pa.Table, places: NDArray[np.int64], rows: list[Cells]) -> pa.Table:
    if not rows:
        return page
    mask = np.zeros(page.num_rows, bool)
    mask[places] = True
    columns = [
        pc.replace_with_mask(
            page.column(name).combine_chunks(),
            pa.array(mask),
            pa.array([row[name] for row in rows]),
        )
        for name in page.column_names
    ]
    return pa.table(columns, names=page.column_names)
