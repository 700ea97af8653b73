"""One account and its roles on the screen, for those who look after them."""

from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, Scope, authorised, scope_of, signed_in
from dampak.accounts.choosing.entering import is_search
from dampak.accounts.managing.access import account_for, record_behind
from dampak.accounts.managing.forms import InviteForm, RoleForm
from dampak.accounts.managing.giving import close_account, end_role, give_role
from dampak.accounts.managing.inviting import LASTS, invite, renew_link
from dampak.accounts.managing.reach import looks_after, scope_of_giving
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.selectors import (
    MOST_UNITS,
    accounts_within,
    assignments_within,
    roles_to_give,
    units_offered,
)
from dampak.accounts.managing.tying import refuse_tying, refuse_untying
from dampak.accounts.models import User
from dampak.accounts.restricting import restriction_behind
from dampak.language.saying import say
from dampak.organisations.models import Person
from dampak.organisations.selectors import posts_of

Filled = TypeVar("Filled", bound=RoleForm)


@require_safe
@authorised(Permission.MANAGE_ACCOUNTS)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: what it may do where until when, and what may be done about it."""
    administrator = signed_in(request)
    user = account_for(administrator, number)
    person = record_behind(user, seen_by=administrator)
    context = {
        "account": user,
        "held": assignments_within(_scope(request)).filter(user=user),
        "is_own": user.pk == administrator.pk,
        "person": person,
        "post": posts_of([person], localdate()).get(person.pk) if person else None,
        "restriction": restriction_behind(user, on=localdate()),
        "looks_after": looks_after(administrator, user, on=localdate()),
        "tie_bar": _tie_bar(user, person, by=administrator),
        "today": localdate(),
    }
    return render(request, "managing/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
def new_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give an account a role over a unit."""
    user = account_for(signed_in(request), number)
    form = _filled(request, RoleForm)
    refusal = ""
    if form.is_valid():
        try:
            give_role(
                user,
                form.chosen_role(),
                unit=form.chosen_unit(),
                until=form.until_day(),
                by=signed_in(request),
                at=now(),
            )
        except CannotChangeRights as refused:
            refusal = said(refused)
        else:
            messages.success(request, _("The role is given, from today."))
            return redirect("managing:account", user.pk)
    return _form_page(request, "managing/new_role.html", form, refusal, account=user)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
@never_cache
def new_account(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once and kept nowhere."""
    form = _filled(request, InviteForm)
    refusal = ""
    if form.is_valid():
        user = form.account()
        try:
            token = invite(
                user,
                form.chosen_role(),
                unit=form.chosen_unit(),
                until=form.until_day(),
                by=signed_in(request),
                at=now(),
            )
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        except CannotChangeRights as refused:
            refusal = said(refused)
        else:
            return _link_page(request, user, token)
    return _form_page(request, "managing/new_account.html", form, refusal)


@require_POST
@authorised(Permission.MANAGE_ACCOUNTS)
@never_cache
def new_link(request: HttpRequest, number: int) -> HttpResponse:
    """A new link for setting the password."""
    user = account_for(signed_in(request), number)
    try:
        token = renew_link(user, by=signed_in(request), at=now())
    except CannotChangeRights as refused:
        messages.error(request, said(refused))
        return redirect("managing:account", user.pk)
    return _link_page(request, user, token)


@require_POST
@authorised(Permission.MANAGE_ACCOUNTS)
def end(request: HttpRequest, number: int, role: int) -> HttpResponse:
    """End a role at once."""
    user = account_for(signed_in(request), number)
    found = get_object_or_404(user.assignments, pk=role)
    try:
        end_role(found, by=signed_in(request), at=now())
    except CannotChangeRights as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("The role has ended."))
    return back_to(request, user)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, after having been asked."""
    user = account_for(signed_in(request), number)
    if request.method != "POST":
        return render(request, "managing/close.html", {"account": user})
    try:
        close_account(user, by=signed_in(request), at=now())
    except CannotChangeRights as refused:
        messages.error(request, said(refused))
        return redirect("managing:account", user.pk)
    messages.success(request, _("The account is closed."))
    return redirect("managing:accounts")


def _tie_bar(user: User, person: Person | None, *, by: User) -> str:
    """Why whoever looks at an account can neither tie nor untie it, and whom they ask, if any."""
    is_of_no_concern = not (user.person_id or user.is_active)
    if user.pk == by.pk or is_of_no_concern:
        return ""
    try:
        if person is not None:
            refuse_untying(user, person, by=by, on=localdate())
        elif user.person_id is None:
            refuse_tying(user, by=by, on=localdate())
    except CannotChangeRights as refused:
        return said(refused)
    return ""


def _scope(request: HttpRequest) -> Scope:
    return scope_of(request.user, Permission.MANAGE_ACCOUNTS)


def back_to(request: HttpRequest, user: User) -> HttpResponse:
    """The page of an account, if it is still seen after what was done; else the list."""
    still_seen = accounts_within(_scope(request)).filter(pk=user.pk).exists()
    return redirect("managing:account", user.pk) if still_seen else redirect("managing:accounts")


def _filled(request: HttpRequest, form: type[Filled]) -> Filled:
    """The form as it was sent; while a unit is still looked for, kept and not yet judged."""
    if is_search(request.POST, button="cari-unit", words="cari"):
        return form(initial=request.POST.dict(), **_offered(request))
    return form(request.POST or None, **_offered(request))


def _wanted(request: HttpRequest) -> str:
    """The words that a unit is looked for by, without the NUL that PostgreSQL takes nowhere."""
    wanted = request.POST.get("cari", request.GET.get("cari", ""))
    return wanted.strip()[:100].replace("\0", "")


def _offered(request: HttpRequest) -> dict[str, Any]:
    """What the form offers: the roles, and the units found by the words searched for.

    The unit that was sent is offered too, however it was found: the deed decides over it.
    """
    giver = signed_in(request)
    scope = scope_of_giving(giver)
    if scope.is_empty:
        raise Http404
    units = [*units_offered(scope, _wanted(request))]
    sent = request.POST.get("unit", "").replace("\0", "")
    if sent and sent not in {unit.code for unit in units}:
        units += [each for each in units_offered(scope, sent) if each.code == sent]
    return {
        "roles": roles_to_give(giver),
        "units": units,
        "offers_everything": scope.everything,
    }


def _n_found(request: HttpRequest, wanted: str) -> int:
    return len(units_offered(scope_of_giving(signed_in(request)), wanted)) if wanted else 0


def _form_page(
    request: HttpRequest, template: str, form: RoleForm, refusal: str, **context: object
) -> HttpResponse:
    wanted = _wanted(request)
    shown = {
        "form": form,
        "refusal": refusal,
        "wanted": wanted,
        "n_found": _n_found(request, wanted),
        "most": MOST_UNITS,
        **context,
    }
    return render(request, template, shown, status=422 if refusal or form.errors else 200)


def _link_page(request: HttpRequest, user: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(f"/undangan/{token}/")
    context = {"account": user, "link": link, "days": LASTS.days}
    return render(request, "managing/link.html", context)


def said(refused: CannotChangeRights) -> str:
    """Why it was refused, in the language of the screen."""
    return say(refused.sentence, get_language() or "id")
