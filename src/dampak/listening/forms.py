"""A survey to be opened."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.warehouse.roster import UnitOnRoll

USUAL_LENGTH = timedelta(days=90)


class SurveyForm(forms.Form):
    """For which unit and service, and from when until when."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), widget=forms.Select(attrs={"class": "form-select"})
    )
    service = forms.CharField(
        label=gettext_lazy("Service"),
        help_text=gettext_lazy("As your other records write it, so that they can be compared."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "list": "services"}),
    )
    opens_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=gettext_lazy("Your own words above the questions (may stay empty)"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )

    def __init__(self, *args: Any, units: Sequence[UnitOnRoll], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.by_code = {unit.code: unit for unit in units}
        offered = [(unit.code, f"{unit.name} ({unit.code})") for unit in units]
        self.fields["unit"] = forms.ChoiceField(
            label=self.fields["unit"].label,
            choices=[("", _("Choose a unit")), *sorted(offered, key=lambda each: each[1].lower())],
            widget=self.fields["unit"].widget,
        )
        self.fields["opens_on"].initial = today
        self.fields["closes_on"].initial = today + USUAL_LENGTH

    def clean_service(self) -> str:
        return " ".join(str(self.cleaned_data["service"]).split())

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        first, last = chosen.get("opens_on"), chosen.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day cannot come before the first."))
        elif last and last < self.today:
            self.add_error("closes_on", _("That day is over: nobody could answer any more."))
        return chosen

    def chosen_unit(self) -> UnitOnRoll:
        return self.by_code[self.cleaned_data["unit"]]
