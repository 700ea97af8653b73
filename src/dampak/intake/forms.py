"""Files on their way in, and which of their columns is which of ours."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dampak.datapack.columns import Table
from dampak.datapack.mapping import Mapping, header_fingerprint
from dampak.datapack.mapping_file import CannotReadMapping, read_mappings
from dampak.datapack.tables import TABLES
from dampak.language.saying import say

KINDS = ".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.parquet"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """One or more files."""

    upload = forms.Field(  # a FileField holds one file and refuses several
        label=gettext_lazy("Choose one or more files from your computer"),
        widget=SeveralFiles(attrs={"class": "form-control", "accept": KINDS}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {"data-button": _("Choose files"), "data-none": _("No file chosen yet")}
        self.fields["upload"].widget.attrs |= said

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


class PastedMappingForm(forms.Form):
    """A whole mapping as a text, from `dampak map` or a colleague, bound to this file's header."""

    text = forms.CharField(
        label=gettext_lazy("Mapping (TOML)"),
        widget=forms.Textarea(
            attrs={"class": "form-control hash", "rows": 8, "spellcheck": "false"}
        ),
        max_length=100_000,
    )

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = header_fingerprint(tuple(header))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            found = read_mappings(text, name=_("The pasted text"))
        except CannotReadMapping as refusal:
            language = get_language() or "id"
            raise forms.ValidationError([say(each, language) for each in refusal.faults]) from None
        meant = [each for each in found if each.header_sha256 == self.fingerprint] or list(found)
        if len(meant) > 1:
            raise forms.ValidationError(
                _("The text holds %(count)s mappings. Paste only the one for this file.")
                % {"count": len(meant)}
            )
        self.pasted = meant[0]
        return text

    def mapping(self) -> Mapping:
        """What was pasted, for every file with this header."""
        return replace(self.pasted, files=None, header_sha256=self.fingerprint)


def table_title(table: Table) -> str:
    """The name of a table as the reader's templates carry it, with what one row of it is."""
    name = table.indonesian if get_language() == "id" else table.name
    return f"{name}: {_(table.grain)}"
