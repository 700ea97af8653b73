"""Whose account it is, on the screen: tied to a record of staff, and untied with the reason."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.accounts.choosing.form import PersonChoice
from dampak.accounts.managing.access import account_for, record_behind
from dampak.accounts.managing.forms import UntieForm
from dampak.accounts.managing.reach import scope_of_giving
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.tying import (
    closed_accounts_of,
    refuse_tying,
    refuse_untying,
    tie_to_record,
    untie_from_record,
)
from dampak.accounts.managing.views.accounts import back_to, said
from dampak.accounts.models import AccountRestriction, User
from dampak.accounts.restricting import restrictions_of_record_alone
from dampak.foundation.addresses import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
@never_cache
def tie(request: HttpRequest, number: int) -> HttpResponse:
    """Search for the person who signs in with an account, and tie the two."""
    by = signed_in(request)
    user = account_for(by, number)
    choice = PersonChoice(request.POST or None, scope=scope_of_giving(by), on=localdate())
    person, refusal = choice.person if choice.is_valid() else None, ""
    if person:
        deed = partial(tie_to_record, user, person, beside=_ticked(request), by=by, at=now())
        refusal = _refused(deed)
        if not refusal:
            _say_what_follows(request, user)
            return redirect("managing:account", user.pk)
    barred = _refused(partial(refuse_tying, user, by=by, on=localdate()))
    context = {
        "account": user,
        "choice": choice,
        "refusal": barred or refusal,
        "barred": barred,
        "left_tied": closed_accounts_of(person) if person and refusal and not barred else (),
        "ticked": _ticked(request),
    }
    status = 422 if barred or refusal or choice.errors else 200
    return render(request, "managing/tie.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
@never_cache
def untie(request: HttpRequest, number: int) -> HttpResponse:
    """Untie an account from the record that was shown, after having been asked why."""
    by = signed_in(request)
    user = account_for(by, number)
    person = record_behind(user, seen_by=by)
    if person is None and (user.person_id or request.method != "POST"):
        raise Http404  # whichever record was sent: nobody learns whose account it is by trying
    if person is None or request.POST.get("record", person.public_id) != person.public_id:
        return back_to(request, user)  # a second click, or it was tied anew meanwhile
    form, refusal = UntieForm(request.POST or None, name=person.name), ""
    if form.is_valid():
        deed = partial(untie_from_record, user, person, because=form.reason(), by=by, at=now())
        refusal = _refused(deed)
        if not refusal:
            messages.success(request, _("The account belongs to no record of staff any more."))
            return back_to(request, user)
    barred = _refused(partial(refuse_untying, user, person, by=by, on=localdate()))
    context = {
        "account": user,
        "person": person,
        "restriction": restrictions_of_record_alone(user, on=localdate()).first(),
        "form": form,
        "refusal": barred or refusal,
        "barred": barred,
    }
    status = 422 if barred or refusal or form.errors else 200
    return render(request, "managing/untie.html", context, status=status)


def _ticked(request: HttpRequest) -> set[int]:
    """The closed accounts of which somebody said that they were this person's too."""
    numbers = (number_in(each) for each in request.POST.getlist("akun"))
    return {each for each in numbers if each is not None}


def _say_what_follows(request: HttpRequest, user: User) -> None:
    messages.success(request, _("The account belongs to this record of staff now."))
    if AccountRestriction.objects.standing(on=localdate()).filter(user=user).exists():
        messages.info(request, _("The restriction of the account holds for the record too."))


def _refused(deed: Callable[[], None]) -> str:
    """Do a deed, or ask whether it may be; why it is refused, or nothing."""
    try:
        deed()
    except CannotChangeRights as refused:
        return said(refused)
    return ""
