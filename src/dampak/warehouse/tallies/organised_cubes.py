"""The cube of a snapshot in the organisation that it is looked at in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from dampak.indicators.definition import Definition, PerStaffDay
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.counting import tallies_of
from dampak.warehouse.tallies.cube import Cube, cube_in, cube_table, open_cube
from dampak.warehouse.tallies.sheet import fingerprint, sheets_of
from dampak.warehouse.tallies.snapshot_tree import numbers_of_units
from dampak.warehouse.tallies.viewing import seen_through


def organised_cube(snapshot: Snapshot, definitions: Iterable[Definition]) -> Cube | None:
    """The snapshot's cube as its organisation has it; None if there is none.

    Where units moved it is made of the tallies of all parts, in memory, and no row is read again.
    Tallies of other definitions, or by another calendar, cannot be looked at so.
    """
    organised = snapshot.organised
    if snapshot.cube is None or organised is None:
        return open_cube(snapshot.cube) if snapshot.cube else None
    cube = _seen(_Asked(snapshot, organised, tuple(definitions)))
    return cube and _up_to(cube, organised)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A cube is made once for a snapshot and a day."""

    snapshot: Snapshot
    organised: Organised
    definitions: tuple[Definition, ...]

    def key(self) -> tuple[object, ...]:
        return self.snapshot.cube, self.snapshot.id, self.organised.day, self.definitions

    def __hash__(self) -> int:
        return hash(self.key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key() == other.key()


@lru_cache(maxsize=1)
def _seen(asked: _Asked) -> Cube | None:
    snapshot = asked.snapshot
    definitions = [each for each in asked.definitions if not isinstance(each, PerStaffDay)]
    sheets = sheets_of(definitions)
    if fingerprint(sheets, calendar=snapshot.calendar) != snapshot.marks or not snapshot.numbers:
        return None
    numbers = numbers_of_units(snapshot)
    rolled = seen_through(tallies_of(snapshot, sheets), asked.organised.view, numbers)
    return cube_in(cube_table(rolled, definitions))


def _up_to(cube: Cube, organised: Organised) -> Cube:
    """Without the months that do not count."""
    months = tuple(month for month in cube.months if organised.covers(month))
    numbers = {name: each[:, : len(months)] for name, each in cube.numbers.items()}
    return replace(cube, months=months, numbers=numbers)
