"""Units that end with a successor: several become one, one becomes several, or one gets a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from dampak.audit.services import record
from dampak.foundation.text import gettext_noop
from dampak.organisations.models import Person, Posting, Succession, SuccessionKind, Unit
from dampak.organisations.paths import is_within
from dampak.organisations.services.holding import hold_tree
from dampak.organisations.services.refusals import CannotReorganise
from dampak.organisations.services.respelling import (
    DAY,
    NewUnit,
    check_day,
    check_no_circle,
    check_standing,
    end,
    hang,
    lasting,
    plant,
    respell,
)

AT_ONCE = 2_000  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the units that a unit is divided into, with the units and people that go there.

    ``share`` is the part of the work that it takes over, from 0 to 1, if that is known.
    """

    unit: NewUnit
    share: float | None = None
    units: Sequence[Unit] = ()
    people: Sequence[Person] = ()


@transaction.atomic
def merge_units(
    units: Sequence[Unit],
    *,
    into: Unit | NewUnit,
    on: date,
    by: str,
    at: datetime,
    kind: SuccessionKind = SuccessionKind.MERGE,
    paths: Sequence[str] | None = None,
) -> Unit:
    """Let one unit, new or standing, take over from others: their people and what is below them.

    ``paths`` are the parts of the tree that the person may change; None is all of it.
    """
    hold_tree()
    check_day(on, at=at)
    ending = _ending(units, on)
    successor = _successor(into, ending, on, paths)
    # From below: what stands under one that ends, and ends too, goes nowhere.
    for unit in sorted(ending, key=lambda each: -len(each.path)):
        staying = unit.children.standing().exclude(pk__in=[each.pk for each in ending])
        _take_over(unit, successor, list(staying), on=on)
        Succession.objects.create(predecessor=unit, successor=successor, on=on, kind=kind)
    for unit in sorted(ending, key=lambda each: -len(each.path)):
        end(unit, on=on)
    codes = [unit.code for unit in ending]
    record(f"unit.{DEEDS[kind]}", by=by, at=at, subject=successor, on=on.isoformat(), units=codes)
    return successor


DEEDS = {
    SuccessionKind.MERGE: "merged",
    SuccessionKind.RENAME: "recoded",
    SuccessionKind.MOVE: "moved",
}


def recode_unit(
    unit: Unit,
    *,
    code: str,
    name: str,
    on: date,
    by: str,
    at: datetime,
    paths: Sequence[str] | None = None,
) -> Unit:
    """Give a unit another code: under the new one it is another unit, and takes over the whole.

    ``paths`` are the parts of the tree that the person may change; None is all of it.
    """
    new = NewUnit(
        code=code,
        name=name,
        kind=unit.kind,
        region_code=unit.region_code,
        time_zone=unit.time_zone,
        parent=unit.parent,
    )
    kind = SuccessionKind.RENAME
    return merge_units([unit], into=new, on=on, by=by, at=at, kind=kind, paths=paths)


@transaction.atomic
def split_unit(
    unit: Unit,
    *,
    into: Sequence[Part],
    on: date,
    by: str,
    at: datetime,
    paths: Sequence[str] | None = None,
) -> list[Unit]:
    """Divide a unit; the first part takes the units and people that no other part names.

    ``paths`` are the parts of the tree that the person may change; None is all of it.
    """
    hold_tree()
    check_day(on, at=at)
    unit = _ending([unit], on)[0]
    _check_parts(unit, into)
    heirs = [plant(part.unit, on=on, paths=paths) for part in into]
    for part, heir in list(zip(into, heirs, strict=True))[1:]:
        _take_over(unit, heir, _named(unit, part), on=on, people=part.people)
    _take_over(unit, heirs[0], list(unit.children.standing()), on=on)
    for part, heir in zip(into, heirs, strict=True):
        Succession.objects.create(
            predecessor=unit,
            successor=heir,
            on=on,
            kind=SuccessionKind.SPLIT,
            share=part.share,
        )
    end(unit, on=on)
    codes = [heir.code for heir in heirs]
    record("unit.divided", by=by, at=at, subject=unit, on=on.isoformat(), units=codes)
    return heirs


def _ending(units: Sequence[Unit], on: date) -> list[Unit]:
    ending = list(Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path"))
    for unit in ending:
        check_standing(unit, on)
    return ending


def _successor(
    into: Unit | NewUnit, ending: Sequence[Unit], on: date, paths: Sequence[str] | None
) -> Unit:
    place = into.parent if isinstance(into, NewUnit) else into
    if place is not None:
        place.refresh_from_db()
        check_standing(place, on)
        for unit in ending:
            if is_within(place.path, unit.path):
                raise CannotReorganise(
                    gettext_noop(
                        "%(place)s stands below %(unit)s or is the same, and %(unit)s ends. "
                        "Move it out first, or choose another one."
                    ),
                    place=str(place),
                    unit=str(unit),
                )
    return plant(into, on=on, paths=paths) if isinstance(into, NewUnit) else into


def _check_parts(unit: Unit, parts: Sequence[Part]) -> None:
    if len(parts) < 2:
        raise CannotReorganise(
            gettext_noop("A unit is divided into two or more; name another one.")
        )
    for part in parts:
        if part.unit.parent is not None and is_within(part.unit.parent.path, unit.path):
            raise CannotReorganise(
                gettext_noop(
                    "%(unit)s ends, so nothing new can stand below it. Choose another unit above."
                ),
                unit=str(unit),
            )
    if sum(part.share or 0 for part in parts) > 1.000_001:
        raise CannotReorganise(
            gettext_noop("The shares of the parts come to more than the whole. Lower them.")
        )


def _named(unit: Unit, part: Part) -> list[Unit]:
    """The units below that a part names, as they are now."""
    named = list(unit.children.standing().filter(pk__in=[each.pk for each in part.units]))
    if len(named) < len(part.units):
        raise CannotReorganise(
            gettext_noop(
                "Only what stands directly below %(unit)s can go to one of its parts. "
                "Look at the list of units below it again."
            ),
            unit=str(unit),
        )
    return named


def _take_over(
    unit: Unit,
    successor: Unit,
    children: Sequence[Unit],
    *,
    on: date,
    people: Sequence[Person] | None = None,
) -> None:
    for child in children:
        check_no_circle(child, successor, on)
        hang([child], below=successor)
        respell(child, on=on, parent=successor)
    _repost(unit, successor, on=on, people=people)


def _repost(unit: Unit, successor: Unit, *, on: date, people: Sequence[Person] | None) -> None:
    """From the day on, postings to the one are postings to the other; until then they stay."""
    chosen = Q() if people is None else Q(person__in=[person.pk for person in people])
    going = Posting.objects.filter(lasting(on), chosen, unit=unit)
    going.filter(valid_from__gte=on).update(unit=successor)
    begun = list(going.filter(valid_from__lt=on))
    for start in range(0, len(begun), AT_ONCE):
        _go_on(begun[start : start + AT_ONCE], successor, on)
    here = Person.objects.filter(unit_path=unit.path)
    if people is not None:
        here = here.filter(pk__in=[person.pk for person in people])
    here.update(unit_path=successor.path)


def _go_on(postings: Sequence[Posting], successor: Unit, on: date) -> None:
    Posting.objects.filter(pk__in=[each.pk for each in postings]).update(valid_to=on - DAY)
    for posting in postings:
        posting.pk, posting.unit, posting.valid_from = None, successor, on
    Posting.objects.bulk_create(postings, batch_size=AT_ONCE)
