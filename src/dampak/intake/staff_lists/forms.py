"""Lists of staff on their way in."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.intake.forms import UploadForm


class ListsForm(UploadForm):
    """One or more files, the day they speak of, and whether everybody is in them."""

    listed_on = forms.DateField(
        label=gettext_lazy("Day of the list"),
        help_text=gettext_lazy(
            "Of which day the list speaks. What it changes without a first day begins then."
        ),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    is_complete = forms.BooleanField(
        label=gettext_lazy("The list is complete: whoever is not in it has left."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["listed_on"].initial = localdate

    def clean(self) -> dict[str, Any]:
        listed_on = self.cleaned_data.get("listed_on")
        if listed_on and listed_on > localdate():
            self.add_error("listed_on", _("This day has not come yet. Choose today or earlier."))
        return super().clean()
