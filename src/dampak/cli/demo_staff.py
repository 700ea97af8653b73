"""The demo's own ledger of units and people: the invented regency once more, as an organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from dampak.simulation.draws import luck
from dampak.simulation.people import Posting
from dampak.simulation.staff.words import FEMALE_NAMES, LAST_NAMES, MALE_NAMES

if TYPE_CHECKING:
    from dampak.accounts.models import User
    from dampak.organisations.models import Person, Unit
    from dampak.organisations.services import Place
    from dampak.simulation.world import World

N_PEOPLE = 200
ADMINISTRATOR = "admin"
MAN, WOMAN = "1", "2"  # the 15th digit of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class OnStaff:
    """Somebody of the demo who signs in and also serves at a counter."""

    username: str
    sex: str
    leads: bool = False

    def fits(self, career: list[Posting]) -> bool:
        return career[0].nip[14] == self.sex and _leads(career[-1]) == self.leads


ON_STAFF = (
    OnStaff(username="budi", sex=MAN),
    OnStaff(username="guru", sex=WOMAN),
    OnStaff(username="kepala", sex=MAN, leads=True),
)


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
    careers = _careers(world.postings)[:N_PEOPLE]
    own = _own_careers(careers)
    for career in careers:
        nip = career[0].nip
        account, name = own.get(nip), _name(nip, rng)
        person = _live(career, units, codes, str(account or name), by=by, at=at)
        if account is not None:
            _tie(account, person, at=at)


def _careers(postings: Iterable[Posting]) -> list[list[Posting]]:
    """The postings of each person, in the order of time."""
    in_order = sorted(postings, key=lambda each: (each.nip, each.from_on))
    return [list(its) for _, its in groupby(in_order, lambda each: each.nip)]


def _own_careers(careers: list[list[Posting]]) -> dict[str, "User"]:
    """Whose account belongs to which number: of those who fit, to who moved meanwhile."""
    from dampak.accounts.models import User

    own: dict[str, User] = {}
    for each in ON_STAFF:
        fitting = [one for one in careers if each.fits(one) and one[0].nip not in own]
        own[max(fitting, key=len)[0].nip] = User.objects.get(username=each.username)
    return own


def _tie(account: "User", person: "Person", *, at: datetime) -> None:
    from dampak.accounts.managing.tying import tie_to_record
    from dampak.accounts.models import User

    tie_to_record(account, person, by=User.objects.get(username=ADMINISTRATOR), at=at)


def _live(
    career: list[Posting],
    units: Mapping[str, "Unit"],
    codes: list[str],
    name: str,
    *,
    by: str,
    at: datetime,
) -> "Person":
    """Enter somebody at their first counter, and follow them to the next."""
    from dampak.organisations.services import enter_person, post_person

    first, *others = career
    place = _place(first, units[codes[first.unit]])
    person = enter_person(name=name, nip=first.nip, place=place, on=first.from_on, by=by, at=at)
    for posting in others:
        there = _place(posting, units[codes[posting.unit]])
        post_person(person, place=there, on=posting.from_on, by=by, at=at)
    return person


def _place(posting: Posting, unit: "Unit") -> "Place":
    from dampak.organisations.models import Employment, PositionKind
    from dampak.organisations.services import Place

    employment = Employment.PPPK if posting.nip[12:14] == "21" else Employment.PNS
    return Place(
        unit=unit,
        position=posting.position,
        position_kind=PositionKind.STRUCTURAL if _leads(posting) else PositionKind.GENERAL,
        employment=employment,
        rank="IX" if employment == Employment.PPPK else "III/b",
    )


def _leads(posting: Posting) -> bool:
    return posting.position.startswith("Kepala")


def _name(nip: str, rng: np.random.Generator) -> str:
    names = FEMALE_NAMES if nip[14] == "2" else MALE_NAMES
    return f"{rng.choice(names)} {rng.choice(LAST_NAMES)}"
