"""The button of the government's sign-in, and the return from it."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dampak.accounts.signing_in.lockout import note_failure
from dampak.accounts.signing_in.pending import begun
from dampak.accounts.signing_in.single_sign_on.journey import came_back, way_out
from dampak.accounts.signing_in.single_sign_on.matching import account_for
from dampak.accounts.signing_in.single_sign_on.provider import (
    CannotReachProvider,
    Provider,
    provider,
)
from dampak.accounts.signing_in.single_sign_on.tokens import CannotTrustToken
from dampak.accounts.signing_in.views.wrapping import door

logger = logging.getLogger(__name__)
MEANS = "single sign-on"


@door
@require_safe
def set_out(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in server; only from a page of ours, never from elsewhere."""
    server = _server()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return redirect("account_login")
    try:
        address = way_out(request, provider=server, onward=_onward(request), at=now())
    except CannotReachProvider as fault:
        return _unreachable(request, fault)
    return HttpResponseRedirect(address)


@door
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """The browser is back: who is it, and is there an account for them?"""
    server = _server()
    try:
        claim, onward = came_back(request, provider=server, at=now())
    except CannotReachProvider as fault:
        return _unreachable(request, fault)
    except CannotTrustToken as fault:
        logger.warning("a return from the sign-in server was refused: %s", fault)
        return _refused(request, _("The sign-in did not come through. Begin once more from here."))
    user = account_for(claim, issuer=server.issuer, at=now())
    if user is None:
        words = _(
            "The government's sign-in knows you, but no account here belongs to you yet. "
            "Ask the administrator of your office to open one and to enter your identity."
        )
        return _refused(request, words)
    record_authentication(request, user, MEANS)
    answer: HttpResponse = perform_login(request, begun(user, onward=onward))
    return answer


def _server() -> Provider:
    server = provider()
    if server is None:
        raise Http404
    return server


def _onward(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def _unreachable(request: HttpRequest, fault: CannotReachProvider) -> HttpResponse:
    logger.error("the sign-in server cannot be used: %s", fault)
    messages.error(
        request,
        _(
            "The government's sign-in does not answer at present. Try again in a few minutes, or "
            "sign in with name and password."
        ),
    )
    return redirect("account_login")


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    note_failure("", at=now(), means=MEANS)
    messages.error(request, words)
    return redirect("account_login")
