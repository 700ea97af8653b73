"""The office's own columns of unit-months, in the organisation of a day.

Nobody knows by which rule two offices' numbers become one: a sum, or a mean, weighted by what? So
numbers go with a unit that was renamed, and stay where those of two units would meet.
"""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from datetime import date

from dampak.warehouse.organisation.organised import Organised

Cell = tuple[str, date, float, float]  # unit, month, value, volume


def renamed(cells: Collection[Cell], organised: Organised) -> list[Cell]:
    """The cells of months that count, each under the unit that it counts for."""
    counted = [cell for cell in cells if organised.covers(cell[1])]
    node_of, stay = organised.node_of(), set[str]()
    while meeting := _meeting(counted, node_of, stay):
        stay |= meeting
    return [
        (unit if unit in stay else node_of(unit, month), month, value, volume)
        for unit, month, value, volume in counted
    ]


def _meeting(
    cells: Collection[Cell], node_of: Callable[[str, date], str], stay: AbstractSet[str]
) -> set[str]:
    """The units whose numbers would lie in one cell with those of another."""
    at: dict[tuple[str, date], set[str]] = {}
    for unit, month, *_ in cells:
        node = unit if unit in stay else node_of(unit, month)
        at.setdefault((node, month), set()).add(unit)
    return {unit for units in at.values() if len(units) > 1 for unit in units} - stay
