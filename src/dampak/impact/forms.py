"""Strings into a plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dampak.foundation.text import Sentence
from dampak.impact.evaluating import own_columns
from dampak.impact.plan import UNIT_MONTHS, Role
from dampak.impact.plan_writing import Promise, plan_text
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Better
from dampak.language.saying import say
from dampak.warehouse.roster import programmes_taught
from dampak.warehouse.snapshot import Snapshot

OTHERS = (1, 2, 3)
PER_CENT = 100
OTHER_ROLES = [
    (Role.SECONDARY.value, gettext_lazy("may also move")),
    (Role.GUARDRAIL.value, gettext_lazy("must not get worse")),
]


class PlanForm(forms.Form):
    """A programme, what it promises, and what else is watched."""

    programme = forms.CharField(
        label=gettext_lazy("Programme"),
        max_length=200,
        help_text=gettext_lazy("Written as in the table of trainings."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Main outcome"),
        help_text=gettext_lazy("The one number by which this programme wants to be judged."),
    )
    smallest_effect = forms.FloatField(
        label=gettext_lazy("Smallest effect that matters"),
        min_value=0,
        localize=True,
        help_text=gettext_lazy(
            "In the unit of the outcome; for shares in percentage points. A smaller change would "
            "not be worth the training, even if it were certain."
        ),
    )
    control = forms.ChoiceField(
        label=gettext_lazy("Compare with"),
        choices=[
            ("not_yet", gettext_lazy("units not yet trained, and units never trained")),
            ("never", gettext_lazy("units never trained only")),
        ],
    )

    def __init__(
        self, *args: Any, snapshot: Snapshot | None, registered_on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registered_on = registered_on
        outcomes = _outcomes(snapshot)
        self._choice("outcome").choices = [("", _("Choose an outcome")), *outcomes]
        self.programmes = programmes_taught(snapshot) if snapshot else ()
        for number in OTHERS:
            self._add_other(number, outcomes)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        self.fields["programme"].widget.attrs["list"] = "programmes"

    def main(self) -> list[forms.BoundField]:
        """What every plan says."""
        return [self[name] for name in ("programme", "outcome", "smallest_effect", "control")]

    def others(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of further outcomes: which, in what role, and what would count."""
        return [
            (self[f"outcome_{n}"], self[f"role_{n}"], self[f"smallest_effect_{n}"]) for n in OTHERS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for n in OTHERS:
            if cleaned.get(f"outcome_{n}") and not cleaned.get(f"smallest_effect_{n}"):
                self.add_error(f"smallest_effect_{n}", _("Say how large a change would matter."))
        return cleaned

    def text(self) -> str:
        """What was filled in, as a plan file."""
        cleaned = self.cleaned_data
        promises = [_promise(cleaned["outcome"], Role.PRIMARY, cleaned["smallest_effect"])]
        promises += [
            _promise(cleaned[f"outcome_{n}"], Role(cleaned[f"role_{n}"]), size)
            for n in OTHERS
            if cleaned.get(f"outcome_{n}") and (size := cleaned[f"smallest_effect_{n}"])
        ]
        return plan_text(
            cleaned["programme"],
            promises,
            control=cleaned["control"],
            registered_on=self.registered_on,
            prefix=slugify(cleaned["programme"]) or "kajian",
        )

    def refuse(self, faults: Iterable[Sentence]) -> None:
        """Show what the plan's own rules found."""
        for fault in faults:
            self.add_error(None, say(fault, get_language() or "id"))

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    def _add_other(self, number: int, outcomes: list[tuple[str, str]]) -> None:
        self.fields |= {
            f"outcome_{number}": forms.ChoiceField(
                label=gettext_lazy("Further outcome"),
                choices=[("", _("none")), *outcomes],
                required=False,
            ),
            f"role_{number}": forms.ChoiceField(
                label=gettext_lazy("Role"), choices=OTHER_ROLES, required=False
            ),
            f"smallest_effect_{number}": forms.FloatField(
                label=gettext_lazy("Smallest effect that matters"),
                min_value=0,
                required=False,
                localize=True,
            ),
        }


def _outcomes(snapshot: Snapshot | None) -> list[tuple[str, str]]:
    """The indicators by title and unit; the office's own columns in both wanted directions."""
    known = [(code, f"{_(each.title)} ({_unit(code)})") for code, each in CATALOGUE.items()]
    columns = own_columns(snapshot) if snapshot else ()
    own = [
        (f"{UNIT_MONTHS}{column}:{better}", words % {"column": column})
        for column in columns
        for better, words in (
            (Better.HIGHER, _("%(column)s: higher is better")),
            (Better.LOWER, _("%(column)s: lower is better")),
        )
    ]
    return known + own


def _unit(code: str) -> str:
    definition = CATALOGUE[code]
    return _("percentage points") if definition.is_share else _(definition.unit)


def _promise(chosen: str, role: Role, size: float) -> Promise:
    outcome, _colon, better = chosen.partition(":")
    is_share = outcome in CATALOGUE and CATALOGUE[outcome].is_share
    return Promise(
        outcome=outcome,
        role=role,
        smallest_effect=size / PER_CENT if is_share else size,
        better=Better(better) if better else None,
    )
