"""What is asked for when people are looked up, come, move and leave."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampak.directory.forms.fields import SHORT, choice_field, day_field, text_field
from dampak.organisations.models import GONE, Employment, Person, PositionKind
from dampak.organisations.ranks import PNS_RANKS, PPPK_RANKS


class PostForm(forms.Form):
    """Where somebody is to be, and as what."""

    position = text_field(gettext_lazy("Position"), most=200)
    position_kind = choice_field(gettext_lazy("Kind of position"), PositionKind.choices)
    employment = choice_field(gettext_lazy("Employment"), Employment.choices)
    rank = choice_field(
        gettext_lazy("Rank (golongan)"),
        [
            ("", gettext_lazy("Not known")),
            ("PNS", [(rank, rank) for rank in PNS_RANKS]),
            ("PPPK", [(rank, rank) for rank in PPPK_RANKS]),
        ],
        required=False,
    )
    supervisor = choice_field(gettext_lazy("Supervisor"), [], required=False)
    on = day_field(gettext_lazy("First day in the post"))

    def __init__(self, *args: Any, supervisors: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supervisors = {each.public_id: each for each in supervisors}
        offered = [("", _("Nobody")), *((each.public_id, each.name) for each in supervisors)]
        self.fields["supervisor"] = choice_field(
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

    name = text_field(gettext_lazy("Name"))
    nip = text_field(
        gettext_lazy("NIP"),
        most=40,
        autocomplete="off",
        help_text=gettext_lazy("18 digits. Only a key and a mask of it are kept."),
    )
    field_order = ("name", "nip")


class LeaveForm(forms.Form):
    status = choice_field(
        gettext_lazy("Why"),
        [(each.value, each.label) for each in GONE],
    )
    on = day_field(gettext_lazy("First day without a post"))


class NumberForm(forms.Form):
    nip = text_field(gettext_lazy("New NIP"), most=40, autocomplete="off")
    on = day_field(gettext_lazy("First day of the new number"))


class TargetForm(forms.Form):
    """The unit in which somebody is to be posted."""

    unit = text_field(gettext_lazy("Code of the unit"), most=SHORT, list="units")


class SearchForm(forms.Form):
    """The beginning of a name, or a whole NIP. Sent as a form, so that no address holds it."""

    wanted = text_field(
        gettext_lazy("Beginning of the name, or the whole NIP"), most=60, autocomplete="off"
    )
