"""Setting up and taking away what opens an account besides the password."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from dampak.accounts.access import signed_in
from dampak.accounts.signing_in.demanding import is_demanded_of
from dampak.accounts.signing_in.factors import factors_of
from dampak.accounts.signing_in.forms import NewAppForm, NewPasskeyForm
from dampak.accounts.signing_in.one_time_codes import spend_first_code
from dampak.accounts.signing_in.views.wrapping import own


class NewApp(ActivateTOTPView):
    """An app that shows six digits: scan, type the first code, done."""

    form_class = NewAppForm
    template_name = "signing_in/new_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        in_fours = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        return context | {"secret_in_fours": in_fours}

    def form_valid(self, form: NewAppForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=signed_in(self.request), type=Authenticator.Type.TOTP)
        spend_first_code(app, form.cleaned_data["code"])
        messages.success(self.request, _("From now on your app is asked for when you sign in."))
        return answer

    def form_invalid(self, form: NewAppForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


class AppAway(DeactivateTOTPView):
    template_name = "signing_in/take_away.html"
    extra_context = {"what": "app"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | _what_goes_along(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        was_last = _is_last(self.request)
        answer: HttpResponse = super().form_valid(form)
        if was_last:
            told = _("The app is taken away, and with it the recovery codes.")
        else:
            told = _("The app is taken away and opens nothing any more.")
        messages.success(self.request, told)
        return answer


class NewPasskey(AddWebAuthnView):
    """A passkey that opens the account by itself: held in a device and guarded by finger or PIN."""

    form_class = NewPasskeyForm
    template_name = "signing_in/new_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "options": json.dumps(begin_registration(signed_in(self.request), passwordless=True))
        }

    def form_valid(self, form: NewPasskeyForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The passkey is set up. You may sign in with it alone."))
        return answer

    def form_invalid(self, form: NewPasskeyForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


class PasskeyAway(RemoveWebAuthnView):
    template_name = "signing_in/take_away.html"
    extra_context = {"what": "passkey"}
    pk_url_kwarg = "number"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[no-untyped-call]
        return context | _what_goes_along(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        was_last = _is_last(self.request)
        answer: HttpResponse = super().form_valid(form)
        if was_last:
            told = _("The passkey is taken away, and with it the recovery codes.")
        else:
            told = _("The passkey is taken away and opens nothing any more.")
        messages.success(self.request, told)
        return answer


def _is_last(request: HttpRequest) -> bool:
    return factors_of(signed_in(request)).is_one


def _what_goes_along(request: HttpRequest) -> dict[str, Any]:
    """What else ends with it, said before it is done."""
    user = signed_in(request)
    return {"is_last": factors_of(user).is_one, "is_demanded": is_demanded_of(user)}


class NewCodes(GenerateRecoveryCodesView):
    template_name = "signing_in/new_codes.html"


class Codes(ViewRecoveryCodesView):
    template_name = "signing_in/codes.html"


new_app = own(NewApp.as_view())
app_away = own(AppAway.as_view())
new_passkey = own(NewPasskey.as_view())
passkey_away = own(PasskeyAway.as_view())
new_codes = own(NewCodes.as_view())
codes = own(Codes.as_view())
