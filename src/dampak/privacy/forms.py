"""What is filled in about data of people; whether it may be is decided by the deeds."""

import re
from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.accounts.signing_in.forms import dress
from dampak.organisations.models import Unit
from dampak.privacy.models import LONGEST_WORDS, Asked, Outcome

PHONE = re.compile(r"\+?[\d\s().-]{8,20}")
ROWS = {"rows": 3}


class DressedForm(forms.Form):
    """A form in the look of the house; ``prepare`` completes its fields before it is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare()
        dress(self)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"

    def prepare(self) -> None:
        """What depends on who fills it in."""


class OnceForm(DressedForm):
    """A form that carries a mark, so that sent twice it is one deed."""

    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def prepare(self) -> None:
        super().prepare()
        self.fields["nonce"].initial = token_urlsafe(18)


class AskForm(OnceForm):
    """What somebody wants, in their own words."""

    asked = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"), choices=Asked.choices, widget=forms.Select
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("For example what is wrong, and how it should be."),
        widget=forms.Textarea(attrs=ROWS),
    )


class StrangerForm(AskForm):
    """The same for somebody without an account."""

    called = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    reach = forms.CharField(
        label=gettext_lazy("E-mail or telephone"),
        max_length=254,
        help_text=gettext_lazy("Only for the answer. It is deleted five years after it."),
    )
    field_order = ("called", "reach", "asked", "words", "nonce")

    def clean_reach(self) -> str:
        given: str = self.cleaned_data["reach"].strip()
        if "@" in given:
            validate_email(given)
        elif not PHONE.fullmatch(given):
            raise forms.ValidationError(
                _("This is neither an e-mail address nor a telephone number. Write one of both.")
            )
        return given


class AnswerForm(DressedForm):
    """The answer, with its reason."""

    outcome = forms.ChoiceField(label=gettext_lazy("Answer"), choices=Outcome.choices)
    words = forms.CharField(
        label=gettext_lazy("Answer with its reason"),
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("The person reads this. A refusal has to name the law."),
        widget=forms.Textarea(attrs=ROWS),
    )


class DeletionAnswerForm(AnswerForm):
    """The answer in words to somebody who wants to be deleted; the deletion answers by itself."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[each for each in Outcome.choices if each[0] != Outcome.GRANTED],
        initial=Outcome.REFUSED,
        help_text=gettext_lazy(
            "Only if nothing is deleted here, or it was done elsewhere. The deletion above answers "
            "by itself; after an answer in words it cannot be done."
        ),
    )


class RestrictingForm(AnswerForm):
    """The answer to somebody who wants their data restricted."""

    until = forms.DateField(
        label=gettext_lazy("Last day of the restriction"),
        required=False,
        help_text=gettext_lazy(
            "Only if it is granted. Empty: it stands until you or the person lift it. "
            "Granting in part restricts nothing by itself."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class ReasonForm(DressedForm):
    """A reason, or what was done."""

    because = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class IncidentTold(DressedForm):
    """What the law wants to be said about an incident."""

    happened = forms.CharField(label=gettext_lazy("When and how it happened"))
    noticed = forms.CharField(label=gettext_lazy("How it was noticed"))
    data = forms.CharField(  # type: ignore[assignment] # Django takes fields out of the class
        label=gettext_lazy("Which data"),
        help_text=gettext_lazy("Kinds of data, no data themselves: names and e-mail addresses."),
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Leave it empty while nobody knows."),
    )
    handling = forms.CharField(label=gettext_lazy("What is done about it"))
    recovery = forms.CharField(label=gettext_lazy("How it is made good"))

    def prepare(self) -> None:
        super().prepare()
        for name in ("happened", "noticed", "data", "handling", "recovery"):
            self.fields[name].widget = forms.Textarea(attrs=ROWS | {"maxlength": LONGEST_WORDS})


class IncidentForm(IncidentTold, OnceForm):
    """A new incident."""

    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=200)
    known_at = forms.DateTimeField(
        label=gettext_lazy("Known since"),
        help_text=gettext_lazy("From this moment the 3 x 24 hours run."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    unit = forms.ChoiceField(label=gettext_lazy("Whose data"), choices=())
    field_order = ("title", "known_at", "unit", "data", "people", "happened", "noticed", "handling",
                   "recovery", "nonce")  # fmt: skip

    def __init__(
        self, *args: Any, units: Sequence[Unit], offers_everything: bool, **kwargs: Any
    ) -> None:
        self._units = {unit.code: unit for unit in units}
        whole = [("*", _("Everybody in the whole installation"))] if offers_everything else []
        self._offered = [*whole, *((unit.code, str(unit)) for unit in units)]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        self.fields["unit"] = forms.ChoiceField(
            label=self.fields["unit"].label,
            choices=self._offered,
            help_text=_("This unit and all below it."),
        )

    def told(self) -> dict[str, Any]:
        """The columns of the incident."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "nonce"}
        return {**told, "unit": self._units.get(told["unit"])}


class CompleteForm(IncidentTold):
    """What became known since, and a line for the history."""

    words = forms.CharField(
        label=gettext_lazy("What is new"), max_length=300, widget=forms.TextInput
    )
    field_order = ("words", "data", "people", "happened", "noticed", "handling", "recovery")
