"""The door: name and password, a second factor, a passkey, and the way out."""

import json
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.accounts.form_page import DOOR, is_door
from dampak.accounts.signing_in.address import address_of
from dampak.accounts.signing_in.forms import (
    SecondByPasskeyForm,
    SecondFactorForm,
    SignInByPasskeyForm,
    SignInForm,
)
from dampak.accounts.signing_in.lockout import count_try, note_failure
from dampak.accounts.signing_in.pending import begun, stop_if_outdated
from dampak.accounts.signing_in.single_sign_on.provider import provider
from dampak.accounts.signing_in.views.wrapping import door
from dampak.accounts.signing_in.words import words_of_lock

OUTDATED = gettext_noop(
    "The password of this account was changed after this sign-in began, so it was stopped here. "
    "Sign in once more, with the new password."
)


class SignIn(LoginView):
    """Ask for name and password; after many failures let the name or the address rest."""

    authentication_form = SignInForm
    template_name = "signing_in/sign_in.html"
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        """The door itself is no page to go on to; Django would answer that with a fault."""
        onward = super().get_success_url()
        return self.get_default_redirect_url() if is_door(onward) else onward

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("username", "")
        lock = count_try(name, address=address_of(request), at=now())
        if lock is None:
            return super().post(request, *args, **kwargs)
        context = self.get_context_data(
            form=self.get_form_class()(request, initial={"username": name}),
            refusal=words_of_lock(lock, at=now()),
        )
        return self.render_to_response(context, status=429)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        login = begun(user, onward=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        note_failure(str(form.data.get("username", "")), at=now(), means="password")
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        name = settings.OIDC_NAME or _("Sign in with the government's account")
        return context | {
            "has_single_sign_on": provider() is not None,
            "single_sign_on_name": name,
        }


class SecondFactor(AuthenticateView):
    """After the password: a code of the app, a passkey, or a recovery code."""

    form_class = SecondFactorForm
    webauthn_form_class = SecondByPasskeyForm
    template_name = "signing_in/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        outdated = stop_if_outdated(request)
        if outdated is None:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return answer
        note_failure(outdated.get_username(), at=now(), means="password of before")
        messages.error(request, _(OUTDATED))
        return redirect(DOOR)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = self.stage.login.user.get_username()
        lock = count_try(name, address=address_of(request), at=now())
        if lock is None:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        context = self.get_context_data() | {"refusal": words_of_lock(lock, at=now())}
        return self.render_to_response(context, status=429)

    def form_invalid(self, _form: Any) -> HttpResponse:
        name = self.stage.login.user.get_username()
        note_failure(name, at=now(), means="second factor")
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]
        return context | {
            "options": json.dumps(options),
            "has_passkeys": bool(options["publicKey"].get("allowCredentials")),
        }


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone: it is something held and somebody's finger or PIN at once."""

    form_class = SignInByPasskeyForm

    def form_invalid(self, form: Any) -> HttpResponse:
        note_failure("", at=now(), means="passkey")
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        onward = self.request.POST.get("next", "")
        return redirect_to_login(onward) if onward else redirect(DOOR)


sign_in = door(SignIn.as_view())
sign_out = door(LogoutView.as_view())
second_factor = door(SecondFactor.as_view())
sign_in_by_passkey = door(SignInByPasskey.as_view())
