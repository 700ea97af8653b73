"""Write the units of a list: new ones all at once, changes of known ones as the deeds they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dampak.organisations.importing.ledger import UnitNow
from dampak.organisations.models import LONG_AGO, Succession, SuccessionKind, Unit, UnitSpell
from dampak.organisations.paths import child_path, number_of, parent_path
from dampak.organisations.services import close_unit, move_unit, rename_unit
from dampak.organisations.services.respelling import respell
from dampak.warehouse.staff.units import UnitRow, UnitsRead, parents_first

DAY = timedelta(days=1)
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """By whom and when a list is taken over, and the day it speaks of."""

    by: str
    at: datetime
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCounts:
    """How many units a list brings, changes and leaves as they are."""

    new: int
    changed: int
    unchanged: int


def count_units(read: UnitsRead, known: dict[str, UnitNow]) -> UnitCounts:
    """What `take_units` would do."""
    new = sum(code not in known for code in read.rows)
    changed = sum(1 for unit in _known_units(read, known) if _differs(unit, read.last(unit.code)))
    return UnitCounts(new=new, changed=changed, unchanged=len(read.rows) - new - changed)


def take_units(read: UnitsRead, known: dict[str, UnitNow], deed: Deed) -> None:
    """Plant the new units, then rename and move the known ones."""
    _plant([code for code in parents_first(read) if code not in known], read, known)
    for unit in _known_units(read, known):
        row = read.last(unit.code)
        if unit.ended_on is None and _differs(unit, row):
            _change(unit, row, deed)


def close_units(read: UnitsRead, known: dict[str, UnitNow], deed: Deed) -> None:
    """End the known units whose last row has a last day, the lowest first."""
    closing = [unit for unit in _known_units(read, known) if _ends(unit, read.last(unit.code))]
    for unit in sorted(closing, key=lambda each: -len(each.path)):
        row = read.last(unit.code)
        last_day = row.valid_to or deed.on
        close_unit(unit, on=last_day + DAY, by=deed.by, at=deed.at)
    _hand_on(read, known)


def _known_units(read: UnitsRead, known: dict[str, UnitNow]) -> list[Unit]:
    """The units of the list that are there already."""
    ids = [known[code].pk for code in read.rows if code in known]
    found: list[Unit] = []
    for start in range(0, len(ids), AT_ONCE):
        some = Unit.objects.filter(pk__in=ids[start : start + AT_ONCE])
        found += some.select_related("parent")
    return found


def _differs(unit: Unit, row: UnitRow) -> bool:
    parent = unit.parent.code if unit.parent else ""
    told = {
        "kind": row.kind or unit.kind,
        "region_code": row.region_code or unit.region_code,
        "time_zone": row.time_zone or unit.time_zone,
        "name": row.name,
    }
    is_otherwise = any(getattr(unit, field) != value for field, value in told.items())
    return is_otherwise or parent != row.parent_code or _ends(unit, row)


def _ends(unit: Unit, row: UnitRow) -> bool:
    return row.valid_to is not None and unit.ended_on is None


def _change(unit: Unit, row: UnitRow, deed: Deed) -> None:
    on = _first_day(unit, row, deed)
    kind = row.kind or unit.kind
    if (unit.name, unit.kind) != (row.name, kind):
        unit = rename_unit(unit, name=row.name, kind=kind, on=on, by=deed.by, at=deed.at)
    if (unit.parent.code if unit.parent else "") != row.parent_code:
        below = Unit.objects.get(code=row.parent_code) if row.parent_code else None
        unit = move_unit(unit, below=below, on=on, by=deed.by, at=deed.at)
    region = row.region_code or unit.region_code
    if unit.region_code != region:
        respell(unit, on=on, region_code=region)
    if row.time_zone and unit.time_zone != row.time_zone:
        unit.time_zone = row.time_zone
        unit.save(update_fields=["time_zone"])


def _first_day(unit: Unit, row: UnitRow, deed: Deed) -> date:
    """From when on the change holds: as the row says, else from the day of the list on."""
    spell = unit.spells.get(valid_to=None)
    says_when = row.valid_from > LONG_AGO and row.valid_from >= spell.valid_from
    return row.valid_from if says_when else max(deed.on, spell.valid_from)


def _plant(codes: Sequence[str], read: UnitsRead, known: dict[str, UnitNow]) -> None:
    """New units level by level, because a unit needs the id of the one above."""
    units: dict[str, Unit] = {}
    numbers = _last_numbers(known)
    waiting = list(codes)
    while waiting:
        ready = [code for code in waiting if _parent_is_there(code, read, known, units)]
        made = [_new_unit(read.rows[code], known, units, numbers) for code in ready]
        for unit in Unit.objects.bulk_create(made, batch_size=AT_ONCE):
            units[unit.code] = unit
        done = set(ready)
        waiting = [code for code in waiting if code not in done]
    ids = {code: now.pk for code, now in known.items()} | {c: u.pk for c, u in units.items()}
    spells = (spell for code in codes for spell in _spells(read.rows[code], ids))
    UnitSpell.objects.bulk_create(spells, batch_size=AT_ONCE)


def _parent_is_there(
    code: str, read: UnitsRead, known: dict[str, UnitNow], units: dict[str, Unit]
) -> bool:
    above = read.last(code).parent_code
    return not above or above in known or above in units


def _last_numbers(known: dict[str, UnitNow]) -> dict[str, int]:
    """The highest number in use below each path."""
    last: dict[str, int] = {}
    for unit in known.values():
        above = parent_path(unit.path)
        last[above] = max(last.get(above, 0), number_of(unit.path))
    return last


def _new_unit(
    rows: Sequence[UnitRow],
    known: dict[str, UnitNow],
    units: dict[str, Unit],
    numbers: dict[str, int],
) -> Unit:
    first, last = rows[0], rows[-1]
    above = last.parent_code
    path = known[above].path if above in known else units[above].path if above else ""
    numbers[path] = numbers.get(path, 0) + 1
    return Unit(
        code=last.code,
        path=child_path(path, numbers[path]),
        name=last.name,
        kind=last.kind,
        region_code=last.region_code,
        time_zone=last.time_zone,
        parent_id=known[above].pk if above in known else units[above].pk if above else None,
        began_on=first.valid_from if first.valid_from > LONG_AGO else None,
        ended_on=last.valid_to,
    )


def _spells(rows: Sequence[UnitRow], ids: dict[str, int]) -> Iterable[UnitSpell]:
    """What the unit was on each day; a row without a last day holds until the next one."""
    followers = [*rows[1:], None]
    for row, follower in zip(rows, followers, strict=True):
        until = follower.valid_from - DAY if follower else None
        yield UnitSpell(
            unit_id=ids[row.code],
            name=row.name,
            parent_id=ids[row.parent_code] if row.parent_code else None,
            kind=row.kind,
            region_code=row.region_code,
            valid_from=row.valid_from,
            valid_to=row.valid_to or until,
        )


def _hand_on(read: UnitsRead, known: dict[str, UnitNow]) -> None:
    """Write down who took over the work of units that ended, where that is not known yet."""
    rows = [rows[-1] for rows in read.rows.values() if rows[-1].successors and rows[-1].valid_to]
    codes = {row.code for row in rows} | {heir for row in rows for heir in row.successors}
    ids = {code: now.pk for code, now in known.items() if code in codes}
    ids |= dict(Unit.objects.filter(code__in=codes - ids.keys()).values_list("code", "pk"))
    successions = [
        Succession(
            predecessor_id=ids[row.code],
            successor_id=ids[heir],
            on=row.valid_to + DAY,
            kind=SuccessionKind.SPLIT if len(row.successors) > 1 else SuccessionKind.MERGE,
        )
        for row in rows
        for heir in row.successors
        if row.valid_to
    ]
    Succession.objects.bulk_create(successions, batch_size=AT_ONCE, ignore_conflicts=True)
