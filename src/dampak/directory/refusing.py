"""Say on a form why a deed was not done."""

from django import forms
from django.utils.translation import get_language

from dampak.language.saying import say
from dampak.organisations.services import CannotGiveCode, CannotReorganise


def say_why_not(refusal: CannotReorganise, form: forms.Form) -> None:
    """Beside the code that cannot be given, where it is that; else above the form."""
    form.add_error(_field_of(refusal, form), say(refusal.sentence, get_language() or "id"))


def _field_of(refusal: CannotReorganise, form: forms.Form) -> str | None:
    if not isinstance(refusal, CannotGiveCode):
        return None
    codes = (name for name in ("code", "first_code", "second_code") if name in form.fields)
    return next((name for name in codes if form.cleaned_data.get(name) == refusal.code), None)
