"""What is asked for when a unit is opened, changed or closed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.directory.forms.fields import (
    SHORT,
    choice_field,
    day_field,
    text_field,
    ticks_field,
)
from dampak.organisations.models import Person, Unit

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def unit_among(units: QuerySet[Unit], code: str) -> Unit:
    """The unit with a code, if it is still there and may be chosen."""
    unit = units.filter(code=code).first()
    if unit is None:
        raise forms.ValidationError(
            _(
                "There is no unit with the code %(code)s that you may choose. "
                "Look it up in the tree."
            )
            % {"code": code}
        )
    return unit


class DeedForm(forms.Form):
    """A deed on one unit; ``units`` are those that the person may choose from."""

    on = day_field(gettext_lazy("First day on which it is so"))

    def __init__(self, *args: Any, unit: Unit, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.units = unit, units
        self.order_fields([name for name in self.fields if name != "on"])


class RenameForm(DeedForm):
    name = text_field(gettext_lazy("New name"))
    kind = text_field(gettext_lazy("Kind, such as dinas or puskesmas"), most=SHORT, required=False)


class MoveForm(DeedForm):
    below = text_field(
        gettext_lazy("Code of the new unit above"),
        most=SHORT,
        required=False,
        list="units",
        help_text=gettext_lazy("Empty: it stands at the top."),
    )

    def clean_below(self) -> Unit | None:
        code = self.cleaned_data["below"]
        return unit_among(self.units, code) if code else None


class MergeForm(DeedForm):
    into = text_field(
        gettext_lazy("Code of the unit that takes over"),
        most=SHORT,
        list="units",
        help_text=gettext_lazy("If it is new, open it first."),
    )

    def clean_into(self) -> Unit:
        return unit_among(self.units, self.cleaned_data["into"])


class RecodeForm(DeedForm):
    code = text_field(gettext_lazy("New code"), most=SHORT)
    name = text_field(gettext_lazy("Name"))


class CloseForm(DeedForm):
    on = day_field(gettext_lazy("First day on which it is no more"))


class SplitForm(DeedForm):
    first_code = text_field(gettext_lazy("Code of the first new unit"), most=SHORT)
    first_name = text_field(gettext_lazy("Name of the first new unit"))
    second_code = text_field(gettext_lazy("Code of the second new unit"), most=SHORT)
    second_name = text_field(gettext_lazy("Name of the second new unit"))
    second_percent = forms.IntegerField(
        label=gettext_lazy("Share of the work that goes to the second, in percent"),
        help_text=gettext_lazy("Empty if nobody knows."),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    units_to_second = ticks_field(gettext_lazy("Units below that go to the second"))
    people_to_second = ticks_field(gettext_lazy("People who go to the second"))

    def __init__(
        self, *args: Any, people: Sequence[Person], children: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("units_to_second", [(each.code, str(each)) for each in children]),
            ("people_to_second", [(each.public_id, each.name) for each in people]),
        ):
            if offered:
                self.fields[name] = ticks_field(self.fields[name].label, offered)
            else:
                del self.fields[name]


class NewUnitForm(forms.Form):
    """A unit that is opened."""

    code = text_field(gettext_lazy("Code"), most=SHORT)
    name = text_field(gettext_lazy("Name"))
    kind = text_field(gettext_lazy("Kind, such as dinas or puskesmas"), most=SHORT, required=False)
    parent = text_field(
        gettext_lazy("Code of the unit above"), most=SHORT, required=False, list="units"
    )
    region_code = text_field(
        gettext_lazy("Code of the region, for example 33.74.01"), most=20, required=False
    )
    time_zone = choice_field(
        gettext_lazy("Time zone"),
        [("", gettext_lazy("As above it")), *((zone, zone) for zone in ZONES)],
        required=False,
    )
    on = day_field(
        gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy("Empty: it has been there for long."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units

    def clean_parent(self) -> Unit | None:
        code = self.cleaned_data["parent"]
        return unit_among(self.units, code) if code else None
