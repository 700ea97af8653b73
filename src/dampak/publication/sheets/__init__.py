"""The sheets of the workbook: each a name, its columns and its rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.language import quantities
from dampak.language.saying import LANGUAGES
from dampak.publication.sheets.cells import Cell, Month, Number
from dampak.publication.sheets.studying import checks_rows, event_rows, summary_rows
from dampak.publication.showing.texts import in_this
from dampak.publication.tables import cells_of
from dampak.warehouse.rejects import RejectedRow

MOST_READINGS = 1_048_575  # rows of a sheet below its header
MOST_REJECTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The heading of a column and its width in letters."""

    name: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; rows are written as they come."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


EXPLAINED = {
    gettext_noop("Summary"): gettext_noop(
        "One row for each outcome: verdict, difference, interval, grade."
    ),
    gettext_noop("Indicators"): gettext_noop("One row for each indicator, unit and month."),
    gettext_noop("Event study"): gettext_noop(
        "One row for each outcome and month around the training."
    ),
    gettext_noop("Checks"): gettext_noop("One row for each check of each outcome."),
    gettext_noop("Inputs"): gettext_noop("One row for each file that was handed over."),
    gettext_noop("Rows set aside"): gettext_noop(
        "One row for each row that was set aside, with its reason."
    ),
}


def sheets_of(document: dict[str, Any], rejected: Iterable[RejectedRow]) -> Iterator[Sheet]:
    """All sheets in the active language, the explanation in every language."""
    yield Sheet(
        name=_("Summary"),
        columns=_columns(
            (_("Outcome"), 34), (_("Role"), 20), (_("Verdict"), 24), (_("Difference"), 12),
            (_("Low"), 10), (_("High"), 10), (_("Unit"), 16), (_("Evidence grade"), 14),
            (_("Trained units"), 14), (_("Comparison units"), 18), (_("First month"), 16),
            (_("Last month"), 16), (_("Level before the training"), 26),
            (_("Why there is no number"), 40), (_("Reason for the grade"), 50),
            (_("Sentence"), 90), (_("Next step"), 60), (_("Note"), 60),
        ),
        rows=summary_rows(document["studies"]),
    )  # fmt: skip
    yield Sheet(
        name=_("Indicators"),
        columns=_columns(
            (_("Indicator"), 38), (_("Code of the unit"), 16), (_("Name of the unit"), 30),
            (_("Month"), 12), (_("Value"), 12), (_("Counted"), 12), (_("Out of"), 12),
            (_("Unit"), 18), (_("Version"), 8),
        ),
        rows=islice(_readings(document), MOST_READINGS),
    )  # fmt: skip
    yield Sheet(
        name=_("Event study"),
        columns=_columns(
            (_("Outcome"), 34), (_("Months since training"), 22), (_("Difference"), 12),
            (_("Low"), 10), (_("High"), 10), (_("Units"), 10),
        ),
        rows=event_rows(document["studies"]),
    )  # fmt: skip
    yield Sheet(
        name=_("Checks"),
        columns=_columns(
            (_("Outcome"), 34), (_("Check"), 34), (_("Result"), 20), (_("What was found"), 90)
        ),
        rows=checks_rows(document["studies"]),
    )
    yield Sheet(
        name=_("Inputs"),
        columns=_columns(
            (_("File"), 34), (_("Table"), 20), (_("Rows in"), 12), (_("Kept"), 12),
            (_("Set aside"), 12), (_("Size in bytes"), 16), (_("Encoding"), 12), ("SHA-256", 68),
        ),
        rows=map(_input, document["inputs"]),
    )  # fmt: skip
    yield Sheet(
        name=_("Rows set aside"),
        columns=_columns(
            (_("File"), 30), (_("Table"), 18), (_("Row"), 8), (_("Column"), 18), (_("Value"), 24),
            ("Alasan", 80), ("Reason", 80),
        ),
        rows=_rejected(rejected),
    )  # fmt: skip
    yield Sheet(
        name=_("Explanation"),
        columns=_columns(("Lembar", 24), ("Isi", 90), ("Sheet", 24), ("What it holds", 90)),
        rows=_explanation(),
    )


def _columns(*named: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(name=name, width=width) for name, width in named)


def _readings(document: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    catalogue = {definition["code"]: definition for definition in document["catalogue"]}
    names = {unit["code"]: unit["name"] for unit in document["units"]}
    for reading in document["indicators"]:
        known = catalogue[reading["code"]]
        value = reading["value"]
        yield (
            in_this(known["title"]),
            reading["unit_code"],
            names.get(reading["unit_code"]) or "",
            Month(reading["month"]),
            None if value is None else Number(value, known["decimals"], known["is_share"]),
            _count(reading["numerator"]),
            _count(reading["denominator"]),
            _("percent") if known["is_share"] else in_this(known["unit"]),
            str(reading["version"]),
        )


def _count(value: float | None) -> Cell:
    return None if value is None else Number(value, 0 if float(value).is_integer() else 2)


def _input(file: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        file["file"],
        file["table"],
        *(Number(file[key]) for key in ("rows_in", "rows_kept", "rows_set_aside", "bytes")),
        file["encoding"],
        file["sha256"],
    )


def _rejected(rejected: Iterable[RejectedRow]) -> Iterator[tuple[Cell, ...]]:
    remaining = iter(rejected)
    for file, table, number, *rest in cells_of(islice(remaining, MOST_REJECTED)):
        yield (file, table, Number(int(number)), *rest)
    if next(remaining, None) is not None:
        yield (_only_the_first(MOST_REJECTED),)


def _only_the_first(count: int) -> str:
    return _(
        "Only the first %(count)s rows are on this sheet; all of them are in the CSV file."
    ) % {"count": quantities.count(count)}


def _explanation() -> Iterator[tuple[Cell, ...]]:
    for name, what in EXPLAINED.items():
        yield tuple(_in(language, text) for language in LANGUAGES for text in (name, what))
    shares = gettext_noop(
        "Shares run from 0 to 1; their cells are formatted as percent. Differences of shares too."
    )
    yield tuple(text for language in LANGUAGES for text in ("", _in(language, shares)))


def _in(language: str, text: str) -> str:
    with translation.override(language):
        return _(text)
