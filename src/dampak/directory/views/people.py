"""People on the screen: found, shown with their postings, and posted."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.access import Permission, authorised, may, scope_of, signed_in
from dampak.accounts.choosing.search import find_people
from dampak.accounts.models import User
from dampak.directory.access import people_for, person_for, units_for
from dampak.directory.forms import (
    EnterForm,
    LeaveForm,
    NumberForm,
    PostForm,
    SearchForm,
    TargetForm,
)
from dampak.directory.offering import offered
from dampak.language.saying import say
from dampak.organisations.models import Employment, Person, PositionKind, Posting, Status, Unit
from dampak.organisations.restricting import restricted_among, restriction_of
from dampak.organisations.selectors import (
    on_day,
    posts_of,
    supervisors_for,
)
from dampak.organisations.services import (
    CannotPost,
    Place,
    change_number,
    end_posting,
    enter_person,
    post_person,
)

MOST_LED, MOST_SUPERVISORS = 50, 100


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.SEE_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """Find people by the beginning of the name or the NIP; no address holds what was asked."""
    user = signed_in(request)
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "may_manage": may(user, Permission.MANAGE_PEOPLE)}
    if form.is_valid():
        page = find_people(
            scope_of(user, Permission.SEE_PEOPLE),
            form.cleaned_data["wanted"],
            on=localdate(),
            after=request.POST.get("setelah", ""),
        )
        posts = posts_of(page.people, localdate())
        context |= {
            "posts": [(person, posts.get(person.pk)) for person in page.people],
            "restricted": restricted_among(page.people, on=localdate()),
            "after": page.after,
        }
    return render(request, "directory/people.html", context)


@require_safe
@authorised(Permission.SEE_PEOPLE)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person: what is known, and every posting."""
    user, today = signed_in(request), localdate()
    found = person_for(user, public_id, Permission.SEE_PEOPLE)
    seen = people_for(user, Permission.SEE_PEOPLE)
    led = Posting.objects.filter(on_day(today), supervisor=found, person__in=seen)
    postings = list(found.postings.select_related("unit", "supervisor").order_by("-valid_from"))
    scope = scope_of(user, Permission.SEE_PEOPLE)
    restriction = restriction_of(found, on=today)
    is_steward = may(user, Permission.ANSWER_PRIVACY_REQUESTS, unit_path=found.unit_path)
    may_manage = may(user, Permission.MANAGE_PEOPLE, unit_path=found.unit_path)
    context = {
        "person": found,
        "restriction": restriction,
        "email": found.email if restriction is None else "",
        "postings": [
            (each, each.supervisor and scope.covers(each.supervisor.unit_path)) for each in postings
        ],
        "present": next((each for each in postings if _holds(each, today)), None),
        "former": found.former_numbers.order_by("-valid_to"),
        "led": led.select_related("person").order_by("person__sort_name")[:MOST_LED],
        "is_steward": is_steward,
        "may_manage": may_manage and (restriction is None or is_steward),
    }
    return render(request, "directory/person.html", context)


def _holds(posting: Posting, day: Any) -> bool:
    return posting.valid_from <= day and (posting.valid_to is None or posting.valid_to >= day)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_PEOPLE)
def post(request: HttpRequest, public_id: str) -> HttpResponse:
    """Post somebody elsewhere, or to another position or rank: first where, then as what."""
    user = signed_in(request)
    found = person_for(user, public_id, Permission.MANAGE_PEOPLE)
    last = found.postings.order_by("-valid_from").first()
    unit, choosing = _target(request, user, last.unit.code if last else "")
    if unit is None:
        return render(request, "directory/target.html", choosing | {"person": found})
    form = PostForm(
        request.POST or None, supervisors=_supervisors(unit, found), initial=_as_now(last)
    )

    def act() -> Any:
        return post_person(
            found, place=_place(unit, form), on=form.cleaned_data["on"], **_told_of(found, user)
        )

    if form.is_valid() and _done(form, act) is not None:
        messages.success(request, _("The posting is on record."))
        return redirect(found)
    context = {"form": form, "person": found, "unit": unit}
    return render(request, "directory/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_PEOPLE)
def enter(request: HttpRequest) -> HttpResponse:
    """Bring somebody new into the service: first where, then who and as what."""
    user = signed_in(request)
    unit, choosing = _target(request, user, "")
    if unit is None:
        return render(request, "directory/target.html", choosing)
    form = EnterForm(
        request.POST or None, supervisors=_supervisors(unit), initial={"on": localdate()}
    )

    def act() -> Person:
        given = form.cleaned_data
        return enter_person(
            name=given["name"],
            nip=given["nip"],
            place=_place(unit, form),
            on=given["on"],
            **_told(user),
        )

    if form.is_valid() and (entered := _done(form, act)) is not None:
        messages.success(request, _("The person is on record."))
        return redirect(entered)
    return render(request, "directory/post.html", {"form": form, "unit": unit})


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_PEOPLE)
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody leave the service."""
    user = signed_in(request)
    found = person_for(user, public_id, Permission.MANAGE_PEOPLE)
    form = LeaveForm(request.POST or None, initial={"on": localdate()})

    def act() -> Person:
        given = form.cleaned_data
        return end_posting(
            found, status=Status(given["status"]), on=given["on"], **_told_of(found, user)
        )

    if form.is_valid() and _done(form, act) is not None:
        messages.success(request, _("The end of service is on record."))
        return redirect("organisations:people")
    context = {"form": form, "person": found, "title": _("End of service")}
    return render(request, "directory/person_deed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_PEOPLE)
def number(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give somebody another NIP; by the old one they are still found."""
    user = signed_in(request)
    found = person_for(user, public_id, Permission.MANAGE_PEOPLE)
    form = NumberForm(request.POST or None, initial={"on": localdate()})

    def act() -> Person:
        given = form.cleaned_data
        return change_number(found, nip=given["nip"], on=given["on"], **_told_of(found, user))

    if form.is_valid() and _done(form, act) is not None:
        messages.success(request, _("The new number is on record."))
        return redirect(found)
    context = {"form": form, "person": found, "title": _("Another NIP")}
    return render(request, "directory/person_deed.html", context)


def _target(request: HttpRequest, user: User, code: str) -> tuple[Unit | None, dict[str, Any]]:
    """The unit that the address names; without one, what is needed to ask for it."""
    units = units_for(user, Permission.MANAGE_PEOPLE).filter(ended_on=None)
    form = TargetForm(request.GET or None, initial={"unit": code})
    unit = units.filter(code=form.cleaned_data["unit"]).first() if form.is_valid() else None
    if form.is_bound and form.is_valid() and unit is None:
        form.add_error("unit", _("You may choose no such unit. Look it up in the tree."))
    return unit, {"form": form, "offered": offered(units)}


def _supervisors(unit: Unit, person: Person | None = None) -> list[Person]:
    found = supervisors_for(unit)
    return list((found.exclude(pk=person.pk) if person else found)[:MOST_SUPERVISORS])


def _as_now(last: Posting | None) -> dict[str, Any]:
    if last is None:
        return {"on": localdate()}
    same = {
        name: getattr(last, name) for name in ("position", "position_kind", "employment", "rank")
    }
    return same | {
        "on": localdate(),
        "supervisor": last.supervisor.public_id if last.supervisor else "",
    }


def _place(unit: Unit, form: PostForm) -> Place:
    given = form.cleaned_data
    return Place(
        unit=unit,
        position=given["position"],
        position_kind=PositionKind(given["position_kind"]),
        employment=Employment(given["employment"]),
        rank=given["rank"],
        supervisor=form.chosen_supervisor(),
    )


def _told(user: User) -> dict[str, Any]:
    return {"by": user.username, "at": now()}


def _told_of(person: Person, user: User) -> dict[str, Any]:
    """Also whether it is the steward who does it, for somebody whose data are restricted."""
    is_steward = may(user, Permission.ANSWER_PRIVACY_REQUESTS, unit_path=person.unit_path)
    return _told(user) | {"by_steward": is_steward}


def _done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What came of the deed; None, with the reason on the form, if it was refused."""
    try:
        return act()
    except CannotPost as refusal:
        form.add_error(None, say(refusal.sentence, get_language() or "id"))
        return None
