"""What a reader of the book may look for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.audit.selectors import Asked
from dampak.audit_book.actors import who_noted
from dampak.audit_book.words import deeds_known, model_of, tables_known

DAY = {"type": "date", "class": "form-control"}


class BookForm(forms.Form):
    """Who, what, which object, from which day to which; a wrong choice counts as none."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=150)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = forms.DateField(label=gettext_lazy("From day"), required=False)
    until = forms.DateField(label=gettext_lazy("To day"), required=False)
    about = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].widget = forms.TextInput(attrs={"class": "form-control"})
        self.fields["what"] = forms.ChoiceField(
            label=self.fields["what"].label,
            choices=[
                ("", _("Everything")),
                (_("Deeds"), [(f"deed:{deed}", words) for deed, words in deeds_known()]),
                (
                    _("Changes of data"),
                    [(f"table:{name}", words) for name, words in tables_known()],
                ),
            ],
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs=DAY)

    def asked(self) -> Asked:
        """What was asked, in the types of the book."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        kind, _colon, name = (given.get("what") or "").partition(":")
        label, _colon, key = (given.get("about") or "").rpartition(":")
        model = model_of(label)
        until = given.get("until")
        is_object = model is not None and bool(key)
        return Asked(
            who=given.get("who") or "",
            deed=name if kind == "deed" else "",
            table=model._meta.db_table if model and key else (name if kind == "table" else ""),
            row_id=key if is_object else "",
            kind=model._meta.label if model and key else "",
            since=_midnight(given.get("since")),
            before=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        )

    def noted(self) -> dict[str, str]:
        """What was asked, as it may stand in the book for good: nothing that was merely typed.

        A number of a row has at most 15 digits, so that no NIP or NIK passes for one.
        """
        asked, given = self.asked(), getattr(self, "cleaned_data", {})
        is_row = asked.row_id.isascii() and asked.row_id.isdecimal() and len(asked.row_id) <= 15
        days = {name: given.get(name) for name in ("since", "until")}
        told = {
            "who": who_noted(asked.who),
            "what": given.get("what") or "",
            "about": f"{asked.kind}:{asked.row_id}" if is_row else asked.kind,
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }
        return {name: text for name, text in told.items() if text}


def _midnight(day: date | None) -> datetime | None:
    """When a day began, where this installation stands."""
    if day is None or day.year < 2:
        return None
    return datetime.combine(day, time(), get_current_timezone()).astimezone(UTC)
