"""Whatever happens to the units later, a report of an earlier day says what it said then."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.integration.organisations.conftest import nip

pytestmark = [pytest.mark.database, pytest.mark.django_db]

FIRST, AT = date(2020, 1, 1), datetime(2026, 3, 2, 3, tzinfo=UTC)
BY = {"by": "sri", "at": AT}


@dataclass
class Plain:
    """What units and people are now, in two dictionaries and nothing else."""

    units: dict[str, tuple[str, str]] = field(default_factory=dict)  # code: name, code above
    people: dict[int, tuple[str, str]] = field(default_factory=dict)  # number: code, rank

    def tree(self) -> list[tuple[str, str, str]]:
        return sorted((code, *rest) for code, rest in self.units.items())

    def staff(self) -> list[tuple[str, str, int]]:
        counted = Counter((code, rank.partition("/")[0]) for code, rank in self.people.values())
        return sorted((*key, people) for key, people in counted.items())

    def below(self, code: str) -> set[str]:
        found = {code}
        while more := {each for each, (_, up) in self.units.items() if up in found} - found:
            found |= more
        return found

    def hand_over(self, old: str, new: str) -> None:
        del self.units[old]
        for code, (name, up) in self.units.items():
            self.units[code] = (name, new if up == old else up)
        for person, (code, rank) in self.people.items():
            self.people[person] = (new if code == old else code, rank)


@dataclass
class World:
    """The ledger and the plain truth, side by side."""

    luck: random.Random
    plain: Plain = field(default_factory=Plain)
    made: int = 0

    def unit(self, code: str) -> Any:
        from dampak.organisations.models import Unit

        return Unit.objects.get(code=code) if code else None

    def any_unit(self) -> str:
        return self.luck.choice(sorted(self.plain.units))

    def fresh(self) -> str:
        self.made += 1
        return f"U{self.made:03}"

    def new(self, above: str) -> Any:
        from dampak.organisations.services import NewUnit

        code = self.fresh()
        return NewUnit(code=code, name=f"Unit {code}", parent=self.unit(above))

    def open(self, on: date) -> None:
        from dampak.organisations.services import open_unit

        above = self.luck.choice(["", *sorted(self.plain.units)])
        unit = open_unit(self.new(above), on=on, **BY)
        self.plain.units[unit.code] = (unit.name, above)

    def rename(self, on: date) -> None:
        from dampak.organisations.services import rename_unit

        code, name = self.any_unit(), f"Nama {self.fresh()}"
        rename_unit(self.unit(code), name=name, on=on, **BY)
        self.plain.units[code] = (name, self.plain.units[code][1])

    def move(self, on: date) -> None:
        from dampak.organisations.services import CannotReorganise, move_unit

        code, above = self.any_unit(), self.luck.choice(["", *sorted(self.plain.units)])
        name, was = self.plain.units[code]
        if above == was or above in self.plain.below(code):
            with pytest.raises(CannotReorganise):
                move_unit(self.unit(code), below=self.unit(above), on=on, **BY)
            return
        move_unit(self.unit(code), below=self.unit(above), on=on, **BY)
        self.plain.units[code] = (name, above)

    def merge(self, on: date) -> None:
        from dampak.organisations.services import CannotReorganise, merge_units

        olds = self.luck.sample(sorted(self.plain.units), k=min(2, len(self.plain.units)))
        into = self.any_unit()
        if any(into in self.plain.below(old) for old in olds):
            with pytest.raises(CannotReorganise):
                merge_units([self.unit(old) for old in olds], into=self.unit(into), on=on, **BY)
            return
        merge_units([self.unit(old) for old in olds], into=self.unit(into), on=on, **BY)
        for old in olds:
            self.plain.hand_over(old, into)

    def split(self, on: date) -> None:
        from dampak.organisations.models import Person
        from dampak.organisations.services import Part, split_unit

        code = self.any_unit()
        above = self.plain.units[code][1]
        staff = [number for number, (here, _) in sorted(self.plain.people.items()) if here == code]
        going = staff[::2]
        named = [Person.objects.get(name=f"P{number}") for number in going]
        children = sorted(each for each, (_, up) in self.plain.units.items() if up == code)[:1]
        first, second = self.new(above), self.new(above)
        parts = [
            Part(unit=first, share=0.5),
            Part(unit=second, units=[self.unit(each) for each in children], people=named),
        ]
        split_unit(self.unit(code), into=parts, on=on, **BY)
        for number in going:
            self.plain.people[number] = (second.code, self.plain.people[number][1])
        for each in children:
            self.plain.units[each] = (self.plain.units[each][0], second.code)
        self.plain.hand_over(code, first.code)
        self.plain.units |= {new.code: (new.name, above) for new in (first, second)}

    def close(self, on: date) -> None:
        from dampak.organisations.services import CannotReorganise, close_unit

        code = self.any_unit()
        staffed = any(here == code for here, _ in self.plain.people.values())
        if staffed or len(self.plain.below(code)) > 1:
            with pytest.raises(CannotReorganise):
                close_unit(self.unit(code), on=on, **BY)
            return
        close_unit(self.unit(code), on=on, **BY)
        del self.plain.units[code]

    def enter(self, on: date) -> None:
        from dampak.organisations.services import enter_person

        number = 1 + max(self.plain.people, default=0)
        code, rank = self.any_unit(), self.luck.choice(["II/a", "III/b", "III/c"])
        place = self.place(code, rank)
        enter_person(name=f"P{number}", nip=nip(number), place=place, on=on, **BY)
        self.plain.people[number] = (code, rank)

    def post(self, on: date) -> None:
        from dampak.organisations.models import Person
        from dampak.organisations.services import post_person

        if not self.plain.people:
            return
        number = self.luck.choice(sorted(self.plain.people))
        code, rank = self.any_unit(), self.luck.choice(["III/d", "IV/a"])
        if self.plain.people[number] == (code, rank):
            return
        post_person(
            Person.objects.get(name=f"P{number}"), place=self.place(code, rank), on=on, **BY
        )
        self.plain.people[number] = (code, rank)

    def place(self, code: str, rank: str) -> Any:
        from dampak.organisations.models import Employment
        from dampak.organisations.services import Place

        return Place(unit=self.unit(code), position="Staf", employment=Employment.PNS, rank=rank)


DEEDS: tuple[tuple[Callable[[World, date], None], int], ...] = (
    (World.open, 3), (World.rename, 2), (World.move, 3), (World.merge, 1), (World.split, 1),
    (World.close, 1), (World.enter, 4), (World.post, 3),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_an_old_report_is_the_same_after_any_later_reorganisation(db: None, seed: int) -> None:
    world, day = World(luck=random.Random(seed)), FIRST  # noqa: S311
    told: dict[date, tuple[Any, Any]] = {}
    for step in range(60):
        deeds, weights = zip(*DEEDS, strict=True)
        deed = world.luck.choices(deeds, weights)[0] if len(world.plain.units) > 2 else World.open
        deed(world, day)
        told[day] = (world.plain.tree(), world.plain.staff())
        day += timedelta(days=world.luck.randint(2, 40))
        if step % 20 == 19:
            assert_told(told)
    assert_told(told)
    assert_present(world)


def assert_told(told: dict[date, tuple[Any, Any]]) -> None:
    from dampak.organisations.selectors import staff_report_as_of, tree_as_of

    for day, (tree, staff) in told.items():
        units = tree_as_of(day)
        code_of = {unit.id: unit.code for unit in units} | {None: ""}
        assert [(unit.code, unit.name, code_of[unit.parent_id]) for unit in units] == tree
        lines = staff_report_as_of(day, units=units)
        assert [(line.unit.code, line.rank_group, line.people) for line in lines] == staff


def assert_present(world: World) -> None:
    """What is copied for speed says the same as what is dated."""
    from dampak.organisations.models import Person, Unit

    standing = {unit.path: unit.code for unit in Unit.objects.standing()}
    now = {person.name: standing[person.unit_path] for person in Person.objects.all()}
    assert now == {f"P{number}": code for number, (code, _) in world.plain.people.items()}
    for unit in Unit.objects.select_related("parent"):
        assert unit.path[:-4] == (unit.parent.path if unit.parent else "")
