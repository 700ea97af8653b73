"""What somebody types at the door and at their own account."""

import struct
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from dampak.accounts.signing_in.adapters import WRONG_CODE
from dampak.accounts.signing_in.one_time_codes import accept_code

WRONG_PASSKEY = _(
    "This passkey does not open: this page was open for too long, or the passkey was taken away "
    "or belongs to another address. Try once more from here, or use another way."
)
LONGEST_ANSWER = 20_000  # characters; a device says one or two thousand
# What reading an answer of a device raises that no device has given.
UNREADABLE = (
    *(LookupError, TypeError, ValueError, AttributeError, NotImplementedError, struct.error),
    RecursionError,
)


def dress(form: forms.BaseForm) -> None:
    """Give every visible field the look of the house and tie its hints and errors to it."""
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput):
            continue
        widget = field.widget
        widget.attrs["class"] = "form-control"
        widget.attrs.pop("placeholder", None)
        ids = [f"id_{name}_helptext"] if field.help_text else []
        if form.is_bound and name in form.errors:
            ids.append(f"id_{name}_error")
        if ids:
            widget.attrs["aria-describedby"] = " ".join(ids)


class SignInForm(AuthenticationForm):
    """Name and password; the refusal does not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together. Check both; capitals count. "
            "If you forgot the password, set a new one below, by Forgot the password?"
        ),
        "inactive": _("This account is closed. Ask the administrator of your office."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        if self.errors:
            for name in ("username", "password"):
                self.fields[name].widget.attrs["aria-describedby"] = "refusal"


class _SpentCode:
    """A code of the app or of the sheet, spent where it is accepted."""

    def clean_code(self: Any) -> str:
        code: str = self.cleaned_data["code"]
        factor = accept_code(self.user, code)
        if factor is None:
            raise forms.ValidationError(WRONG_CODE)
        factor.user = self.user
        self.authenticator = factor
        return code


class SecondFactorForm(_SpentCode, AuthenticateForm):
    """After the password: a code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits of your app, or one of the recovery codes on your sheet."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class AnswerField(forms.JSONField):
    """What a device says; also the JSON that nobody can read is refused in words."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, error_messages={"invalid": WRONG_PASSKEY})

    def to_python(self, value: Any) -> Any:
        if len(str(value)) > LONGEST_ANSWER:
            raise forms.ValidationError(WRONG_PASSKEY)
        try:
            return super().to_python(value)
        except UNREADABLE as fault:  # brackets without end, numbers without end
            raise forms.ValidationError(WRONG_PASSKEY) from fault

    def bound_data(self, _data: Any, initial: Any) -> Any:
        """An answer counts once, so it is not shown again."""
        return initial


class _HeldPasskey:
    """Whatever a browser sends in place of a passkey's answer is refused in words."""

    def clean_credential(self: Any) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (forms.ValidationError, *UNREADABLE) as fault:
            raise forms.ValidationError(WRONG_PASSKEY) from fault


class SignInByPasskeyForm(_HeldPasskey, LoginWebAuthnForm):
    """Instead of the password: a passkey."""

    credential = AnswerField()


class SecondByPasskeyForm(_HeldPasskey, AuthenticateWebAuthnForm):
    """After the password: a passkey."""

    credential = AnswerField()


class ConfirmByPasskeyForm(_HeldPasskey, ReauthenticateWebAuthnForm):
    """Before something that matters: a passkey."""

    credential = AnswerField()


class ConfirmByCodeForm(_SpentCode, ReauthenticateByCodeForm):
    """Before something that matters: a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _(
            "The six digits of your app, or one of the recovery codes on your sheet."
        )
        dress(self)


class ConfirmForm(ReauthenticateForm):
    """Before something that matters: the present password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your present password")
        dress(self)


class NewAppForm(ActivateTOTPForm):
    """The first code of a new app proves that it was set up rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits that the app shows now")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        dress(self)

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return str(super().clean_code())


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey and the name that its owner knows it by."""

    credential = AnswerField()
    name = forms.CharField(
        label=_("Name of this passkey"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, for example: phone, office laptop."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except UNREADABLE as fault:
            raise forms.ValidationError(WRONG_PASSKEY) from fault
        return cleaned


class NewPasswordForm(PasswordChangeForm):
    """The present password and the new one, twice; the rules stand beside it before the fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Your present password")
        dress(self)


class IdentityForm(forms.Form):
    """The name that the government's sign-in has for somebody; empty takes it away."""

    subject = forms.CharField(
        label=_("Identity in the government's sign-in"),
        max_length=255,
        required=False,
        help_text=_(
            "The subject (sub) that the sign-in server has for this person. Leave it empty to take "
            "it away."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].widget.attrs["autocomplete"] = "off"
        dress(self)
