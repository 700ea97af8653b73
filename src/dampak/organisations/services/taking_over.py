"""Take a whole list of units over into a ledger that has none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.foundation.text import gettext_noop
from dampak.organisations.models import LONG_AGO, Succession, SuccessionKind, Unit, UnitSpell
from dampak.organisations.paths import child_path
from dampak.organisations.services.holding import hold_tree
from dampak.organisations.services.refusals import CannotReorganise
from dampak.organisations.services.respelling import DAY
from dampak.warehouse.organisation.register import Register, Span, register_of

Row = Mapping[str, Any]
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of the list: how a unit was from a day to a day; ``above`` stood then."""

    span: Span
    name: str
    kind: str
    region_code: str
    above: str | None


@transaction.atomic
def take_over_units(rows: Iterable[Row], *, by: str, at: datetime) -> int:
    """Plant the tree that a list of units describes, with its days and successors; how many units.

    What the list says of days to come is left out. A row that names a unit above that has ended
    stands below the one that took over from it.
    """
    hold_tree()
    if Unit.objects.exists():
        raise CannotReorganise(
            gettext_noop("There are units already. A list is taken over into an empty tree only.")
        )
    told = {(row["code"], row.get("valid_from") or date.min): row for row in rows}
    register = register_of(told.values())
    spans = dict(_begun(register, localdate(at)))
    listed = {
        code: [each for span in its for each in _listed(span, told[code, span.begins_on], spans)]
        for code, its in spans.items()
    }
    units = _plant(listed)
    _write_spells(listed, units)
    _write_successions(listed, units)
    record("unit.tree_taken_over", by=by, at=at, units=len(units))
    return len(units)


def _begun(register: Register, today: date) -> Iterator[tuple[str, list[Span]]]:
    """The spans of each unit that had begun; one that ends later has no end yet."""
    for code, spans in register.spans.items():
        begun = [span for span in spans if span.begins_on <= today]
        if begun:
            last = begun[-1]
            lasts = replace(last, ends_on=date.max) if last.ends_on >= today else last
            yield code, [*begun[:-1], lasts]


def _listed(span: Span, row: Row, spans: Mapping[str, Sequence[Span]]) -> Iterator[Listed]:
    for begins_on, ends_on, above in _above(span, spans):
        yield Listed(
            span=replace(span, begins_on=begins_on, ends_on=ends_on),
            name=row.get("name") or span.code,
            kind=row.get("kind") or "",
            region_code=row.get("region_code") or "",
            above=above,
        )


def _above(
    span: Span, spans: Mapping[str, Sequence[Span]]
) -> Iterator[tuple[date, date, str | None]]:
    """Below which unit it stood from when to when: once that one ends, below who took over."""
    begins_on, code, seen = span.begins_on, span.parent_code, {span.code}
    while code is not None and code in spans and code not in seen:
        seen.add(code)
        last = spans[code][-1]
        if last.ends_on >= span.ends_on:
            yield begins_on, span.ends_on, code
            return
        if last.ends_on >= begins_on:
            yield begins_on, last.ends_on, code
            begins_on = last.ends_on + DAY
        code = last.successors[0] if len(last.successors) == 1 else last.parent_code
    yield begins_on, span.ends_on, None


def _plant(listed: Mapping[str, Sequence[Listed]]) -> dict[str, Unit]:
    """The units as they are last, those above before those below."""
    below: dict[str | None, list[str]] = {}
    for code in sorted(listed):
        below.setdefault(listed[code][-1].above, []).append(code)
    units: dict[str, Unit] = {}
    level: list[tuple[str, str, Unit | None]] = [
        (code, child_path("", number), None) for number, code in enumerate(below.get(None, []), 1)
    ]
    while level:
        made = [_unit(code, path, parent, listed[code]) for code, path, parent in level]
        Unit.objects.bulk_create(made, batch_size=AT_ONCE)
        units |= {unit.code: unit for unit in made}
        level = [
            (code, child_path(unit.path, number), unit)
            for unit in made
            for number, code in enumerate(below.get(unit.code, []), 1)
        ]
    return units


def _unit(code: str, path: str, parent: Unit | None, its: Sequence[Listed]) -> Unit:
    first, last = its[0], its[-1]
    return Unit(
        code=code,
        path=path,
        name=last.name,
        kind=last.kind,
        region_code=last.region_code,
        parent=parent,
        began_on=None if first.span.begins_on == LONG_AGO else first.span.begins_on,
        ended_on=None if last.span.ends_on == date.max else last.span.ends_on,
    )


def _write_spells(listed: Mapping[str, Sequence[Listed]], units: Mapping[str, Unit]) -> None:
    spells = [
        UnitSpell(
            unit=unit,
            name=each.name,
            parent=units.get(each.above or ""),
            kind=each.kind,
            region_code=each.region_code,
            valid_from=each.span.begins_on,
            valid_to=None if each.span.ends_on == date.max else each.span.ends_on,
        )
        for code, unit in units.items()
        for each in listed[code]
    ]
    UnitSpell.objects.bulk_create(spells, batch_size=AT_ONCE)


def _write_successions(listed: Mapping[str, Sequence[Listed]], units: Mapping[str, Unit]) -> None:
    ended = [
        (unit, listed[code][-1].span) for code, unit in units.items() if unit.ended_on is not None
    ]
    heirs = Counter(code for _, span in ended for code in span.successors)
    successions = [
        Succession(
            predecessor=unit,
            successor=units[code],
            on=span.ends_on + DAY,
            kind=_kind(span, merged=heirs[code] > 1),
        )
        for unit, span in ended
        for code in span.successors
        if code in units and code != unit.code
    ]
    Succession.objects.bulk_create(successions, batch_size=AT_ONCE)


def _kind(span: Span, *, merged: bool) -> SuccessionKind:
    if len(span.successors) > 1:
        return SuccessionKind.SPLIT
    return SuccessionKind.MERGE if merged else SuccessionKind.RENAME
