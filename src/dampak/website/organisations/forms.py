"""What is asked for when the tree is changed or somebody is posted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.organisations.models import Employment, Person, PositionKind, Status, Unit
from dampak.organisations.ranks import PNS_RANKS, PPPK_RANKS

SHORT, LONG = 80, 300
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def _text(label: Any, *, most: int = LONG, required: bool = True, **attrs: Any) -> forms.CharField:
    help_text = attrs.pop("help_text", "")
    widget = forms.TextInput(attrs={"class": "form-control", **attrs})
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=help_text
    )


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _choice(label: Any, choices: Sequence[Any], *, required: bool = True) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget)


def _ticks(label: Any, choices: Sequence[Any] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


class DeedForm(forms.Form):
    """A deed on one unit; ``units`` are those that the person may choose from."""

    on = _day(gettext_lazy("First day on which it is so"))

    def __init__(self, *args: Any, unit: Unit, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.units = unit, units
        self.order_fields([name for name in self.fields if name != "on"])

    def unit_with(self, code: str) -> Unit:
        """The unit with a code, if it is still there and may be chosen."""
        unit = self.units.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(
                _(
                    "There is no unit with the code %(code)s that you may choose. "
                    "Look it up in the tree."
                )
                % {"code": code}
            )
        return unit


class RenameForm(DeedForm):
    name = _text(gettext_lazy("New name"))
    kind = _text(gettext_lazy("Kind, such as dinas or puskesmas"), most=SHORT, required=False)


class MoveForm(DeedForm):
    below = _text(
        gettext_lazy("Code of the new unit above"),
        most=SHORT,
        required=False,
        list="units",
        help_text=gettext_lazy("Empty: it stands at the top."),
    )

    def clean_below(self) -> Unit | None:
        code = self.cleaned_data["below"]
        return self.unit_with(code) if code else None


class MergeForm(DeedForm):
    into = _text(
        gettext_lazy("Code of the unit that takes over"),
        most=SHORT,
        list="units",
        help_text=gettext_lazy("If it is new, open it first."),
    )

    def clean_into(self) -> Unit:
        return self.unit_with(self.cleaned_data["into"])


class RecodeForm(DeedForm):
    code = _text(gettext_lazy("New code"), most=SHORT)
    name = _text(gettext_lazy("Name"))


class CloseForm(DeedForm):
    on = _day(gettext_lazy("First day on which it is no more"))


class SplitForm(DeedForm):
    first_code = _text(gettext_lazy("Code of the first new unit"), most=SHORT)
    first_name = _text(gettext_lazy("Name of the first new unit"))
    second_code = _text(gettext_lazy("Code of the second new unit"), most=SHORT)
    second_name = _text(gettext_lazy("Name of the second new unit"))
    second_percent = forms.IntegerField(
        label=gettext_lazy("Share of the work that goes to the second, in percent"),
        help_text=gettext_lazy("Empty if nobody knows."),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    units_to_second = _ticks(gettext_lazy("Units below that go to the second"))
    people_to_second = _ticks(gettext_lazy("People who go to the second"))

    def __init__(
        self, *args: Any, people: Sequence[Person], children: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("units_to_second", [(each.code, str(each)) for each in children]),
            ("people_to_second", [(each.public_id, each.name) for each in people]),
        ):
            if offered:
                self.fields[name] = _ticks(self.fields[name].label, offered)
            else:
                del self.fields[name]


class NewUnitForm(forms.Form):
    """A unit that is opened."""

    code = _text(gettext_lazy("Code"), most=SHORT)
    name = _text(gettext_lazy("Name"))
    kind = _text(gettext_lazy("Kind, such as dinas or puskesmas"), most=SHORT, required=False)
    parent = _text(gettext_lazy("Code of the unit above"), most=SHORT, required=False, list="units")
    region_code = _text(
        gettext_lazy("Code of the region, for example 33.74.01"), most=20, required=False
    )
    time_zone = _choice(
        gettext_lazy("Time zone"),
        [("", gettext_lazy("As above it")), *((zone, zone) for zone in ZONES)],
        required=False,
    )
    on = _day(
        gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy("Empty: it has been there for long."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units

    def clean_parent(self) -> Unit | None:
        code = self.cleaned_data["parent"]
        return DeedForm.unit_with(self, code) if code else None  # type: ignore[arg-type]


class PostForm(forms.Form):
    """Where somebody is to be, and as what."""

    position = _text(gettext_lazy("Position"), most=200)
    position_kind = _choice(gettext_lazy("Kind of position"), PositionKind.choices)
    employment = _choice(gettext_lazy("Employment"), Employment.choices)
    rank = _choice(
        gettext_lazy("Rank (golongan)"),
        [
            ("", gettext_lazy("Not known")),
            ("PNS", [(rank, rank) for rank in PNS_RANKS]),
            ("PPPK", [(rank, rank) for rank in PPPK_RANKS]),
        ],
        required=False,
    )
    supervisor = _choice(gettext_lazy("Supervisor"), [], required=False)
    on = _day(gettext_lazy("First day in the post"))

    def __init__(self, *args: Any, supervisors: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supervisors = {each.public_id: each for each in supervisors}
        offered = [("", _("Nobody")), *((each.public_id, each.name) for each in supervisors)]
        self.fields["supervisor"] = _choice(
            self.fields["supervisor"].label, offered, required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        ranks = PNS_RANKS if given.get("employment") == Employment.PNS else PPPK_RANKS
        if given.get("rank") and given["rank"] not in ranks:
            self.add_error("rank", _("This rank belongs to the other employment."))
        return given

    def chosen_supervisor(self) -> Person | None:
        return self.supervisors.get(self.cleaned_data["supervisor"])


class EnterForm(PostForm):
    """Somebody new, with their first post."""

    name = _text(gettext_lazy("Name"))
    nip = _text(
        gettext_lazy("NIP"),
        most=40,
        autocomplete="off",
        help_text=gettext_lazy("18 digits. Only a key and a mask of it are kept."),
    )
    field_order = ("name", "nip")


class LeaveForm(forms.Form):
    status = _choice(
        gettext_lazy("Why"),
        [(each.value, each.label) for each in (Status.RETIRED, Status.LEFT, Status.DIED)],
    )
    on = _day(gettext_lazy("First day without a post"))


class NumberForm(forms.Form):
    nip = _text(gettext_lazy("New NIP"), most=40, autocomplete="off")
    on = _day(gettext_lazy("First day of the new number"))


class TargetForm(forms.Form):
    """The unit in which somebody is to be posted."""

    unit = _text(gettext_lazy("Code of the unit"), most=SHORT, list="units")


class SearchForm(forms.Form):
    """The beginning of a name, or a whole NIP. Sent as a form, so that no address holds it."""

    wanted = _text(
        gettext_lazy("Beginning of the name, or the whole NIP"), most=60, autocomplete="off"
    )

    def is_number(self) -> bool:
        digits = [each for each in self.cleaned_data["wanted"] if each.isdigit()]
        return len(digits) > 8


def day_asked(text: str | None, *, today: date) -> date:
    """The day that an address names; today if it names none, or none that there is."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today
