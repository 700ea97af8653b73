"""The rules that every reorganisation keeps, and the dated truth it writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Max, Model, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils.timezone import localdate

from dampak.foundation.text import gettext_noop
from dampak.organisations.models import LONG_AGO, Unit, UnitSpell
from dampak.organisations.paths import MOST_BELOW_ONE, PATH_LENGTH, child_path, number_of, within
from dampak.organisations.selectors.served import codes_served_elsewhere
from dampak.organisations.services.refusals import CannotGiveCode, CannotReorganise, Refusal

DAY = timedelta(days=1)
COPIED_AS = "unit_path"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """What a unit is to be when it is opened. Without a parent it stands at the top."""

    code: str
    name: str
    kind: str = ""
    region_code: str = ""
    time_zone: str = ""
    parent: Unit | None = None


def lasting(on: date) -> Q:
    """The condition that something lasts at least until the day."""
    return Q(valid_to=None) | Q(valid_to__gte=on)


def check_day(on: date, *, at: datetime, refuse: type[Refusal] = CannotReorganise) -> None:
    """Refuse a day to come: until then the tree would be shown as it is not yet."""
    if on > localdate(at):
        raise refuse(
            gettext_noop(
                "%(day)s has not come yet. Record the change on that day or later; "
                "an earlier first day may be given."
            ),
            day=on,
        )


def check_standing(unit: Unit, on: date, refuse: type[Refusal] = CannotReorganise) -> None:
    """Refuse a unit that has ended, or had not begun on the day."""
    if unit.ended_on is not None:
        raise refuse(
            gettext_noop("%(unit)s ended on %(day)s. Choose a unit that is still there."),
            unit=str(unit),
            day=unit.ended_on,
        )
    if unit.began_on is not None and unit.began_on > on:
        raise refuse(
            gettext_noop("%(unit)s began only on %(day)s. Choose that day or a later one."),
            unit=str(unit),
            day=unit.began_on,
        )


def open_spell(unit: Unit, on: date) -> UnitSpell:
    """The spell that still lasts; refused if it begins after the day of the deed."""
    spell = unit.spells.get(valid_to=None)
    if spell.valid_from > on:
        raise CannotReorganise(
            gettext_noop(
                "%(unit)s was already changed on %(day)s. Choose that day or a later one."
            ),
            unit=str(unit),
            day=spell.valid_from,
        )
    return spell


def check_no_circle(unit: Unit, parent: Unit | None, on: date) -> None:
    """Refuse a parent that stands, or at any time from the day on stood, below the unit."""
    seen: set[int] = set()
    above = {parent.pk} if parent else set()
    while above:
        if unit.pk in above:
            raise CannotReorganise(
                gettext_noop(
                    "%(parent)s stands below %(unit)s, or did so after the day you chose. "
                    "Choose another unit above, or move %(parent)s first."
                ),
                parent=str(parent),
                unit=str(unit),
            )
        seen |= above
        spells = UnitSpell.objects.filter(lasting(on), unit__in=above, parent__isnull=False)
        above = set(spells.values_list("parent_id", flat=True)) - seen


def respell(unit: Unit, *, on: date, **changed: Any) -> None:
    """From the day on the unit is otherwise; what it was until then stays on record."""
    spell = open_spell(unit, on)
    if spell.valid_from < on:
        UnitSpell.objects.filter(pk=spell.pk).update(valid_to=on - DAY)
        spell.pk, spell.valid_from = None, on
    for name, value in changed.items():
        setattr(spell, name, value)
        setattr(unit, name, value)
    spell.save()
    unit.save(update_fields=list(changed))


def end(unit: Unit, *, on: date) -> None:
    """The day is the first on which the unit is no more."""
    spell = open_spell(unit, on)
    if spell.valid_from >= on:
        raise CannotReorganise(
            gettext_noop(
                "%(unit)s was changed on %(day)s, and cannot end before that day is over. "
                "Choose a later day."
            ),
            unit=str(unit),
            day=spell.valid_from,
        )
    below = UnitSpell.objects.filter(lasting(on), parent=unit).select_related("unit").first()
    if below is not None:
        raise CannotReorganise(
            gettext_noop(
                "%(below)s still stood below %(unit)s on that day. Move it first, "
                "or choose a later day."
            ),
            below=str(below.unit),
            unit=str(unit),
        )
    UnitSpell.objects.filter(pk=spell.pk).update(valid_to=on - DAY)
    unit.ended_on = on - DAY
    unit.save(update_fields=["ended_on"])


def plant(new: NewUnit, *, on: date | None, paths: Sequence[str] | None) -> Unit:
    """Put a new unit into the tree; without a day it has been there since long ago.

    ``paths`` are the parts of the tree that the person may change; None is all of it.
    """
    unit = Unit.objects.create(
        code=_free(new.code, paths),
        path=free_path(new.parent),
        name=new.name,
        kind=new.kind,
        region_code=new.region_code,
        time_zone=new.time_zone,
        parent=new.parent,
        began_on=on,
    )
    UnitSpell.objects.create(
        unit=unit,
        name=new.name,
        parent=new.parent,
        kind=new.kind,
        region_code=new.region_code,
        valid_from=on or LONG_AGO,
    )
    return unit


def free_path(parent: Unit | None) -> str:
    """The next path below a unit, or at the top."""
    start = parent.path if parent else ""
    last = Unit.objects.filter(parent=parent).aggregate(last=Max("path"))["last"]
    number = number_of(last) + 1 if last else 1
    if number > MOST_BELOW_ONE or len(path := child_path(start, number)) > PATH_LENGTH:
        raise CannotReorganise(
            gettext_noop("There is no more room below %(unit)s: the tree has at most 16 levels."),
            unit=str(parent),
        )
    return path


def hang(units: Iterable[Unit], *, below: Unit | None) -> None:
    """Take units with all that stands below them, and all people there, to another place."""
    for unit in units:
        _repath(unit, free_path(below))


def _repath(unit: Unit, path: str) -> None:
    old = unit.path
    deepest = Unit.objects.within([old]).values_list("path", flat=True)
    if max(map(len, deepest)) - len(old) + len(path) > PATH_LENGTH:
        raise CannotReorganise(
            gettext_noop("There is no more room below %(unit)s: the tree has at most 16 levels."),
            unit=str(unit),
        )
    Unit.objects.within([old]).update(path=Concat(Value(path), Substr("path", len(old) + 1)))
    for model in _models_that_copy_paths():
        copies: QuerySet[Model] = QuerySet(model).filter(within(COPIED_AS, [old]))
        copies.update(**{COPIED_AS: Concat(Value(path), Substr(COPIED_AS, len(old) + 1))})
    unit.path = path


def _models_that_copy_paths() -> list[type[Model]]:
    """Everything that carries its unit's path, also in the rooms above.

    A path that was left is given to the next unit that opens there: whatever kept it would from
    then on be seen by strangers.
    """
    return [
        model
        for model in apps.get_models()
        if any(field.name == COPIED_AS for field in model._meta.local_concrete_fields)
    ]


def _free(code: str, paths: Sequence[str] | None) -> str:
    if Unit.objects.filter(code=code).exists():
        raise CannotGiveCode(
            gettext_noop(
                "There is a unit with the code %(code)s already. Look whether it was entered "
                "a moment ago; if not, choose another code."
            ),
            code=code,
        )
    if code in codes_served_elsewhere(paths):
        raise CannotGiveCode(
            gettext_noop(
                "The code %(code)s is used already in the list of units that is being served, and "
                "there it does not stand below a unit of yours. Choose another code, or ask "
                "whoever keeps the whole list."
            ),
            code=code,
        )
    return code
