"""The page behind a link: somebody sets the first password of their account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.access import for_everybody
from dampak.accounts.managing.forms import FirstPasswordForm
from dampak.accounts.managing.inviting import CannotAccept, accept_invitation, invitation_behind
from dampak.accounts.signing_in.views.wrapping import untold
from dampak.language.saying import say

KEPT_AS = "invitation"


@require_safe
@never_cache
@untold
@for_everybody
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before a page is shown: addresses are copied and kept."""
    request.session[KEPT_AS] = token
    return redirect("managing:first-password")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_everybody
def first_password(request: HttpRequest) -> HttpResponse:
    """Set the password, then sign in by the door as always."""
    token = str(request.session.get(KEPT_AS, ""))
    try:
        account = invitation_behind(token, at=now()).user
        form = FirstPasswordForm(request.POST or None)
        if form.is_valid():
            accept_invitation(token, password=form.cleaned_data["password"], at=now())
            del request.session[KEPT_AS]
            messages.success(request, _("The password is set. Sign in with it now."))
            return redirect("accounts:sign-in")
    except CannotAccept as refused:
        return _gone(request, refused)
    except ValidationError as refused:
        form.add_error("password", refused)
    context = {"form": form, "account": account}
    return render(
        request, "managing/first_password.html", context, status=422 if form.errors else 200
    )


def _gone(request: HttpRequest, refused: CannotAccept) -> HttpResponse:
    said = say(refused.sentence, get_language() or "id")
    return render(request, "managing/gone.html", {"said": said}, status=410)
