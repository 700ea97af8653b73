"""The demo's own ledger of units and people: the invented regency once more, as an organisation."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from dampak.simulation.draws import luck
from dampak.simulation.people import Posting
from dampak.simulation.staff.words import FEMALE_NAMES, LAST_NAMES, MALE_NAMES

if TYPE_CHECKING:
    from dampak.organisations.models import Unit
    from dampak.organisations.services import Place
    from dampak.simulation.world import World

N_PEOPLE = 200


def fill_organisation(world: "World", *, by: str, at: datetime) -> None:
    """Plant the tree of the data that are served, and post some of the people at the counters."""
    from dampak.intake.selectors import served_snapshot
    from dampak.organisations.models import Unit
    from dampak.organisations.services import take_over_units
    from dampak.warehouse.roster import unit_rows

    snapshot = served_snapshot()
    if snapshot is None:
        raise RuntimeError("The demo's data were accepted, but no snapshot is being served.")
    take_over_units(unit_rows(snapshot), by=by, at=at)
    units = {unit.code: unit for unit in Unit.objects.all()}
    codes = [unit.code for unit in world.counters.units]
    rng = luck(world.seed, "names of the demo's people")
    for career in _careers(world.postings)[:N_PEOPLE]:
        _live(career, units, codes, _name(career[0].nip, rng), by=by, at=at)


def _careers(postings: Iterable[Posting]) -> list[list[Posting]]:
    """The postings of each person, in the order of time."""
    in_order = sorted(postings, key=lambda each: (each.nip, each.from_on))
    return [list(its) for _, its in groupby(in_order, lambda each: each.nip)]


def _live(
    career: list[Posting],
    units: Mapping[str, "Unit"],
    codes: list[str],
    name: str,
    *,
    by: str,
    at: datetime,
) -> None:
    """Enter somebody at their first counter, and follow them to the next."""
    from dampak.organisations.services import enter_person, post_person

    first, *others = career
    place = _place(first, units[codes[first.unit]])
    person = enter_person(name=name, nip=first.nip, place=place, on=first.from_on, by=by, at=at)
    for posting in others:
        there = _place(posting, units[codes[posting.unit]])
        post_person(person, place=there, on=posting.from_on, by=by, at=at)


def _place(posting: Posting, unit: "Unit") -> "Place":
    from dampak.organisations.models import Employment, PositionKind
    from dampak.organisations.services import Place

    leads = posting.position.startswith("Kepala")
    employment = Employment.PPPK if posting.nip[12:14] == "21" else Employment.PNS
    return Place(
        unit=unit,
        position=posting.position,
        position_kind=PositionKind.STRUCTURAL if leads else PositionKind.GENERAL,
        employment=employment,
        rank="IX" if employment == Employment.PPPK else "III/b",
    )


def _name(nip: str, rng: np.random.Generator) -> str:
    names = FEMALE_NAMES if nip[14] == "2" else MALE_NAMES
    return f"{rng.choice(names)} {rng.choice(LAST_NAMES)}"
