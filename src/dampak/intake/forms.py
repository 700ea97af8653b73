"""Files on their way in, and which of their columns is which of ours."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dampak.datapack.columns import Column, Table
from dampak.datapack.mapping import Mapping, header_fingerprint
from dampak.datapack.tables import TABLES
from dampak.datapack.vocabulary import plain


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """One or more files."""

    upload = forms.Field(  # a FileField holds one file and refuses several
        label=gettext_lazy("Files"),
        widget=SeveralFiles(attrs={"class": "form-control", "accept": ".csv,.tsv,.txt,.xlsx"}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        if not self.uploads():
            self.add_error("upload", _("No file was chosen. Choose one or more files."))
        return super().clean() or {}

    def uploads(self) -> "list[UploadedFile[Any]]":
        """Every file that came."""
        return self.files.getlist("upload") if self.files else []


class TableForm(forms.Form):
    """Which table a file is."""

    table = forms.ChoiceField(label=gettext_lazy("This file holds"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"] = forms.ChoiceField(
            label=gettext_lazy("This file holds"),
            choices=[(name, table_title(table)) for name, table in TABLES.items()],
            widget=forms.Select(attrs={"class": "form-select"}),
        )


class MappingForm(forms.Form):
    """For each column of a table, the header of the file that it comes from."""

    def __init__(self, *args: Any, table: Table, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.header = table, header
        offered = [("", _("not in this file")), *((name, name) for name in header if name)]
        for column in table.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=_title(column),
                help_text=_(column.explanation),
                choices=offered,
                required=column.required,
                initial=_guess(column, header),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def mapping(self) -> Mapping:
        """What was chosen, for every file with this header."""
        return Mapping(
            table=self.table.name,
            columns={name: chosen for name, chosen in self.cleaned_data.items() if chosen},
            units_from=self.cleaned_data.get("unit_code") or None
            if self.data.get("derives_units")
            else None,
            header_sha256=header_fingerprint(tuple(self.header)),
        )

    def needed(self) -> list[forms.BoundField]:
        return [self[column.name] for column in self.table.columns if column.required]

    def welcome(self) -> list[forms.BoundField]:
        return [self[column.name] for column in self.table.columns if not column.required]


def table_title(table: Table) -> str:
    """The name of a table as the reader's templates carry it, with what one row of it is."""
    name = table.indonesian if get_language() == "id" else table.name
    return f"{name}: {_(table.grain)}"


def _title(column: Column) -> str:
    return column.indonesian if get_language() == "id" else column.name


def _guess(column: Column, header: Sequence[str]) -> str:
    known = {plain(name) for name in column.headers}
    return next((name for name in header if plain(name) in known), "")
