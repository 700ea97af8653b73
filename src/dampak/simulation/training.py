"""The training records: who sat in which course, what they knew before and after it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from dampak.foundation.months import months_later
from dampak.simulation.draws import luck
from dampak.simulation.effects import NEVER
from dampak.simulation.names import OTHER_PROGRAMME, PROGRAMME
from dampak.simulation.people import Posting
from dampak.simulation.words import COACHING, MODULES
from dampak.simulation.world import World

SEATS = 6  # a unit; one invited official in twelve stays away
LISTED_WITH_UNIT = 4  # of those seats; the others came later and gave only their number
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """One person in one module, or one unit in one round of coaching (``nip`` is empty).

    Where ``names_unit`` is false the attendance list held only the number of the person, and the
    unit has to be found through the posting.
    """

    unit: int
    nip: str = ""
    programme: str = PROGRAMME
    cohort: str = ""
    module: str = ""
    started_on: date
    ended_on: date
    lesson_hours: int
    attended: bool = True
    pretest: float | None = None
    posttest: float | None = None
    cost: int = 0
    names_unit: bool = True


def training_rows(world: World) -> list[TrainingRow]:
    """Everything in the training register, in the order in which it happened.

    The programme under study, coaching visits a month after it, and another programme that changes
    nothing, which trained and untrained units alike attend.
    """
    rng = luck(world.seed, "training")
    rows: list[TrainingRow] = []
    for unit, month in enumerate(world.first_trained.tolist()):
        if month != NEVER:
            rows += _course_of(world, unit, month, rng)
    rows += _other_programme(world, rng)
    rows = [row for row in rows if row.started_on <= world.last_day]
    return sorted(rows, key=lambda row: (row.started_on, row.unit, row.nip, row.module))


def cohorts(world: World) -> dict[int, str]:
    """The name of the cohort that began in each month (by index)."""
    months = sorted({m for m in world.first_trained.tolist() if m != NEVER})
    return {month: f"Angkatan {ROMAN[i]}" for i, month in enumerate(months)}


def _course_of(world: World, unit: int, month: int, rng: np.random.Generator) -> list[TrainingRow]:
    cohort = cohorts(world)[month]
    first = _weekday(world.months[month] + timedelta(days=7))
    seats = _staff_of(world, unit, first)[:SEATS]
    rows: list[TrainingRow] = []
    for i, nip in enumerate(seats):
        present = i == 0 or rng.random() > 1 / 12
        person = _person(unit, nip, cohort, first, present=present, rng=rng)
        rows += [replace(row, names_unit=i < LISTED_WITH_UNIT) for row in person]
    visit = _weekday(months_later(world.months[month], 1) + timedelta(days=13))
    coaching = TrainingRow(
        unit=unit,
        cohort=cohort,
        module=COACHING,
        started_on=visit,
        ended_on=visit,
        lesson_hours=4,
        cost=1_000_000,
    )
    return [*rows, coaching]


def _person(
    unit: int, nip: str, cohort: str, first: date, *, present: bool, rng: np.random.Generator
) -> list[TrainingRow]:
    before = float(np.clip(rng.normal(56, 12), 15, 92))
    after = float(np.clip(before + 0.45 * (100 - before) + rng.normal(0, 7), 20, 100))
    starts = (first, first + timedelta(days=2))
    return [
        TrainingRow(
            unit=unit,
            nip=nip,
            cohort=cohort,
            module=module,
            started_on=on,
            ended_on=on + timedelta(days=1),
            lesson_hours=hours,
            attended=present,
            pretest=before if present else None,
            posttest=after if present else None,
            cost=425_000,
        )
        for (module, hours), on in zip(MODULES, starts, strict=True)
    ]


def _other_programme(world: World, rng: np.random.Generator) -> list[TrainingRow]:
    units = rng.choice(len(world.counters.units), len(world.counters.units) // 2, replace=False)
    months = rng.integers(0, len(world.months), len(units))
    rows: list[TrainingRow] = []
    for unit, month in zip(units.tolist(), months.tolist(), strict=True):
        on = _weekday(world.months[month] + timedelta(days=15))
        rows += [_other_course(unit, nip, on) for nip in _staff_of(world, unit, on)[:2]]
    return rows


def _other_course(unit: int, nip: str, on: date) -> TrainingRow:
    return TrainingRow(
        unit=unit,
        nip=nip,
        programme=OTHER_PROGRAMME,
        cohort=f"TA {on.year}",
        started_on=on,
        ended_on=on,
        lesson_hours=6,
        cost=200_000,
    )


def _staff_of(world: World, unit: int, on: date) -> list[str]:
    return [p.nip for p in world.postings if p.unit == unit and _was_posted(p, on)]


def _was_posted(posting: Posting, on: date) -> bool:
    return posting.from_on <= on and (posting.to_on is None or on <= posting.to_on)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
