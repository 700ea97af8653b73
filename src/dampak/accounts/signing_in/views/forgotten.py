"""The pages of a forgotten password: ask, wait for the mail, set a new one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.managing.forms import FirstPasswordForm
from dampak.accounts.signing_in.address import address_of
from dampak.accounts.signing_in.address_forms import ForgottenForm
from dampak.accounts.signing_in.forgotten import (
    CannotAsk,
    ask_for_new_password,
    reset_password,
)
from dampak.accounts.signing_in.mailed_links import CannotOpen, link_behind
from dampak.accounts.signing_in.models import MailedLink
from dampak.accounts.signing_in.views.account import LOOKS_ROUND
from dampak.accounts.signing_in.views.wrapping import door, untold
from dampak.language.saying import say

KEPT_AS = "reset"
NEW_PASSWORD_HOLDS = gettext_noop(
    "The new password holds, everywhere you were signed out, and your API tokens were ended. Sign "
    "in, then look at what opens your account: somebody else may have added an app or a passkey."
)


@door
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a new password; the answer is the same whoever asks for whom."""
    form = ForgottenForm(request.POST or None)
    refusal: list[str] = []
    if form.is_valid():
        language = get_language() or "id"
        try:
            ask_for_new_password(
                form.cleaned_data["typed"],
                address=address_of(request),
                language=language,
                at=now(),
            )
        except CannotAsk as refused:
            refusal = [say(refused.sentence, language)]
        else:
            return redirect("reset-asked")
    status = 429 if refusal else 422 if form.errors else 200
    context = {"form": form, "refusal": refusal}
    return render(request, "signing_in/forgotten.html", context, status=status)


@door
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, and what to do if nothing comes."""
    return render(request, "signing_in/reset_asked.html")


@door
@untold
@require_safe
def open_reset(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before a page is shown, be it good or not."""
    request.session[KEPT_AS] = token
    return redirect("reset-password")


@door
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set the new password, then sign in by the door as always, second step and all."""
    token = str(request.session.get(KEPT_AS, ""))
    form = FirstPasswordForm(request.POST or None)
    try:
        account = link_behind(token, MailedLink.Purpose.RESET, at=now()).user
        if form.is_valid():
            reset_password(token, password=form.cleaned_data["password"], at=now())
            request.session.pop(KEPT_AS, None)
            request.session[LOOKS_ROUND] = True
            messages.success(request, _(NEW_PASSWORD_HOLDS))
            return redirect(
                f"{reverse('account_login')}?{urlencode({'next': reverse('mfa_index')})}"
            )
    except CannotOpen as refused:
        return gone(request, refused)
    except ValidationError as refused:
        form.add_error("password", refused)
    context = {"form": form, "account": account}
    status = 422 if form.errors else 200
    return render(request, "signing_in/reset_password.html", context, status=status)


def gone(request: HttpRequest, refused: CannotOpen) -> HttpResponse:
    """A link that opens nothing, with what to do instead."""
    said = say(refused.sentence, get_language() or "id")
    return render(request, "signing_in/link_gone.html", {"said": said}, status=410)
