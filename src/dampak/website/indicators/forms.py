"""What the reader of an indicator may choose."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.language.moments import month_named
from dampak.website.indicators.selectors import Asked


class FilterForm(forms.Form):
    """One unit or all, from one month to another; a wrong choice counts as none."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    first = forms.ChoiceField(label=gettext_lazy("From month"), required=False)
    last = forms.ChoiceField(label=gettext_lazy("To month"), required=False)

    def __init__(
        self, *args: Any, units: Mapping[str, str], months: Sequence[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        months_named = [(f"{month:%Y-%m}", month_named(month)) for month in months]
        choices = {
            "unit": [("", _("All units")), *units.items()],
            "first": [("", _("the beginning")), *months_named],
            "last": [("", _("the end")), *months_named],
        }
        for name, offered in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=offered,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def asked(self) -> Asked:
        """What was chosen, in the types of the page."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Asked(
            unit=chosen.get("unit", ""),
            first=_month(chosen.get("first", "")),
            last=_month(chosen.get("last", "")),
        )


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None
