"""Readings and arrays out of a cube: the same as the SQL would count, without counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dampak.indicators.definition import Definition, Reading
from dampak.indicators.finishing import Finished
from dampak.warehouse.tallies.cube import Cube


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Readings as arrays of shape (units, months); NaN where there is none.

    Units are in the order of their codes; months follow each other from the first reading to the
    last. ``volume`` is what stands behind a value.
    """

    unit_codes: tuple[str, ...]
    months: tuple[date, ...]
    values: NDArray[np.float64]
    volume: NDArray[np.float64]


def cells_in(cube: Cube, definition: Definition) -> Cells:
    """The readings of all units that have any, each with its own rows only."""
    found = cube.read(definition, slice(0, len(cube.units)))
    occurs = ~np.isnan(found.value)
    order = _by_code(cube.units)
    order = order[occurs[order].any(axis=1)]
    months = np.flatnonzero(occurs.any(axis=0))
    span = slice(months[0], months[-1] + 1) if len(months) else slice(0, 0)
    return Cells(
        unit_codes=tuple(cube.units[line] for line in order),
        months=cube.months[span],
        values=found.value[order, span],
        volume=found.denominator[order, span],
    )


def readings_in(cube: Cube, definition: Definition) -> list[Reading]:
    """The readings of all units, each with its own rows only, by unit and month."""
    found = cube.read(definition, slice(0, len(cube.units)))
    return [
        reading
        for line in _by_code(cube.units).tolist()
        for reading in _readings(cube, definition, found, line, cube.units[line])
    ]


def readings_of(cube: Cube, definition: Definition, units: Sequence[str]) -> list[Reading]:
    """The readings of these units, each together with all that stand below it."""
    found = cube.read(definition)
    lines = {**cube.own, **cube.with_all_below}
    return [
        reading
        for code in sorted(units)
        if code in lines
        for reading in _readings(cube, definition, found, lines[code], code)
    ]


def readings_together_in(cube: Cube, definition: Definition, *, called: str) -> list[Reading]:
    """The readings of all units as if they were one unit with this code, by month."""
    found = cube.read(definition)
    return list(_readings(cube, definition, found, cube.everywhere, called))


def _readings(
    cube: Cube, definition: Definition, found: Finished, line: int, unit_code: str
) -> Sequence[Reading]:
    return [
        Reading(
            indicator=definition.code,
            version=definition.version,
            unit_code=unit_code,
            month=cube.months[place],
            numerator=None if found.numerator is None else float(found.numerator[line, place]),
            denominator=float(found.denominator[line, place]),
            value=float(found.value[line, place]),
        )
        for place in np.flatnonzero(~np.isnan(found.value[line])).tolist()
    ]


def _by_code(codes: Sequence[str]) -> NDArray[np.int64]:
    """Lines of units in the order of their codes, as the engine orders text."""
    return np.array(sorted(range(len(codes)), key=codes.__getitem__), np.int64)
