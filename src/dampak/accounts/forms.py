"""What somebody types at the door."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password; the refusal does not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together. Check both; capitals count. "
            "If you forgot the password, ask the administrator of your office for a new one."
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
