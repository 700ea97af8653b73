"""Units: the tree of offices, as it stands now or as it stood on a day."""

from datetime import date
from functools import partial
from typing import Annotated, Any

from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Schema

from dampak.accounts.access import Permission, Scope
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind
from dampak.api.paging import Page, page_of
from dampak.api.values import NO_NUL, After, Code, Day, Limit
from dampak.organisations.models import LONG_AGO, Unit, UnitSpell
from dampak.organisations.selectors import on_day

room = Room(tags=["units"])


class UnitTold(Schema):
    """An office on a day."""

    code: str
    name: str
    kind: str
    region_code: str
    parent_code: str | None


class UnitWithSpells(UnitTold):
    """An office with everything that it was."""

    time_zone: str
    began_on: date | None
    ended_on: date | None
    spells: list["SpellTold"]


class SpellTold(Schema):
    """What an office was called, and below which it stood, from a day to a day."""

    name: str
    kind: str
    region_code: str
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None


@room.ask("/units", Page[UnitTold], permission=Permission.SEE_UNITS)
def list_units(
    request: HttpRequest,
    as_of: Annotated[Day | None, Query(description="Today, if no day is named.")] = None,
    below: Annotated[
        str | None, Query(pattern=NO_NUL, max_length=100, description="This unit and all below.")
    ] = None,
    after: After = None,
    limit: Limit = 100,
) -> dict[str, object]:
    """The tree, each unit with the one above it, in the order of their codes."""
    day, scope = as_of or localdate(), scope_behind(request)
    rows = scope.narrow(UnitSpell.objects.filter(on_day(day)), "unit__path")
    rows = rows.select_related("unit", "parent")
    if below is not None:
        top = scope.narrow(Unit.objects.filter(code=below), "path")
        if not top.exists():
            raise Http404
        rows = rows.filter(unit__in=Unit.objects.within(top.values_list("path", flat=True)))
    return page_of(
        rows.annotate(code=F("unit__code")),
        by=["code"],
        of=f"units {day} {below!r}",
        after=after,
        limit=limit,
        show=partial(_spelled, scope=scope),
    )


@room.ask("/units/{code}", UnitWithSpells, permission=Permission.SEE_UNITS)
def read_unit(request: HttpRequest, code: Code) -> dict[str, Any]:
    """One unit, with all that it was."""
    scope = scope_behind(request)
    seen = scope.narrow(Unit.objects.select_related("parent"), "path")
    unit = get_object_or_404(seen, code=code)
    spells = unit.spells.select_related("parent").order_by("valid_from")
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "region_code": unit.region_code,
        "parent_code": _above(unit.parent, scope),
        "time_zone": unit.time_zone,
        "began_on": unit.began_on,
        "ended_on": unit.ended_on,
        "spells": [_spell(spell, scope) for spell in spells],
    }


def _spelled(spell: UnitSpell, scope: Scope) -> dict[str, Any]:
    return {
        "code": spell.unit.code,
        "name": spell.name,
        "kind": spell.kind,
        "region_code": spell.region_code,
        "parent_code": _above(spell.parent, scope),
    }


def _spell(spell: UnitSpell, scope: Scope) -> dict[str, Any]:
    return {
        "name": spell.name,
        "kind": spell.kind,
        "region_code": spell.region_code,
        "parent_code": _above(spell.parent, scope),
        "valid_from": None if spell.valid_from == LONG_AGO else spell.valid_from,
        "valid_to": spell.valid_to,
    }


def _above(parent: Unit | None, scope: Scope) -> str | None:
    """The code of the unit above, if that one exists for the token."""
    return parent.code if parent is not None and scope.covers(parent.path) else None
