"""The door: signing in and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dampak.accounts.forms import SignInForm
from dampak.accounts.services import PAUSE, note_failed_sign_in, sign_in_is_paused


class SignIn(LoginView):
    """Ask for name and password; after many failures let the name rest for a while."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sign_in_is_paused(request.POST.get("username", ""), at=now()):
            return super().post(request, *args, **kwargs)
        refusal = _(
            "This name was tried too often with a wrong password. Wait %(minutes)s minutes, or ask "
            "the administrator of your office for a new password."
        ) % {"minutes": int(PAUSE.total_seconds() // 60)}
        context = self.get_context_data(form=self.get_form_class()(request), refusal=refusal)
        return self.render_to_response(context, status=429)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        note_failed_sign_in(str(form.data.get("username", "")), at=now())
        response = super().form_invalid(form)
        response.status_code = 422
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
