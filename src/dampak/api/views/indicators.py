"""Indicators: what each means, and what was read, through the same door as the pages."""
# ruff: noqa: ARG001 - not every operation reads its request

from collections.abc import Iterable
from typing import Annotated

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind
from dampak.api.paging import Page, page_of_sorted, whole
from dampak.api.values import NO_NUL, After, Code, Limit, Month, Texts, first_day, written
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition
from dampak.language.saying import in_both
from dampak.publication.evidence import Evidence, evidence_within
from dampak.publication.shown_months import Shown
from dampak.warehouse.readings import reading_sql
from dampak.warehouse.together import EVERYWHERE

room = Room(tags=["indicators"])


class IndicatorTold(Schema):
    """What a number means."""

    code: str
    version: int
    title: Texts
    why: Texts
    unit: Texts
    kind: str
    better: str
    decimals: int
    is_share: bool
    caveats: list[Texts]
    sql: str


class ReadingTold(Schema):
    """One indicator in one unit and month, as far as it may be shown."""

    unit_code: str = Field(description="`*` stands for all units of the token together.")
    month: str
    numerator: float | None = Field(
        description="Null where the value is not one number over another, or is withheld."
    )
    denominator: float | None
    n: float | None = Field(
        description="How much stands behind the value: rows, respondents or staff-days."
    )
    value: float | None
    is_withheld: bool = Field(description="Too few stand behind it to show it.")
    trace: str | None = Field(
        description="The page on which this number is followed back to its rows, if there is one."
    )


class ReadingsTold(Page[ReadingTold]):
    """Readings of one snapshot: all pages of one list come from the same data."""

    snapshot_number: int
    indicator: str
    version: int


@room.ask("/indicators", Page[IndicatorTold], permission=Permission.READ_EVIDENCE)
def list_indicators(request: HttpRequest) -> dict[str, object]:
    """The catalogue of indicators."""
    return whole(_told(each) for each in CATALOGUE.values())


@room.ask("/indicators/{code}", IndicatorTold, permission=Permission.READ_EVIDENCE)
def read_indicator(request: HttpRequest, code: Code) -> dict[str, object]:
    """What one indicator means."""
    return _told(_named(code))


@room.ask("/indicators/{code}/readings", ReadingsTold, permission=Permission.READ_EVIDENCE)
def list_readings(
    request: HttpRequest,
    code: Code,
    unit: Annotated[
        str | None, Query(pattern=NO_NUL, max_length=100, description="`*` is all together.")
    ] = None,
    first: Annotated[Month | None, Query(description="From this month on.")] = None,
    last: Annotated[Month | None, Query(description="Up to this month.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> dict[str, object]:
    """One indicator by unit and month.

    Numbers behind which too few stand are withheld, as on the pages. Without `unit` all units of
    the token are listed; `*` reads them all as one.
    """
    definition, evidence = _named(code), evidence_within(scope_behind(request))
    if evidence is None or not (unit in (None, EVERYWHERE) or evidence.covers(unit)):
        raise Http404
    snapshot = evidence.snapshot
    since, until = first_day(first), first_day(last)
    rows = [
        each
        for each in _readings(evidence, definition, unit)
        if (since is None or each.month >= since) and (until is None or each.month <= until)
    ]
    page = page_of_sorted(
        sorted(rows, key=_place),
        of=f"readings {snapshot.id} {code} {unit} {first} {last}",
        after=after,
        limit=limit,
        key=_place,
    )
    return {
        "items": [_reading(each, code, evidence) for each in page["items"]],
        "next": page["next"],
        "snapshot_number": snapshot.number,
        "indicator": code,
        "version": definition.version,
    }


def _named(code: str) -> Definition:
    if code not in CATALOGUE:
        raise Http404
    return CATALOGUE[code]


def _readings(evidence: Evidence, definition: Definition, unit: str | None) -> Iterable[Shown]:
    if unit == EVERYWHERE:
        return evidence.together(definition)
    found = evidence.by_unit(definition)
    return found if unit is None else [each for each in found if each.unit_code == unit]


def _trace(shown: Shown, code: str, evidence: Evidence) -> str | None:
    """The way of one number; of a unit above others it cannot be told row by row."""
    together = shown.unit_code == EVERYWHERE
    is_told = evidence.is_whole if together else not evidence.units.are_above_others
    return reverse("traces:reading", args=[shown.figure(code)]) if is_told else None


def _place(shown: Shown) -> tuple[str, str]:
    return shown.unit_code, shown.month.isoformat()


def _told(definition: Definition) -> dict[str, object]:
    return {
        "code": definition.code,
        "version": definition.version,
        "title": in_both(definition.title),
        "why": in_both(definition.why),
        "unit": in_both(definition.unit),
        "kind": definition.kind,
        "better": definition.better.value,
        "decimals": definition.decimals,
        "is_share": definition.is_share,
        "caveats": [in_both(caveat) for caveat in definition.caveats],
        "sql": reading_sql(definition),
    }


def _reading(shown: Shown, code: str, evidence: Evidence) -> dict[str, object]:
    return {
        "unit_code": shown.unit_code,
        "month": written(shown.month),
        "numerator": shown.numerator,
        "denominator": shown.denominator,
        "n": shown.denominator,
        "value": shown.value,
        "is_withheld": shown.is_withheld,
        "trace": _trace(shown, code, evidence),
    }
