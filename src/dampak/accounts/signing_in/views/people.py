"""The doors of others: locks to open, lost phones, identities of the government."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.accounts.managing.reach import refuse_unless_could_be
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import User
from dampak.accounts.signing_in import lockout, sessions
from dampak.accounts.signing_in.access import account_in_care, lock_in_care, locks_in_care
from dampak.accounts.signing_in.factors import factors_of, take_factors_away
from dampak.accounts.signing_in.forms import IdentityForm
from dampak.accounts.signing_in.models import Lock
from dampak.accounts.signing_in.single_sign_on.matching import (
    CannotLinkIdentity,
    link_identity,
    unlink_identity,
)
from dampak.language.saying import say


@authorised(Permission.MANAGE_ACCOUNTS)
@require_safe
def locks(request: HttpRequest) -> HttpResponse:
    """What is closed at present, and the button that opens it."""
    standing = locks_in_care(signed_in(request), Lock.objects.standing(at=now()))
    return render(request, "signing_in/locks.html", {"locks": standing})


@authorised(Permission.MANAGE_ACCOUNTS)
@require_POST
def open_lock(request: HttpRequest, number: int) -> HttpResponse:
    lock = lock_in_care(signed_in(request), number)
    lockout.lift_lock(lock, by=signed_in(request).username, at=now())
    messages.success(request, _("Open again. The tries so far count no longer."))
    return redirect("locks")


@authorised(Permission.MANAGE_ACCOUNTS)
@require_safe
def door_of(request: HttpRequest, number: int) -> HttpResponse:
    """How one person comes in, for whoever looks after accounts."""
    return _door(request, account_in_care(signed_in(request), number))


@authorised(Permission.MANAGE_ACCOUNTS)
@require_POST
def take_away(request: HttpRequest, number: int) -> HttpResponse:
    """Phone and sheet are lost: the password alone opens again."""
    user = account_in_care(signed_in(request), number)
    by = signed_in(request).username
    take_factors_away(user, by=by, at=now())
    sessions.end_sessions(user, except_key=None, by=by, at=now())
    messages.success(
        request, _("The second step is taken away. Make sure that it really was this person.")
    )
    return redirect("door-of", number=user.pk)


@authorised(Permission.MANAGE_ACCOUNTS)
@require_POST
def sign_out_everywhere(request: HttpRequest, number: int) -> HttpResponse:
    user = account_in_care(signed_in(request), number)
    sessions.end_sessions(user, except_key=None, by=signed_in(request).username, at=now())
    messages.success(request, _("This person is signed in nowhere any more."))
    return redirect("door-of", number=user.pk)


@authorised(Permission.MANAGE_ACCOUNTS)
@require_POST
def set_identity(request: HttpRequest, number: int) -> HttpResponse:
    """Enter, change or take away who somebody is for the government's sign-in."""
    user = account_in_care(signed_in(request), number)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _door(request, user, form=form, status=422)
    by, subject = signed_in(request).username, form.cleaned_data["subject"]
    try:
        if subject:
            refuse_unless_could_be(signed_in(request), user, on=localdate())
            link_identity(user, issuer=settings.OIDC_ISSUER, subject=subject, by=by, at=now())
        else:
            unlink_identity(user, issuer=settings.OIDC_ISSUER, by=by, at=now())
    except CannotLinkIdentity as refusal:
        form.add_error("subject", str(refusal))
        return _door(request, user, form=form, status=409)
    except CannotChangeRights as refusal:
        form.add_error("subject", say(refusal.sentence, get_language() or "id"))
        return _door(request, user, form=form, status=403)
    messages.success(request, _("Kept."))
    return redirect("door-of", number=user.pk)


def _door(
    request: HttpRequest, user: User, *, form: IdentityForm | None = None, status: int = 200
) -> HttpResponse:
    identity = user.government_identities.filter(issuer=settings.OIDC_ISSUER).first()
    kept = {"subject": identity.subject if identity else ""}
    context = {
        "person": user,
        "locks": Lock.objects.standing(at=now()).filter(user=user),
        "factors": factors_of(user),
        "sessions": UserSession.objects.filter(user=user).count(),
        "form": (form or IdentityForm(initial=kept)) if settings.OIDC_ISSUER else None,
    }
    return render(request, "signing_in/door_of.html", context, status=status)
