"""The e-mail address of one's own account: enter it, and prove that one reads its mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.access import signed_in
from dampak.accounts.models import User
from dampak.accounts.signing_in.address import address_of
from dampak.accounts.signing_in.address_forms import OwnAddressForm
from dampak.accounts.signing_in.lockout import count_try, forget_tries, note_failure
from dampak.accounts.signing_in.mailed_links import CannotOpen
from dampak.accounts.signing_in.own_address import (
    CannotChangeAddress,
    address_behind,
    ask_for_address,
    confirm_address,
    remove_address,
)
from dampak.accounts.signing_in.views.forgotten import gone
from dampak.accounts.signing_in.views.wrapping import own, untold
from dampak.accounts.signing_in.words import words_of_lock
from dampak.language.saying import say

KEPT_AS = "address"


@own
@require_http_methods(["GET", "HEAD", "POST"])
def own_address(request: HttpRequest) -> HttpResponse:
    """Enter another address or none; tries of the password count here as they do at the door."""
    user = signed_in(request)
    if request.method != "POST":
        form = OwnAddressForm(user=user, initial={"address": user.email})
        return _page(request, form, [], status=200)
    lock = count_try(user.username, address=address_of(request), at=now())
    if lock is not None:
        form = OwnAddressForm(user=user, initial={"address": user.email})
        return _page(request, form, words_of_lock(lock, at=now()), status=429)
    form = OwnAddressForm(request.POST, user=user)
    if not form.is_valid():
        if "password" in form.errors:
            note_failure(user.username, at=now(), means="confirmation")
        return _page(request, form, [], status=422)
    forget_tries(user.username, at=now())
    return _change(request, user, form)


@own
@untold
@require_safe
def open_address(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before a page is shown."""
    request.session[KEPT_AS] = token
    return redirect("confirm-address")


@own
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask once whether this is to be the address; opening a link alone changes nothing."""
    user, token = signed_in(request), str(request.session.get(KEPT_AS, ""))
    try:
        link = address_behind(token, user=user, at=now())
        if request.method == "POST":
            confirm_address(token, by=user, language=get_language() or "id", at=now())
            request.session.pop(KEPT_AS, None)
            messages.success(request, _("The address is kept. A forgotten password is now easy."))
            return redirect("mfa_index")
    except CannotOpen as refused:
        return gone(request, refused)
    return render(request, "signing_in/confirm_address.html", {"address": link.address})


def _change(request: HttpRequest, user: User, form: OwnAddressForm) -> HttpResponse:
    address, language = form.cleaned_data["address"], get_language() or "id"
    if not address:
        remove_address(user, language=language, at=now())
        messages.success(request, _("Your account has no e-mail address any more."))
        return redirect("mfa_index")
    try:
        ask_for_address(user, address, language=language, at=now())
    except CannotChangeAddress as refused:
        return _page(request, form, [say(refused.sentence, language)], status=429)
    messages.success(
        request,
        _("A link is on its way to %(address)s. Open it within an hour, in this browser.")
        % {"address": address},
    )
    return redirect("mfa_index")


def _page(
    request: HttpRequest, form: OwnAddressForm, refusal: list[str], *, status: int
) -> HttpResponse:
    context = {"form": form, "refusal": refusal}
    return render(request, "signing_in/own_address.html", context, status=status)
