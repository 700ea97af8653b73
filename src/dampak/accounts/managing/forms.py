"""What is filled in about accounts and roles; whether it may be is decided by the deeds."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.accounts.managing.selectors import MOST_UNITS
from dampak.accounts.models import Assignment, Role, User
from dampak.accounts.signing_in.forms import dress
from dampak.accounts.signing_in.words import rules_of_password
from dampak.organisations.models import Unit

EVERYTHING = "*"
DIGITS_OF_SOMEBODY = 16  # a NIK, the shorter of the two


class RoleForm(forms.Form):
    """A role, the unit over which it reaches, and its last day."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=())
    unit = forms.ChoiceField(label=gettext_lazy("Over which units"), choices=())
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it has no end yet."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: Any,
        roles: Sequence[Role],
        units: Sequence[Unit],
        offers_everything: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = [(EVERYTHING, _("Everything: the whole installation"))] if offers_everything else []
        offered = [*whole, *((unit.code, _named(unit)) for unit in units)]
        self._units = {unit.code: unit for unit in units}
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label,
            choices=[("", _("Choose a role")), *((role.value, role.label) for role in roles)],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["unit"] = forms.ChoiceField(
            label=self.fields["unit"].label,
            choices=[("", _("Choose a unit")), *offered],
            widget=forms.Select(attrs={"class": "form-select"}),
            help_text=_(
                "The role holds for this unit and all below it. At most %(most)s units are "
                "offered: search above for another."
            )
            % {"most": MOST_UNITS},
        )
        _dress_fields(self)

    def chosen_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def chosen_unit(self) -> Unit | None:
        """The unit; None for everything."""
        return self._units.get(self.cleaned_data["unit"])

    def until_day(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        return day


class InviteForm(RoleForm):
    """The account that somebody is invited to, with its first role."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Letters, digits and @ . + - _. No NIP: names are seen by many."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    field_order = ("username", "name", "role", "unit", "until")

    def account(self) -> User:
        """The account to open, not saved."""
        told = self.cleaned_data
        return User(username=told["username"], first_name=told["name"])


class LendForm(forms.Form):
    """Which role of one's own goes to whom, until when."""

    source = forms.ChoiceField(label=gettext_lazy("Which role"), choices=())
    username = forms.CharField(
        label=gettext_lazy("To whom"),
        max_length=150,
        help_text=gettext_lazy("The user name of somebody in the units of your role."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, own: Sequence[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = {str(each.pk): each for each in own}
        self.fields["source"] = forms.ChoiceField(
            label=self.fields["source"].label,
            choices=[(pk, _role_named(each)) for pk, each in self._own.items()],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        _dress_fields(self)

    def chosen(self) -> Assignment:
        return self._own[self.cleaned_data["source"]]


class WhyUntied(TextChoices):
    """Why an account no longer belongs to a record, in words that name nobody."""

    WRONG_PERSON = "wrong-person", gettext_lazy("The wrong person was chosen")
    LEFT = "left", gettext_lazy("The person has left")
    SHARED = "shared", gettext_lazy("Several people use the account")
    OTHER = "other", gettext_lazy("Another reason")


class UntieForm(forms.Form):
    """Why an account is untied from a record; the book that keeps it names nobody."""

    because = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=WhyUntied.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Which other reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only for another reason. For the audit book: name nobody in it."),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name = name
        _dress_fields(self)
        self.fields["because"].widget.attrs["class"] = "form-check-input"

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        is_numbered = sum(each.isdigit() for each in note) >= DIGITS_OF_SOMEBODY
        if is_numbered or "@" in note or _words_of(self._name) & _words_of(note):
            raise forms.ValidationError(
                _(
                    "A name, a number or an address of somebody stands in it, and the audit book "
                    "is kept for good. Say why without it, such as: another person of the same "
                    "name."
                )
            )
        return note

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("because") == WhyUntied.OTHER and not told.get("note", " "):
            self.add_error("note", _("Write the other reason, in a few words."))
        return told

    def reason(self) -> str:
        """The reason in words, as the book keeps it."""
        chosen = WhyUntied(self.cleaned_data["because"])
        told: str = self.cleaned_data["note"]
        return told if chosen is WhyUntied.OTHER else str(chosen.label)


class FirstPasswordForm(forms.Form):
    """A password, twice; the rules stand beside it before the fault."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = format_html_join("", "<li>{}</li>", ((rule,) for rule in rules_of_password()))
        self.fields["password"].help_text = format_html("<ul>{}</ul>", rules)
        dress(self)

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two are not the same. Type the password again."))
        return again


def _dress_fields(form: forms.BaseForm) -> None:
    dress(form)
    for field in form.fields.values():
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = "form-select"


def _words_of(text: str) -> set[str]:
    """Words by which somebody could be meant; titles and initials are shorter."""
    return set(re.findall(r"\w{3,}", text.casefold()))


def _named(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _role_named(held: Assignment) -> str:
    where = _named(held.unit) if held.unit else _("everything")
    return f"{Role(held.role).label} · {where}"
