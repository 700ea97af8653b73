"""What allauth asks this house: nobody opens an account here, and our words stand on the pages."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.accounts.signing_in import secrets_at_rest
from dampak.accounts.signing_in.address import address_of

WRONG_CODE = gettext_lazy(
    "This code opens nothing: it is mistyped, already used, or its half minute is over. "
    "Wait for the next code and type that one."
)


class DoorAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up: accounts are opened by the administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "incorrect_password": gettext_lazy("This is not your present password. Type it once more."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_login_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("home")

    def respond_user_inactive(self, request: HttpRequest, _user: AbstractBaseUser) -> HttpResponse:
        words = _("This account is closed. Ask the administrator of your office.")
        messages.error(request, words)
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,  # noqa: ARG002 - theirs, left unsaid
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only plain sentences pass; what allauth says by its own templates, our pages say."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No letter leaves by this door: letters go through the room of messages."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As above; `noting.py` hears of the same events."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: encrypted, and named after this house."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return secrets_at_rest.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets_at_rest.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "dampak"

    def _get_site_name(self) -> str:
        return "dampak"

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        import segno

        return str(segno.make_qr(url, error="m").svg_inline(scale=5, border=2, light="#fff"))
