"""Units on the screen: the tree, and one unit as it is or was."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.access import Permission, authorised, may, scope_of, signed_in
from dampak.accounts.models import User
from dampak.directory.access import unit_for, units_for
from dampak.directory.branches import MOST, branches
from dampak.directory.forms import NewUnitForm, day_asked
from dampak.directory.offering import offered
from dampak.directory.refusing import say_why_not
from dampak.organisations.models import Posting, Unit
from dampak.organisations.restricting import restricted_among
from dampak.organisations.selectors import (
    ancestors_as_of,
    children_as_of,
    on_day,
    people_below,
    postings_page,
    posts_of,
)
from dampak.organisations.services import CannotReorganise, NewUnit, open_unit

MOST_FOUND = 100


@require_safe
@authorised(Permission.SEE_UNITS)
def tree(request: HttpRequest) -> HttpResponse:
    """All units that concern the reader, on a day; one of them opened; or those with a name."""
    user, day = signed_in(request), day_asked(request.GET.get("pada"), today=localdate())
    wanted = _asked(request, "cari").strip()
    units = units_for(user, Permission.SEE_UNITS)
    opened = units.filter(code=_asked(request, "buka")).first()
    is_today = day == localdate()
    context: dict[str, Any] = {"day": day, "is_today": is_today, "wanted": wanted}
    if wanted:
        context["found"] = units.filter(name__icontains=wanted).order_by("name")[:MOST_FOUND]
    else:
        scope = scope_of(user, Permission.SEE_UNITS)
        shown = branches(scope, day, opened=opened, is_first_look="buka" not in request.GET)
        context |= {"branches": shown, "most": MOST}
        if not is_today:
            context |= {"on_that_day": f"&pada={day}", "as_of_day": f"?pada={day}"}
    return render(request, "directory/tree.html", context)


@require_safe
@authorised(Permission.SEE_UNITS)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit on a day: where it stands, what it was, who took over, and its people."""
    user, today = signed_in(request), localdate()
    found = unit_for(user, code, Permission.SEE_UNITS)
    day = day_asked(request.GET.get("pada"), today=today)
    line = ancestors_as_of(found, day)
    context = {
        "unit": found,
        "day": day,
        "is_today": day == today,
        "standing": line[-1] if line else None,
        "line": line[:-1],
        "children": children_as_of(found.pk, day)[:MOST],
        "spells": found.spells.select_related("parent").order_by("-valid_from"),
        "successions": found.successions.select_related("successor").order_by("on"),
        "inheritances": found.inheritances.select_related("predecessor").order_by("on"),
        "may_reorganise": may(user, Permission.REORGANISE, unit_path=found.path),
        "may_manage": may(user, Permission.MANAGE_PEOPLE, unit_path=found.path),
        "sees_people": may(user, Permission.SEE_PEOPLE, unit_path=found.path),
    }
    if context["sees_people"]:
        after = _asked(request, "setelah")
        context |= (
            _now(user, found, today, after) if day == today else _then(user, found, day, after)
        )
    return render(request, "directory/unit.html", context)


def _asked(request: HttpRequest, name: str) -> str:
    """What an address asks for, without the NUL that PostgreSQL takes into no question."""
    return request.GET.get(name, "").replace("\0", "")


def _now(_user: User, unit: Unit, today: date, after: str) -> dict[str, Any]:
    """The people in the unit and below it, with what they hold: the right covers all of them."""
    page = people_below(unit.path, after=after)
    posts = posts_of(page.people, today)
    return {
        "posts": [(person, posts.get(person.pk)) for person in page.people],
        "restricted": restricted_among(page.people, on=today),
        "after": page.after,
        "begins": not after,
    }


def _then(user: User, unit: Unit, day: date, after: str) -> dict[str, Any]:
    """Who of those you may see held a post in the unit itself on the day."""
    held = Posting.objects.filter(on_day(day), unit=unit).select_related("unit")
    seen = scope_of(user, Permission.SEE_PEOPLE).narrow(held, "person__unit_path")
    postings, next_after = postings_page(seen, after=after)
    posts = [(posting.person, posting) for posting in postings]
    restricted = restricted_among([person for person, _ in posts], on=localdate())
    return {"posts": posts, "restricted": restricted, "after": next_after, "begins": not after}


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.REORGANISE)
def new(request: HttpRequest) -> HttpResponse:
    """Open a unit."""
    user = signed_in(request)
    units = units_for(user, Permission.REORGANISE).filter(ended_on=None)
    form = NewUnitForm(
        request.POST or None, units=units, initial={"parent": request.GET.get("induk", "")}
    )
    if form.is_valid() and (opened := _opened(user, form)) is not None:
        messages.success(request, _("%(unit)s is open.") % {"unit": opened})
        return redirect(opened)
    context = {"form": form, "offered": offered(units)}
    return render(request, "directory/new_unit.html", context)


def _opened(user: User, form: NewUnitForm) -> Unit | None:
    given = dict(form.cleaned_data)
    on, parent = given.pop("on"), given["parent"]
    scope = scope_of(user, Permission.REORGANISE)
    if parent is None and not scope.everything:
        form.add_error("parent", _("Name the unit above: the top is not yours to change."))
        return None
    try:
        paths = None if scope.everything else scope.paths
        return open_unit(NewUnit(**given), on=on, by=user.username, at=now(), paths=paths)
    except CannotReorganise as refusal:
        say_why_not(refusal, form)
        return None
