"""What an export of another system means: its columns, its words, its days."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.guess import guessed_mapping
from dampak.datapack.mapping import (
    ANY_OTHER,
    EMPTY,
    DateStyle,
    Mapping,
    header_fingerprint,
    plain_word,
)
from dampak.indicators.working_days import CALENDARS
from dampak.intake.foreign_words import ForeignWord, ForeignWords, foreign_words

NO_MEANING, MEANS_NOTHING = "", "-"
_TRIMMED = "unit_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """The words under one header, with a field for each, as the page shows them."""

    title: str
    header: str
    rows: tuple[tuple[ForeignWord, forms.BoundField], ...]
    n_more: int
    any_other: forms.BoundField
    empty: forms.BoundField


class MappingForm(forms.Form):
    """For each column of a table the header it comes from, and what the words below it mean.

    The words asked for are those under the headers that are chosen at the moment. A person who has
    not been shown them yet is shown them before anything is saved.
    """

    null_words = forms.CharField(
        label=gettext_lazy("Words that mean an empty cell"),
        help_text=gettext_lazy("With commas between them, such as NA, NULL, -"),
        required=False,
    )
    dates = forms.ChoiceField(label=gettext_lazy("How dates are written"), required=False)
    calendar = forms.ChoiceField(label=gettext_lazy("Working days"), required=False)
    zone = forms.CharField(
        label=gettext_lazy("Clock of the office"),
        help_text=gettext_lazy("Empty: Asia/Jakarta. Others: Asia/Makassar, Asia/Jayapura …"),
        required=False,
    )
    trims = forms.CharField(
        label=gettext_lazy("Signs that hang on the unit code"),
        help_text=gettext_lazy("Stripped from both ends, such as the comma in “PUBLIC WORKS,”."),
        required=False,
        strip=False,
        max_length=20,
    )
    derives_units = forms.BooleanField(
        label=gettext_lazy("There is no list of units: make it from the column of the unit code."),
        required=False,
    )

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        table: Table,
        header: Sequence[str],
        words: Lookup[str, Lookup[str, int]],
        saved: Mapping | None = None,
    ) -> None:
        self.sent = sent if sent is not None else QueryDict()
        self.filled = self.sent.copy()
        super().__init__(None if sent is None else self.filled)
        self.table, self.header, self.words = table, header, words
        named = [name for name in header if name]
        self.start = saved or guessed_mapping(table, named, words)
        self._set_up_columns(named)
        self._set_up_habits()
        self.asked = tuple(self._asked())

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(
                _("No clock has the name %(found)s. Write it like Asia/Jakarta.") % {"found": zone}
            )
        return zone

    def shows_new_words(self) -> bool:
        """Whether words stand on the page now that the person was not asked about before."""
        return any(
            _field(column, word.text) not in self.sent
            for column, words in self.asked
            for word in words.shown
        )

    def mapping(self) -> Mapping:
        """What was chosen, for every file with this header."""
        chosen = self.cleaned_data
        columns = {
            column.name: chosen[column.name] for column in self.table.columns if chosen[column.name]
        }
        trims = {**self.start.trims, _TRIMMED: chosen["trims"]} if _TRIMMED in columns else {}
        return replace(
            self.start,
            columns=columns,
            values={**self._values_kept(columns), **dict(self._values())},
            trims={name: signs for name, signs in trims.items() if signs and name in columns},
            null_words=_listed(chosen["null_words"]),
            dates=DateStyle(chosen["dates"]) if chosen["dates"] else None,
            calendar=chosen["calendar"] or None,
            zone=chosen["zone"] or None,
            units_from=columns.get(_TRIMMED) if chosen["derives_units"] else None,
            files=None,
            header_sha256=header_fingerprint(tuple(self.header)),
        )

    def needed(self) -> list[forms.BoundField]:
        return [self[column.name] for column in self.table.columns if column.required]

    def welcome(self) -> list[forms.BoundField]:
        return [self[column.name] for column in self.table.columns if not column.required]

    def habits(self) -> list[forms.BoundField]:
        names = ("null_words", "trims", "dates", "calendar", "zone")
        return [self[name] for name in names if name in self.fields]

    def word_lists(self) -> list[WordList]:
        """What is asked about the words below each header."""
        return [
            WordList(
                title=title_of(column),
                header=self._chosen(column),
                rows=tuple((word, self[_field(column, word.text)]) for word in words.shown),
                n_more=words.n_more,
                any_other=self[_field(column, ANY_OTHER)],
                empty=self[_field(column, EMPTY)],
            )
            for column, words in self.asked
        ]

    def _set_up_columns(self, named: Sequence[str]) -> None:
        offered = [("", _("not in this file")), *((name, name) for name in named)]
        for column in self.table.columns:
            self.fields[column.name] = _choice(
                title_of(column),
                offered,
                initial=self.start.columns.get(column.name, ""),
                required=column.required,
                help_text=_(column.explanation),
            )

    def _set_up_habits(self) -> None:
        start = self.start
        self.fields["null_words"].initial = ", ".join(start.null_words)
        self.fields["zone"].initial = start.zone or ""
        self.fields["zone"].widget.attrs["list"] = "zones"
        self.fields["derives_units"].initial = start.units_from is not None
        for name in ("null_words", "zone", "trims"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["derives_units"].widget.attrs["class"] = "form-check-input"
        styles = [
            ("", _("as the file itself shows")),
            (DateStyle.YEAR_FIRST, _("year, month, day")),
            (DateStyle.DAY_FIRST, _("day, month, year")),
            (DateStyle.MONTH_FIRST, _("month, day, year")),
        ]
        calendars = [(each.code, _(each.title)) for each in CALENDARS.values()]
        usual = ("", _("as set for the whole office"))
        self.fields["dates"] = _choice(
            self.fields["dates"].label, styles, initial=start.dates or ""
        )
        self.fields["calendar"] = _choice(
            self.fields["calendar"].label, [usual, *calendars], initial=start.calendar or ""
        )
        if _TRIMMED in self.table.by_name:
            self.fields["trims"].initial = start.trims.get(_TRIMMED, "")
        else:
            del self.fields["trims"], self.fields["derives_units"]

    def _asked(self) -> Iterator[tuple[Column, ForeignWords]]:
        null_words = self._null_words()
        for column in self.table.columns:
            header = self._chosen(column)
            if header and column.words and column.kind in {Kind.VOCABULARY, Kind.BOOLEAN}:
                words = foreign_words(
                    self.words.get(header, {}),
                    column.words,
                    null_words=null_words,
                    trims=self.start.trims.get(column.name, ""),
                )
                self._set_up_words(column, words.shown)
                yield column, words

    def _set_up_words(self, column: Column, shown: Sequence[ForeignWord]) -> None:
        known = self.start.values.get(column.name, {})
        means = {plain_word(word): meaning or MEANS_NOTHING for word, meaning in known.items()}
        left = _("not known: set aside") if _is_closed(column) else _("keep the word")
        ours = [*_our_words(column), (MEANS_NOTHING, _("an empty cell"))]
        any_other = _("Any other word, now or in later files")
        for text, label, code in [
            *((word.text, word.text, word.code) for word in shown),
            (ANY_OTHER, any_other, None),
        ]:
            start = means.get(plain_word(text), code or NO_MEANING)
            self._ask(column, text, _choice(label, [(NO_MEANING, left), *ours], initial=start))
        stays = [(NO_MEANING, _("stays empty")), *_our_words(column)]
        start = means.get(EMPTY, NO_MEANING)
        self._ask(column, EMPTY, _choice(_("An empty cell"), stays, initial=start))

    def _ask(self, column: Column, word: str, field: forms.ChoiceField) -> None:
        """One more word; where the form was sent without it, it starts as on a fresh page."""
        name = _field(column, word)
        self.fields[name] = field
        if self.is_bound:
            self.filled.setdefault(name, field.initial)

    def _values(self) -> Iterator[tuple[str, dict[str, str]]]:
        for column, words in self.asked:
            asked = [(word.text, word.code) for word in words.shown]
            told = {
                word: EMPTY if meaning == MEANS_NOTHING else meaning
                for word, code in [*asked, (ANY_OTHER, None), (EMPTY, None)]
                if (meaning := self.cleaned_data[_field(column, word)]) not in {NO_MEANING, code}
            }
            if told:
                yield column.name, told

    def _values_kept(self, columns: Lookup[str, str]) -> dict[str, Lookup[str, str]]:
        """Meanings of columns that this page does not ask about, from a mapping written by hand."""
        asked = {column.name for column, _words in self.asked}
        return {
            name: words
            for name, words in self.start.values.items()
            if name in columns and name not in asked
        }

    def _chosen(self, column: Column) -> str:
        """The header chosen for a column so far; none if what was sent is no header."""
        header = self.start.columns.get(column.name, "")
        if self.is_bound:
            header = self.data.get(column.name, "")
        return header if header in self.header else ""

    def _null_words(self) -> tuple[str, ...]:
        if self.is_bound:
            return _listed(self.data.get("null_words", ""))
        return self.start.null_words


def title_of(column: Column) -> str:
    """The name of a column as the reader's templates carry it."""
    return column.indonesian if get_language() == "id" else column.name


def _choice(
    label: Any, offered: Sequence[tuple[str, Any]], *, required: bool = False, **more: Any
) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=offered, required=required, widget=widget, **more)


def _our_words(column: Column) -> list[tuple[str, str]]:
    is_indonesian = get_language() == "id"
    words = column.words.words if column.words else ()
    return [(word.code, word.indonesian if is_indonesian else word.english) for word in words]


def _is_closed(column: Column) -> bool:
    return column.words is not None and column.words.is_closed


def _field(column: Column, word: str) -> str:
    """A name for the field of a word, whatever signs the word is made of."""
    return f"means-{column.name}-{sha256(plain_word(word).encode()).hexdigest()[:12]}"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
