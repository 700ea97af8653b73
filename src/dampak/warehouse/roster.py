"""The units of a snapshot, and what else happened to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organisation.register import Register, register_of
from dampak.warehouse.organised_tables import lasting, organised_tables
from dampak.warehouse.snapshot import Snapshot

UNITS_SQL = """
SELECT code, arg_max(coalesce(name, code), coalesce(valid_from, DATE '0001-01-01')) AS name,
       arg_max_null(parent_code, coalesce(valid_from, DATE '0001-01-01')) AS parent_code
FROM units GROUP BY code ORDER BY code
"""
# An event names a unit, or a region and with it every unit there; without a last day it lasts.
EVENTS_SQL = """
SELECT coalesce(events.unit_code, units.code) AS unit_code, events.from_on, events.to_on
FROM events LEFT JOIN units
  ON events.unit_code IS NULL AND units.region_code = events.region_code
WHERE events.from_on IS NOT NULL AND coalesce(events.unit_code, units.code) IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnRoll:
    """A unit by its latest name and parent."""

    code: str
    name: str
    parent_code: str | None


def register(snapshot: Snapshot) -> Register:
    """Every row of the table of units, in the order of time."""
    return register_of(unit_rows(snapshot))


def unit_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The table of units as it was handed in."""
    with snapshot.connect() as connection:
        rows: list[dict[str, Any]] = connection.sql("FROM units").to_arrow_table().to_pylist()
    return rows


def units_on_roll(snapshot: Snapshot) -> tuple[UnitOnRoll, ...]:
    """Every unit of the snapshot once, by code."""
    with snapshot.connect() as connection:
        rows = connection.execute(UNITS_SQL).fetchall()
    on_roll = [UnitOnRoll(code=code, name=name, parent_code=parent) for code, name, parent in rows]
    organised = snapshot.organised
    return tuple(_as_organised(on_roll, organised) if organised else on_roll)


def _as_organised(on_roll: Sequence[UnitOnRoll], organised: Organised) -> Iterator[UnitOnRoll]:
    """Every unit that had begun by the day; what is left of one has its name, and its days."""
    names = {unit.code: unit.name for unit in on_roll}
    for node, above in sorted(organised.view.above.items()):
        code = node if node in names else node.rpartition(" ")[0]
        if organised.had_begun(code):
            name = names[code] + node.removeprefix(code)
            yield UnitOnRoll(code=node, name=name, parent_code=above)


def parents_on_roll(snapshot: Snapshot) -> dict[str, str | None]:
    """Every code of the table of units as it was handed in, and the code last written above it."""
    with snapshot.connect() as connection:
        return {code: parent for code, _, parent in connection.execute(UNITS_SQL).fetchall()}


def months_with_events(
    snapshot: Snapshot, *, unit_codes: Sequence[str], months: Sequence[date]
) -> NDArray[np.bool_]:
    """Which unit-months the diary of rival events touches; shape (n_units, n_months)."""
    row_of = {code: row for row, code in enumerate(unit_codes)}
    touched = np.zeros((len(unit_codes), len(months)), dtype=bool)
    with snapshot.connect() as connection, organised_tables(connection, snapshot.organised, {}):
        moves = snapshot.organised is not None and snapshot.organised.moved
        sql = lasting(f"({EVENTS_SQL})") if moves else EVENTS_SQL
        events = connection.execute(sql).fetchall()
    for unit_code, from_on, to_on in events:
        if unit_code in row_of:
            touched[row_of[unit_code]] |= [
                from_on.replace(day=1) <= month and (to_on is None or month <= to_on)
                for month in months
            ]
    return touched


def programmes_taught(snapshot: Snapshot) -> tuple[str, ...]:
    """The names of the programmes in the table of trainings."""
    with snapshot.connect() as connection:
        rows = connection.execute(
            "SELECT DISTINCT programme FROM training WHERE programme IS NOT NULL ORDER BY programme"
        ).fetchall()
    return tuple(name for (name,) in rows)
