"""The training register of a nation: who attended which course, one row a person and course."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.names import PROGRAMME
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.luck import luck_of_part
from dampak.simulation.nation.parts import Part, days, words
from dampak.simulation.nation.people import nips
from dampak.simulation.nation.scale import Block

OTHER_COURSES = 0.2  # rows for every request: courses that change nothing
INVITED, ABSENT = 0.8, 0.06
SUBJECTS = (
    "Kearsipan", "Pengadaan Barang dan Jasa", "Bahasa Isyarat", "Keuangan Negara", "Etika",
    "Antikorupsi", "Komunikasi Publik", "Statistik Dasar", "Hukum Administrasi", "Lembar Kerja",
    "Kepemimpinan", "Manajemen Risiko", "Penulisan Naskah Dinas", "Keamanan Informasi",
    "Pengawasan Intern", "Perencanaan", "Kebencanaan", "Pelayanan Difabel", "Data Terbuka",
    "Negosiasi",
)  # fmt: skip
LEVELS = ("Dasar", "Lanjutan", "Pelatih")
PROGRAMMES = (PROGRAMME, *(f"Bimtek {each} {level}" for level in LEVELS for each in SUBJECTS))
NONE_TESTED = 10  # of 256 who attended


def training(nation: Nation, block: Block, month: int) -> Part:
    """The courses that began in a month: the one under study, and the others."""
    rng = luck_of_part(nation.scale.seed, "training", month=month, block=block.number)
    tables = [_rows(nation, block, month, *each, rng) for each in _seats(nation, block, month, rng)]
    return Part(rows=pa.concat_tables(tables))


Seats = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]  # unit, person, course


def _seats(nation: Nation, block: Block, month: int, rng: np.random.Generator) -> Iterator[Seats]:
    counters = nation.counters
    staff = counters.staff[block.first : block.after]
    first = counters.first_person[block.first : block.after]
    starting = np.flatnonzero(nation.first_trained[block.first : block.after] == month)
    unit, place = _numbered(starting, staff[starting])
    comes = (place == 0) | (rng.random(len(unit), np.float32) < INVITED)
    yield unit[comes], (first[unit] + place)[comes], np.zeros(int(comes.sum()), np.int64)

    a_month = OTHER_COURSES * nation.scale.rows / nation.scale.n_months / nation.scale.n_units
    n_others = rng.poisson(a_month, block.n_units)
    unit, place = _numbered(np.arange(block.n_units), n_others)
    # Neighbours on the list take neighbouring courses, so nobody takes one twice in a month.
    begin = rng.integers(0, 2**16, (2, block.n_units))
    person = first[unit] + (begin[0][unit] + place) % staff[unit]
    yield unit, person, 1 + (begin[1][unit] + place) % (len(PROGRAMMES) - 1)


def _numbered(
    units: NDArray[np.integer], counts: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Each unit as often as its count says, and the places from 0 on within it."""
    first = np.cumsum(counts) - counts
    place = np.arange(int(counts.sum())) - np.repeat(first, counts)
    return np.repeat(units, counts).astype(np.int32), place


def _rows(
    nation: Nation,
    block: Block,
    month: int,
    unit: NDArray[np.int32],
    person: NDArray[np.int64],
    course: NDArray[np.int64],
    rng: np.random.Generator,
) -> pa.Table:
    n, working = len(unit), nation.span.working_days(month)
    # the whole unit goes on one day, and to each of the other courses its own people
    begins = working[rng.integers(0, len(working) // 2, max(block.n_units, len(PROGRAMMES)))]
    started = begins[np.where(course == 0, unit, course)]
    is_absent = rng.random(n, np.float32) < ABSENT
    is_absent[np.flatnonzero(np.diff(unit, prepend=-1))] = False  # somebody of each unit is there
    before = rng.integers(30, 80, n, np.int16)
    after = before + (100 - before) * rng.integers(20, 70, n, np.int16) // 100
    untested = is_absent | (rng.integers(0, 256, n, np.uint8) < NONE_TESTED)
    return pa.table(
        {
            "unit_code": words(unit, nation.unit_codes(block)),
            "person_key": nips(person, seed=nation.scale.seed),
            "programme": words(course.astype(np.int8), PROGRAMMES),
            "cohort": words(np.zeros(n, np.int8), [f"{nation.month(month):%Y-%m}"]),
            "started_on": days(started, nation.span),
            "ended_on": days(started + 1 + course % 3, nation.span),
            "lesson_hours": (8 + course % 4 * 4).astype(np.int16),
            "attended": ~is_absent,
            "pretest": pa.array(before, mask=untested),
            "posttest": pa.array(after, mask=untested),
        }
    )
