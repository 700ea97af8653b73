"""Before something that matters: is it still you?"""

import json
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ByCodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from dampak.accounts.access import signed_in
from dampak.accounts.signing_in.address import address_of
from dampak.accounts.signing_in.forms import (
    ConfirmByCodeForm,
    ConfirmByPasskeyForm,
    ConfirmForm,
)
from dampak.accounts.signing_in.lockout import count_try, forget_tries, note_failure
from dampak.accounts.signing_in.views.wrapping import own
from dampak.accounts.signing_in.words import words_of_lock


class _Counted:
    """Tries count here as they do at the door: an open screen is no place to guess either."""

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = signed_in(request).username
        lock = count_try(name, address=address_of(request), at=now())
        if lock is None:
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        context = self.get_context_data() | {"refusal": words_of_lock(lock, at=now())}
        refused: HttpResponse = self.render_to_response(context, status=429)
        return refused

    def form_valid(self: Any, form: Any) -> HttpResponse:
        forget_tries(signed_in(self.request).username, at=now())
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer

    def form_invalid(self: Any, form: Any) -> HttpResponse:
        note_failure(signed_in(self.request).username, at=now(), means="confirmation")
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = 422
        return answer


class ConfirmByPassword(_Counted, ReauthenticateView):
    form_class = ConfirmForm
    template_name = "signing_in/confirm.html"

    def get_form_class(self) -> type[ConfirmForm]:
        return ConfirmForm


class ConfirmByCode(_Counted, ByCodeView):
    form_class = ConfirmByCodeForm
    template_name = "signing_in/confirm.html"


class ConfirmByPasskey(ReauthenticateWebAuthnView):
    form_class = ConfirmByPasskeyForm
    template_name = "signing_in/confirm_by_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form: ConfirmByPasskeyForm) -> HttpResponse:
        """Say so on the page itself: what was about to be done is still one step away."""
        note_failure(signed_in(self.request).username, at=now(), means="confirmation")
        context = self.get_context_data() | {"refusal": form.errors.get("credential", [])}
        answer: HttpResponse = self.render_to_response(context, status=422)
        return answer


confirm_by_password = own(ConfirmByPassword.as_view())
confirm_by_code = own(ConfirmByCode.as_view())
confirm_by_passkey = own(ConfirmByPasskey.as_view())
