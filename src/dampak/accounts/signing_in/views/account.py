"""One's own account: what is set up, and a new password."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dampak.accounts.access import held_by, signed_in
from dampak.accounts.signing_in.address import address_of
from dampak.accounts.signing_in.demanding import is_advised_to, is_demanded_of
from dampak.accounts.signing_in.factors import factors_of
from dampak.accounts.signing_in.forms import NewPasswordForm
from dampak.accounts.signing_in.lockout import count_try, forget_tries, note_failure
from dampak.accounts.signing_in.sessions import after_new_password
from dampak.accounts.signing_in.views.wrapping import own
from dampak.accounts.signing_in.words import rules_of_password, words_of_lock

LOOKS_ROUND = "looks_round_after_reset"


@own
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Everything that opens this account, on one page."""
    user = signed_in(request)
    factors = factors_of(user)
    context = {
        "factors": factors,
        "roles": held_by(user),
        "is_demanded": is_demanded_of(user) and not factors.opens,
        "is_advised": is_advised_to(user) and not factors.opens,
        "looks_round": request.session.pop(LOOKS_ROUND, False),
        "sessions": UserSession.objects.filter(user=user).count(),
    }
    return render(request, "signing_in/account.html", context)


class NewPassword(PasswordChangeView):
    """A new password; whoever else is signed in with the old one is signed out."""

    form_class = NewPasswordForm
    template_name = "signing_in/new_password.html"
    success_url = reverse_lazy("mfa_index")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = signed_in(request).username
        lock = count_try(name, address=address_of(request), at=now())
        if lock is None:
            return super().post(request, *args, **kwargs)
        form = self.form_class(signed_in(request))
        context = self.get_context_data(form=form, refusal=words_of_lock(lock, at=now()))
        return self.render_to_response(context, status=429)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        forget_tries(signed_in(self.request).username, at=now())
        after_new_password(self.request, at=now())
        messages.success(
            self.request, _("Your new password holds. Everywhere else you were signed out.")
        )
        return response

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        if "old_password" in form.errors:
            note_failure(signed_in(self.request).username, at=now(), means="confirmation")
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"rules": rules_of_password()}


new_password = own(NewPassword.as_view())
