"""What somebody types about a forgotten password and about their e-mail address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dampak.accounts.models import User
from dampak.accounts.signing_in.forgotten import LONGEST_TYPED
from dampak.accounts.signing_in.forms import dress


class ForgottenForm(forms.Form):
    """Whose password it is: a name or an address, of which nothing is looked up here."""

    typed = forms.CharField(
        label=_("User name or e-mail address"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class OwnAddressForm(forms.Form):
    """The address, and the present password: whoever gets its mail can set a new one."""

    address = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("One that you alone read. Leave it empty to have none here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Your present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        dress(self)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your present password. Type it once more."))
        return password
