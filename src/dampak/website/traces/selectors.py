"""The eight rooms of a figure, from its snapshot or from the answer it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.in_public import Edition
from dampak.impact.models import Finding
from dampak.impact.tracing import rooms_of_reading
from dampak.language.moments import month_named
from dampak.language.saying import in_both
from dampak.publication.document import room_of
from dampak.publication.evidence import Evidence
from dampak.warehouse.organising import organised
from dampak.warehouse.passage import Passage
from dampak.warehouse.together import EVERYWHERE
from dampak.warehouse.tracing import COUNTING, CannotTrace, FigureName, figure_named
from dampak.website.evidence.notes import notes_on, notes_on_served_data

STUDY = "study:"
RELEASING = 7
OF_A_PART = Sentence(
    gettext_noop(
        "You see a part of the tree. The files of all units, and rows that count for others, are "
        "shown to those who may read everything."
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A figure with its way through the house, and the page it came from."""

    figure: str
    title: Mapping[str, str]
    about: str
    rooms: list[dict[str, Any]]
    notes: list[dict[str, str]]
    url: str


def trace_of_study(finding: Finding, edition: Edition) -> Trace:
    """The journey of a study's number."""
    return Trace(
        figure=finding.study["figure"],
        title=finding.trace["title"],
        about=finding.answer.plan.programme,
        notes=notes_on(finding) + ([in_both(edition.said)] if edition.said else []),
        rooms=[_as_released(room, finding) for room in edition.rooms],
        url=reverse("studies:study", args=[finding.slug]),
    )


def trace_of_reading(evidence: Evidence, figure: str) -> Trace:
    """The journey of an indicator in one unit and month; raises `CannotTrace`."""
    name = figure_named(figure)
    if not evidence.covers(name.unit_code):
        raise CannotTrace(Sentence("There is no such unit."))
    page = reverse("indicators:indicator", args=[name.definition.code])
    return Trace(
        figure=figure,
        title=in_both(name.definition.title),
        about=_about(evidence, name),
        notes=notes_on_served_data() + ([] if evidence.is_whole else [in_both(OF_A_PART)]),
        rooms=[room_of(passage) for passage in _rooms(evidence, name)],
        url=page
        if name.unit_code == EVERYWHERE
        else f"{page}?{urlencode({'unit': name.unit_code})}",
    )


def _rooms(evidence: Evidence, name: FigureName) -> Sequence[Passage]:
    rooms = rooms_of_reading(organised(evidence.snapshot), name)
    return rooms if evidence.is_whole else tuple(_of_a_part(rooms))


def _of_a_part(rooms: Sequence[Passage]) -> Iterator[Passage]:
    """Without what speaks of other units: their files, and their rows that were left out."""
    for room in rooms:
        if room.room == COUNTING:
            yield replace(room, rows_in=room.rows_out, set_aside=0, left_out=())
        elif room.room > COUNTING:
            yield room


def _about(evidence: Evidence, name: FigureName) -> str:
    is_everywhere = name.unit_code == EVERYWHERE
    named = evidence.units.names.get(name.unit_code, name.unit_code)
    unit = _("All units") if is_everywhere else named
    return f"{unit} · {month_named(name.month)}"


def _as_released(room: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """Room seven as it stands today: computing an answer does not yet release it."""
    if room["room"] != RELEASING:
        return room
    if finding.released_by is None:
        return room | {"what": in_both(Sentence("Not released: read inside the office only."))}
    who = {"name": str(finding.released_by), "day": localdate(finding.released_at)}
    return room | {"what": in_both(Sentence("Released by %(name)s on %(day)s.", who))}
