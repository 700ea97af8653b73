"""A token to be made."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.accounts.access import Permission, may
from dampak.accounts.models import User
from dampak.api.rights import RIGHTS
from dampak.api.services import Wish
from dampak.organisations.models import Unit

USUAL_LENGTH = timedelta(days=90)


class TokenForm(forms.Form):
    """Called what, for whom, with which rights, where, until when."""

    name = forms.CharField(
        label=gettext_lazy("Name of the token"),
        help_text=gettext_lazy("Which system uses it, for instance: SIMPEG, nightly."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    holder = forms.ChoiceField(label=gettext_lazy("In whose name"))
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    unit = forms.CharField(
        label=gettext_lazy("Only this unit and those below (its code; may stay empty)"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most one year from today."),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, holders: Sequence[User], today: date, **kwargs: Any) -> None:
        """``holders`` begins with whoever makes the token."""
        super().__init__(*args, **kwargs)
        self.holders = {str(holder.pk): holder for holder in holders}
        self.fields["holder"] = forms.ChoiceField(
            label=self.fields["holder"].label,
            choices=[(key, holder.username) for key, holder in self.holders.items()],
            initial=str(holders[0].pk),
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=self.fields["scopes"].label,
            choices=[(right.value, _(RIGHTS[right])) for right in RIGHTS if may(holders[0], right)],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        )
        self.fields["ends_on"].initial = today + USUAL_LENGTH

    def clean_unit(self) -> Unit | None:
        code = str(self.cleaned_data["unit"]).strip()
        unit = Unit.objects.filter(code=code).first() if code else None
        if code and unit is None:
            raise forms.ValidationError(
                _("There is no unit with the code %(code)s. Look it up in the list of units.")
                % {"code": code}
            )
        return unit

    def chosen_holder(self) -> User:
        return self.holders[self.cleaned_data["holder"]]

    def wish(self) -> Wish:
        """What was filled in, as a service takes it."""
        chosen = self.cleaned_data
        return Wish(
            name=" ".join(str(chosen["name"]).split()),
            scopes=[Permission(each) for each in chosen["scopes"]],
            ends_on=chosen["ends_on"],
            unit=chosen["unit"],
        )


class SystemAccountForm(forms.Form):
    """The name of an account for another system."""

    username = forms.CharField(
        label=gettext_lazy("Name of the account"),
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
