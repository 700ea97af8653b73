"""An indicator's method sheet, made from its definition and from nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.definition import Better, Definition
from dampak.indicators.query import reading_sql


class Part(StrEnum):
    """What a line of a sheet is on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One piece of the sheet. Code is the same in every language; all else is a sentence."""

    part: Part
    text: Sentence | str


WANTED = {
    Better.HIGHER: gettext_noop("Higher is better."),
    Better.LOWER: gettext_noop("Lower is better."),
}


def method_sheet(definition: Definition) -> tuple[Line, ...]:
    """The sheet line by line: what it says, what it is counted from, who counts, the SQL."""
    return (
        Line(part=Part.TITLE, text=Sentence(definition.title)),
        _paragraph(Sentence(definition.why)),
        _paragraph(
            Sentence(
                "Indicator %(code)s, version %(version)s. Unit: %(unit)s.",
                {
                    "code": definition.code,
                    "version": definition.version,
                    "unit": Sentence(definition.unit),
                },
            )
        ),
        _paragraph(Sentence(WANTED[definition.better])),
        *_counted_from(definition),
        *_caveats(definition),
        *_disclosure(definition),
        _heading(gettext_noop("The count, to run by hand")),
        Line(part=Part.CODE, text=reading_sql(definition)),
    )


def _counted_from(definition: Definition) -> Iterator[Line]:
    yield _heading(gettext_noop("What is counted"))
    yield _paragraph(
        Sentence(
            "From %(tables)s; a row belongs to the month of %(column)s.",
            {"tables": ", ".join(definition.sources), "column": definition.dated_by},
        )
    )
    yield _paragraph(Sentence("Not counted:"))
    for rule in definition.among:
        yield Line(part=Part.ITEM, text=Sentence(rule.otherwise))


def _caveats(definition: Definition) -> Iterator[Line]:
    yield _heading(gettext_noop("Read with care"))
    for caveat in definition.caveats:
        yield Line(part=Part.ITEM, text=Sentence(caveat))


def _disclosure(definition: Definition) -> Iterator[Line]:
    yield _heading(gettext_noop("Who may see it"))
    if not definition.smallest_public:
        yield _paragraph(Sentence("Everybody: it does not point at persons."))
        return
    yield _paragraph(
        Sentence(
            "Inside the office from a denominator of %(inside)s on, in public from %(public)s on.",
            {"inside": definition.smallest_inside, "public": definition.smallest_public},
        )
    )
    if definition.public_base:
        yield _paragraph(
            Sentence(
                "In public its numbers of people are rounded to a multiple of %(base)s.",
                {"base": definition.public_base},
            )
        )


def _heading(message: str) -> Line:
    return Line(part=Part.HEADING, text=Sentence(message))


def _paragraph(sentence: Sentence) -> Line:
    return Line(part=Part.PARAGRAPH, text=sentence)
