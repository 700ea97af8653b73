"""How far down a nation is shown: nobody reads 40,000 units, but those above them."""

from collections.abc import Iterator, Mapping, Sequence

from dampak.indicators.definition import Definition, Reading
from dampak.warehouse.readings import cube_with, readings
from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.reading_cubes import readings_of

MOST_UNITS = 2_000


def units_shown(snapshot: Snapshot, *, most: int = MOST_UNITS) -> tuple[str, ...] | None:
    """The lowest level of the tree with so many units at most; None if all units are no more.

    A level is a cut through the tree: the units of one depth, and those above it that have none
    below them. Every unit that does work is then shown once, by itself or in one above it.
    """
    above = {unit.code: unit.parent_code for unit in units_on_roll(snapshot)}
    if snapshot.cube is None or len(above) <= most:
        return None
    return max((cut for cut in _cuts(above) if len(cut) <= most), key=len, default=())


def readings_shown(
    snapshot: Snapshot, definition: Definition, units: Sequence[str] | None
) -> list[Reading]:
    """The readings of these units, each with all that stand below it; of None, of every unit.

    What cannot be added up, such as staff-days of officials with two units, is not read above a
    unit: those indicators are then left out.
    """
    if units is None:
        return readings(snapshot, definition)
    cube = cube_with(snapshot, definition)
    return [] if cube is None else readings_of(cube, definition, units)


def _cuts(above: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """From the top down, one cut for each depth."""
    below: dict[str | None, list[str]] = {}
    for code, parent in sorted(above.items()):
        below.setdefault(parent if parent in above else None, []).append(code)
    cut = tuple(below.get(None, ()))
    while True:
        yield cut
        lower = tuple(code for unit in cut for code in below.get(unit, (unit,)))
        if lower == cut:
            return
        cut = lower
