"""The smaller tables that an office keeps: units, people, training, events and costs."""

from datetime import date

from dampak.simulation.draws import luck
from dampak.simulation.handwriting import Handwriting
from dampak.simulation.names import PROGRAMME
from dampak.simulation.sheets import Sheet
from dampak.simulation.training import cohorts, training_rows
from dampak.simulation.words import COST_CLASSES
from dampak.simulation.world import World

FOUNDED = date(2017, 1, 2)


def units(world: World, style: Handwriting) -> Sheet:
    """The tree of offices; parents come before their children."""
    founded = style.write_day(FOUNDED)
    rows = [
        [u.code, u.name, u.parent_code, u.kind, u.region_code, founded, "", ""] for u in world.units
    ]
    columns = (
        "code", "name", "parent_code", "kind", "region_code",
        "valid_from", "valid_to", "successor_code",
    )  # fmt: skip
    return Sheet(table="units", columns=columns, rows=rows)


def people(world: World, style: Handwriting) -> Sheet:
    """Who was posted where, and from when to when."""
    codes = world.counters.codes.tolist()
    rows = [
        [p.nip, codes[p.unit], p.position, style.write_day(p.from_on), style.write_day(p.to_on)]
        for p in world.postings
    ]
    columns = ("person_key", "unit_code", "position", "from_on", "to_on")
    return Sheet(table="people", columns=columns, rows=rows)


def training(world: World, style: Handwriting) -> Sheet:
    """Who was trained, by person and module; coaching by unit."""
    codes = world.counters.codes.tolist()
    rows = [
        [
            codes[row.unit] if row.names_unit else "",
            row.nip,
            row.programme,
            row.cohort,
            row.module,
            style.write_day(row.started_on),
            style.write_day(row.ended_on),
            str(row.lesson_hours),
            style.yes if row.attended else style.no,
            "" if row.pretest is None else style.write_number(row.pretest),
            "" if row.posttest is None else style.write_number(row.posttest),
            str(row.cost),
        ]
        for row in training_rows(world)
    ]
    columns = (
        "unit_code", "person_key", "programme", "cohort", "module", "started_on", "ended_on",
        "lesson_hours", "attended", "pretest", "posttest", "cost",
    )  # fmt: skip
    return Sheet(table="training", columns=columns, rows=rows)


def events(world: World, style: Handwriting) -> Sheet:
    """The diary of rival causes."""
    units_ = world.counters.units
    rows = [
        [
            units_[e.unit].code,
            units_[e.unit].region_code,
            style.write_day(e.from_on),
            style.write_day(e.to_on),
            e.kind,
            e.note,
        ]
        for e in world.events
    ]
    columns = ("unit_code", "region_code", "from_on", "to_on", "kind", "note")
    return Sheet(table="events", columns=columns, rows=rows)


def costs(world: World, style: Handwriting) -> Sheet:
    """Ceiling and spending of every cohort by class of cost."""
    rng = luck(world.seed, "costs")
    rows = [
        [
            PROGRAMME,
            cohort,
            name,
            style.write_rupiah(ceiling),
            style.write_rupiah(round(ceiling * float(rng.uniform(0.82, 0.99)))),
            "APBD",
        ]
        for cohort in cohorts(world).values()
        for name, ceiling in COST_CLASSES
    ]
    columns = ("programme", "cohort", "cost_class", "ceiling", "spent", "funding_source")
    return Sheet(table="costs", columns=columns, rows=rows)
