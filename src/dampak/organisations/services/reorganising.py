"""Open, rename, move and close a unit."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.foundation.text import gettext_noop
from dampak.organisations.models import Posting, Unit
from dampak.organisations.restricting import restricted_people
from dampak.organisations.services.holding import hold_tree
from dampak.organisations.services.refusals import CannotReorganise
from dampak.organisations.services.respelling import (
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


@transaction.atomic
def open_unit(
    new: NewUnit,
    *,
    on: date | None = None,
    by: str,
    at: datetime,
    paths: Sequence[str] | None = None,
) -> Unit:
    """Open a unit on a day; without one it has been there since long ago.

    ``paths`` are the parts of the tree that the person may change; None is all of it.
    """
    hold_tree()
    if on is not None:
        check_day(on, at=at)
    if new.parent is not None:
        new.parent.refresh_from_db()
        check_standing(new.parent, on or date.min)
    unit = plant(new, on=on, paths=paths)
    record("unit.opened", by=by, at=at, subject=unit, on=_told(on), parent=_code(new.parent))
    return unit


@transaction.atomic
def rename_unit(
    unit: Unit, *, name: str, kind: str | None = None, on: date, by: str, at: datetime
) -> Unit:
    """Give a unit another name, and perhaps another kind; its code and its history stay."""
    unit = _held(unit, on, at)
    changed = {"name": name, **({} if kind is None else {"kind": kind})}
    before = {field: getattr(unit, field) for field in changed}
    if before == changed:
        raise CannotReorganise(
            gettext_noop("%(unit)s is already called so. Give the new name."), unit=str(unit)
        )
    respell(unit, on=on, **changed)
    record("unit.renamed", by=by, at=at, subject=unit, on=_told(on), before=before, after=changed)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, below: Unit | None, on: date, by: str, at: datetime) -> Unit:
    """Put a unit, with all that stands below it, under another one or at the top."""
    unit = _held(unit, on, at)
    if below is not None:
        below.refresh_from_db()
        check_standing(below, on)
    if unit.parent_id == (below.pk if below else None):
        raise CannotReorganise(gettext_noop("%(unit)s stands there already."), unit=str(unit))
    check_no_circle(unit, below, on)
    before = _code(unit.parent)
    hang([unit], below=below)
    respell(unit, on=on, parent=below)
    record(
        "unit.moved", by=by, at=at, subject=unit, on=_told(on), before=before, after=_code(below)
    )
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, on: date, by: str, at: datetime) -> Unit:
    """End a unit that nobody takes over; ``on`` is the first day on which it is no more.

    Refused while people or units are in it: they would hang from nothing.
    """
    unit = _held(unit, on, at)
    if unit.children.standing().exists():
        raise CannotReorganise(
            gettext_noop(
                "There are units below %(unit)s. Move or close them first, "
                "or let another unit take over the whole."
            ),
            unit=str(unit),
        )
    posted = Posting.objects.filter(lasting(on), unit=unit)
    _refuse_restricted(posted, unit, at)
    if posted.exists():
        raise CannotReorganise(
            gettext_noop(
                "People are posted to %(unit)s on that day. Transfer them first, "
                "or let another unit take over the whole."
            ),
            unit=str(unit),
        )
    end(unit, on=on)
    record("unit.closed", by=by, at=at, subject=unit, on=_told(on))
    return unit


def _refuse_restricted(posted: QuerySet[Posting], unit: Unit, at: datetime) -> None:
    """Neither a list nor an office transfers them, so it is said who can; without a name."""
    restricted = restricted_people(on=localdate(at))
    n = posted.filter(person__in=restricted).values("person").distinct().count()
    if n:
        raise CannotReorganise(
            gettext_noop(
                "In %(unit)s, of the people posted there on that day, %(n)s had their data "
                "restricted at their own wish (UU 27/2022), so lists and offices leave them "
                "there. Ask the data steward to transfer them or to lift the restriction first; "
                "then close the unit, or hand the list in again."
            ),
            unit=str(unit),
            n=n,
        )


def _held(unit: Unit, on: date, at: datetime) -> Unit:
    """The unit as it is now, with nobody else changing the tree."""
    hold_tree()
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    check_day(on, at=at)
    check_standing(unit, on)
    return unit


def _code(unit: Unit | None) -> str:
    return unit.code if unit else ""


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""
