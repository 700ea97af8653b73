"""Reorganise a unit: say what, see what will move, and do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from dampak.accounts.access import Permission, authorised, scope_of, signed_in
from dampak.accounts.models import User
from dampak.directory import forms as asked
from dampak.directory.access import unit_for, units_for
from dampak.directory.offering import offered
from dampak.directory.refusing import say_why_not
from dampak.language.moments import day_named
from dampak.organisations.models import Person, Unit
from dampak.organisations.services import (
    CannotReorganise,
    NewUnit,
    Part,
    close_unit,
    merge_units,
    move_unit,
    recode_unit,
    rename_unit,
    split_unit,
)

MOST_COUNTED = 10_000
MOST_TICKED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One way to change a unit. ``takes_along``: units and people move with it.

    ``gives_codes``: new units stand where it stood, whose codes may be in use by others.
    """

    title: str
    words: str
    form: type[asked.DeedForm]
    act: Callable[..., Unit]
    takes_along: bool = False
    gives_codes: bool = False


def _rename(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    return rename_unit(unit, name=given["name"], kind=given["kind"], on=given["on"], **told)


def _move(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    return move_unit(unit, below=given["below"], on=given["on"], **told)


def _merge(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    return merge_units([unit], into=given["into"], on=given["on"], **told)


def _recode(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    return recode_unit(unit, code=given["code"], name=given["name"], on=given["on"], **told)


def _close(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    return close_unit(unit, on=given["on"], **told)


def _split(unit: Unit, given: Mapping[str, Any], **told: Any) -> Unit:
    percent = given["second_percent"]
    share = None if percent is None else percent / 100
    first = Part(
        unit=_like(unit, given["first_code"], given["first_name"]),
        share=None if share is None else 1 - share,
    )
    second = Part(
        unit=_like(unit, given["second_code"], given["second_name"]),
        share=share,
        units=list(Unit.objects.filter(code__in=given.get("units_to_second", []))),
        people=list(Person.objects.filter(public_id__in=given.get("people_to_second", []))),
    )
    return split_unit(unit, into=[first, second], on=given["on"], **told)[0]


def _like(unit: Unit, code: str, name: str) -> NewUnit:
    return NewUnit(
        code=code,
        name=name,
        kind=unit.kind,
        region_code=unit.region_code,
        time_zone=unit.time_zone,
        parent=unit.parent,
    )


DEEDS: Mapping[str, Deed] = {
    "nama": Deed(
        title=gettext_noop("Rename"),
        words=gettext_noop("The code stays, and so do all its numbers."),
        form=asked.RenameForm,
        act=_rename,
    ),
    "pindah": Deed(
        title=gettext_noop("Move"),
        words=gettext_noop("The unit stands below another one from that day on."),
        form=asked.MoveForm,
        act=_move,
        takes_along=True,
    ),
    "gabung": Deed(
        title=gettext_noop("Merge into another unit"),
        words=gettext_noop("The other unit takes over the people and the units below."),
        form=asked.MergeForm,
        act=_merge,
        takes_along=True,
    ),
    "pecah": Deed(
        title=gettext_noop("Divide"),
        words=gettext_noop("Two new units take over. What you do not tick goes to the first."),
        form=asked.SplitForm,
        act=_split,
        takes_along=True,
        gives_codes=True,
    ),
    "kode": Deed(
        title=gettext_noop("Give another code"),
        words=gettext_noop("Under the new code it is another unit, which takes over the whole."),
        form=asked.RecodeForm,
        act=_recode,
        takes_along=True,
        gives_codes=True,
    ),
    "tutup": Deed(
        title=gettext_noop("Close"),
        words=gettext_noop("Nobody takes over; the unit has to be empty. Its numbers stay."),
        form=asked.CloseForm,
        act=_close,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.REORGANISE)
def reorganise(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """One deed on one unit: the form, then what will move, then the deed."""
    if deed not in DEEDS:
        raise Http404
    user, chosen = signed_in(request), DEEDS[deed]
    unit = unit_for(user, code, Permission.REORGANISE)
    units = units_for(user, Permission.REORGANISE).filter(ended_on=None)
    form = _form(chosen, request, unit, units)
    ready = form.is_valid() and _is_yours(user, form)
    if ready and "sah" in request.POST:
        after = _done(chosen, form, by=user, at=now())
        if after is not None:
            messages.success(request, _("Done. What was before that day stays on record."))
            return redirect(after)
        ready = False
    context = {"unit": unit, "deed": chosen, "form": form, "offered": offered(units)}
    if ready:
        return render(request, "directory/preview.html", context | _moving(unit, form))
    return render(request, "directory/deed.html", context)


def _form(deed: Deed, request: HttpRequest, unit: Unit, units: QuerySet[Unit]) -> asked.DeedForm:
    more: dict[str, Any] = {}
    if deed.form is asked.SplitForm:
        here = Person.objects.filter(unit_path=unit.path).order_by("sort_name", "pk")
        more = {"people": here[:MOST_TICKED], "children": unit.children.standing()}
    initial = {"name": unit.name, "kind": unit.kind, "on": localdate()}
    return deed.form(request.POST or None, unit=unit, units=units, initial=initial, **more)


def _is_yours(user: User, form: asked.DeedForm) -> bool:
    """The top of the tree belongs to those who may change all of it."""
    leaves_scope = form.cleaned_data.get("below", form.unit) is None
    if leaves_scope and not scope_of(user, Permission.REORGANISE).everything:
        form.add_error("below", _("Name the unit above: the top is not yours to change."))
    return not form.errors


def _done(deed: Deed, form: asked.DeedForm, *, by: User, at: datetime) -> Unit | None:
    scope = scope_of(by, Permission.REORGANISE)
    within = {"paths": None if scope.everything else scope.paths} if deed.gives_codes else {}
    try:
        return deed.act(form.unit, form.cleaned_data, by=by.username, at=at, **within)
    except CannotReorganise as refusal:
        say_why_not(refusal, form)
        return None


def _moving(unit: Unit, form: forms.Form) -> dict[str, Any]:
    """How much would move, counted up to a limit, and the answers once more."""
    people = Person.objects.within([unit.path])[: MOST_COUNTED + 1].count()
    units = Unit.objects.within([unit.path]).standing()[: MOST_COUNTED + 1].count() - 1
    return {
        "n_people": min(people, MOST_COUNTED),
        "n_units": min(units, MOST_COUNTED),
        "has_more": max(people, units) > MOST_COUNTED,
        "answers": [(field.label, _shown(form, field.name)) for field in form],
    }


def _shown(form: forms.Form, name: str) -> Any:
    value, field = form.cleaned_data[name], form.fields[name]
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(label) for code, label in field.widget.choices if code in value)
    return day_named(value) if isinstance(value, date) else value
