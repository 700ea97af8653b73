"""Everybody who works in the offices of an invented nation, a page of them at a time.

Shares are those of the civil service at the end of 2025: two in three are permanent officials,
56 in a hundred are women, 6 lead, 63 have a profession, 31 do general work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.simulation.draws import luck
from dampak.simulation.nation.luck import luck_of_part
from dampak.simulation.staff.numbers import N_NUMBERS, Whole, born_in, nips, started_in
from dampak.simulation.staff.offices import Offices, build_offices
from dampak.simulation.staff.words import (
    CONTRACT_RANKS,
    EDUCATIONS,
    FEMALE_NAMES,
    GENERAL,
    LAST_NAMES,
    LEADING,
    MALE_NAMES,
    PERMANENT_RANKS,
    PROFESSIONS,
)

PAGE = 100_000
WOMEN, PERMANENT = 0.562, 0.644
LEADERS, PROFESSIONALS = 0.0569, 0.6363
EDUCATED = np.array([835_723, 663_805, 3_473_254, 564_079, 51_384], float)
LISTED_ON = date(2026, 1, 1)
MOST_PEOPLE = N_NUMBERS
COLUMNS = (
    *("nip", "nama", "kode_unit", "jabatan", "jenis_jabatan", "golongan", "pendidikan"),
    *("kedudukan", "nip_atasan", "sejak", "sampai"),
)
_KINDS = pa.array(["struktural", "fungsional", "pelaksana"])


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A nation's staff: so many people in so many units; persons of one unit follow each other."""

    n_people: int
    n_units: int
    seed: int

    @cached_property
    def offices(self) -> Offices:
        """Where they work."""
        return build_offices(self.n_units, seed=self.seed)

    @cached_property
    def first_of_unit(self) -> Whole:
        """The first person of each unit, and behind the last unit how many people there are."""
        rng = luck(self.seed, "sizes of a nation's offices")
        weights = rng.lognormal(0.0, 0.7, self.n_units) * np.where(self.offices.level == 0, 3, 1)
        sizes = rng.multinomial(self.n_people, weights / weights.sum())
        return np.concatenate([[0], np.cumsum(sizes)])

    @cached_property
    def head_of_unit(self) -> Whole:
        """Who leads each unit: its first person, or the head of the unit above; -1 if nobody."""
        first, after = self.first_of_unit[:-1], self.first_of_unit[1:]
        heads = np.where(after > first, first, -1)
        for level in range(4):
            empty = np.flatnonzero((heads < 0) & (self.offices.level == level))
            above = self.offices.parent[empty]
            heads[empty] = np.where(above >= 0, heads[above], -1)
        return heads

    def pages(self) -> Iterator[pa.Table]:
        """All rows, a page at a time."""
        for first in range(0, self.n_people, PAGE):
            yield page_of(self, first)


def page_of(staff: Staff, first: int) -> pa.Table:
    """The rows of the persons from the first one on, until the page is full."""
    person = np.arange(first, min(first + PAGE, staff.n_people))
    unit = np.searchsorted(staff.first_of_unit, person, side="right") - 1
    rng = luck_of_part(staff.seed, "persons", month=0, block=first // PAGE)
    is_head = staff.first_of_unit[unit] == person
    kind = _kinds(is_head, staff, rng)
    numbers = _numbers(staff, person)
    education = rng.choice(5, len(person), p=EDUCATED / EDUCATED.sum())
    cells = {
        "nip": _texts(numbers),
        "nama": _names(numbers, rng),
        "kode_unit": pa.array(staff.offices.codes).take(pa.array(unit)),
        "jabatan": _positions(kind, staff.offices.level[unit], rng),
        "jenis_jabatan": _KINDS.take(pa.array(kind)),
        "golongan": _ranks(numbers, education, rng),
        "pendidikan": pa.array(EDUCATIONS).take(pa.array(education)),
        "kedudukan": pa.array(["Aktif"] * len(person)),
        "nip_atasan": _supervisors(staff, person, unit, is_head),
        "sejak": _since(numbers, rng),
        "sampai": pa.array([""] * len(person)),
    }
    return pa.table({name: cells[name] for name in COLUMNS})


def _numbers(staff: Staff, person: Whole) -> Whole:
    """The numbers of any persons; sex and employment hang on the person alone."""
    lot = (person.astype(np.uint64) + np.uint64(staff.seed + 1)) * np.uint64(0x9E3779B97F4A7C15)
    lot = (lot ^ (lot >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    share = (lot >> np.uint64(40)).astype(np.float64) / 2**24
    other = (lot & np.uint64(0xFFFFFF)).astype(np.float64) / 2**24
    return nips(
        person,
        seed=staff.seed,
        is_woman=(share < WOMEN).astype(np.int64),
        on_contract=(other >= PERMANENT).astype(np.int64),
    )


def _kinds(is_head: NDArray[np.bool_], staff: Staff, rng: np.random.Generator) -> Whole:
    """0 leads, 1 has a profession, 2 does general work; the head of a unit always leads."""
    n_heads = int((np.diff(staff.first_of_unit) > 0).sum())
    others = staff.n_people - n_heads
    leads = max(0.0, LEADERS * staff.n_people - n_heads) / max(1, others)
    professional = PROFESSIONALS * staff.n_people / max(1, others)
    lot = rng.random(len(is_head))
    return np.select([is_head | (lot < leads), lot < leads + professional], [0, 1], 2)


def _names(numbers: Whole, rng: np.random.Generator) -> pa.Array:
    is_woman = (numbers // 1_000 % 10) == 2
    size = len(numbers)
    female = pa.array(FEMALE_NAMES).take(pa.array(rng.integers(0, len(FEMALE_NAMES), size)))
    male = pa.array(MALE_NAMES).take(pa.array(rng.integers(0, len(MALE_NAMES), size)))
    last = pa.array(LAST_NAMES).take(pa.array(rng.integers(0, len(LAST_NAMES), size)))
    first = pc.if_else(pa.array(is_woman), female, male)
    return pc.binary_join_element_wise(first, last, " ")


def _positions(kind: Whole, level: Whole, rng: np.random.Generator) -> pa.Array:
    size = len(kind)
    leading = pa.array(LEADING).take(pa.array(np.minimum(level, len(LEADING) - 1)))
    skilled = pa.array(PROFESSIONS).take(pa.array(rng.integers(0, len(PROFESSIONS), size)))
    general = pa.array(GENERAL).take(pa.array(rng.integers(0, len(GENERAL), size)))
    return pc.choose(pa.array(kind), leading, skilled, general)


def _ranks(numbers: Whole, education: Whole, rng: np.random.Generator) -> pa.Array:
    """By schooling and years of service for the permanent, by schooling for those on contract."""
    served = np.clip(LISTED_ON.year - started_in(numbers), 0, 40)
    step = np.clip(education * 3 + served // 5 + rng.integers(0, 2, len(numbers)), 0, 16)
    on_contract = numbers // 10_000 % 100 > 12
    permanent = pa.array(PERMANENT_RANKS).take(pa.array(step))
    contract = pa.array(CONTRACT_RANKS).take(pa.array(education))
    return pc.if_else(pa.array(on_contract), contract, permanent)


def _supervisors(staff: Staff, person: Whole, unit: Whole, is_head: NDArray[np.bool_]) -> pa.Array:
    """The head of the unit; of a head the one above; empty for those at the very top."""
    above = staff.offices.parent[unit]
    over_head = np.where(above >= 0, staff.head_of_unit[above], -1)
    boss = np.where(is_head, over_head, staff.head_of_unit[unit])
    has_none = (boss < 0) | (boss == person)
    texts = _texts(_numbers(staff, np.maximum(boss, 0)))
    return pc.if_else(pa.array(has_none), "", texts)


def _since(numbers: Whole, rng: np.random.Generator) -> pa.Array:
    """The first day of a month between entry and last autumn."""
    entry = np.clip(started_in(numbers), born_in(numbers) + 17, LISTED_ON.year - 1)
    year = entry + (rng.random(len(numbers)) * (LISTED_ON.year - entry)).astype(np.int64)
    months = (year - 1970) * 12 + rng.integers(0, 12, len(numbers))
    days = months.astype("datetime64[M]").astype("datetime64[D]")
    return pa.array(days).cast(pa.string())


def _texts(numbers: Whole) -> pa.Array:
    return pa.array(numbers).cast(pa.string())
