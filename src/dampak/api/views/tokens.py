"""Tokens on the screen: a list, a new one with its secret shown once, and an end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, authorised, for_oneself, signed_in
from dampak.api.forms import SystemAccountForm, TokenForm
from dampak.api.models import Token
from dampak.api.rights import RIGHTS
from dampak.api.selectors import holders_for, manages_tokens, may_make_tokens, tokens_seen_by
from dampak.api.services import CannotMakeToken, end_token, make_token, open_system_account
from dampak.language.saying import say

MOST_LISTED = 200


@require_safe
@for_oneself
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of whoever looks; of an administrator, all."""
    user, today = signed_in(request), localdate()
    found = tokens_seen_by(user)[:MOST_LISTED]
    context = {
        "tokens": [(each, each.is_alive(on=today), _rights_of(each)) for each in found],
        "manages": manages_tokens(user),
        "may_make": may_make_tokens(user),
        "form": SystemAccountForm(),
    }
    return render(request, "api/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables("secret", "context")
@for_oneself
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer shows its secret for the only time."""
    user, sent = signed_in(request), request.POST if request.method == "POST" else None
    form = TokenForm(sent, holders=holders_for(user), today=localdate())
    if form.is_valid():
        try:
            token, secret = make_token(form.wish(), holder=form.chosen_holder(), by=user, at=now())
        except CannotMakeToken as refusal:
            form.add_error(None, say(refusal.sentence, get_language() or "id"))
        else:
            context = {"token": token, "secret": secret, "rights": _rights_of(token)}
            return render(request, "api/made.html", context, status=201)
    shown = {"form": form, "may_make": may_make_tokens(user)}
    return render(request, "api/new.html", shown, status=422 if form.errors else 200)


@require_POST
@for_oneself
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let a token open nothing any more."""
    user = signed_in(request)
    end_token(get_object_or_404(tokens_seen_by(user), pk=number), by=user, at=now())
    messages.success(request, _("The token is ended. Whoever still sends it is refused."))
    return redirect("tokens:list")


@require_POST
@authorised(Permission.MANAGE_TOKENS, everywhere=True)
def system_account(request: HttpRequest) -> HttpResponse:
    """Open an account for another system, which holds tokens and has no password."""
    form = SystemAccountForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was opened: the account needs a name."))
        return redirect("tokens:list")
    try:
        opened = open_system_account(form.cleaned_data["username"], by=signed_in(request), at=now())
    except CannotMakeToken as refusal:
        messages.error(request, say(refusal.sentence, get_language() or "id"))
    else:
        told = _("The account %(name)s is open. Give it a role, then make a token in its name.")
        messages.success(request, told % {"name": opened.username})
    return redirect("tokens:list")


def _rights_of(token: Token) -> list[str]:
    return [_(words) for right, words in RIGHTS.items() if right in token.scopes]
