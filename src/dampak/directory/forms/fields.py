"""The fields of these forms, and the day that an address asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

SHORT, LONG = 80, 300


def text_field(
    label: Any, *, most: int = LONG, required: bool = True, **attrs: Any
) -> forms.CharField:
    help_text = attrs.pop("help_text", "")
    widget = forms.TextInput(attrs={"class": "form-control", **attrs})
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=help_text
    )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def choice_field(label: Any, choices: Sequence[Any], *, required: bool = True) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget)


def ticks_field(label: Any, choices: Sequence[Any] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


def day_asked(text: str | None, *, today: date) -> date:
    """The day that an address names; today if it names none, or none that there is."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today
