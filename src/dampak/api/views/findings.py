"""Findings: what the data said to each study, with its verdict; and those that were released."""
# ruff: noqa: ARG001 - not every operation reads its request

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind
from dampak.api.paging import Page, page_of
from dampak.api.values import After, Code, Limit, Texts
from dampak.impact.access import current_within
from dampak.impact.models import Answer, Finding
from dampak.language.saying import in_both

room = Room(tags=["findings"])
releases = Room(tags=["releases"])


class Released(Schema):
    """A finding that somebody answers for before everybody."""

    slug: str
    programme: str
    title: Texts
    outcome: str
    verdict: str
    verdict_title: Texts
    sentence: Texts
    grade: str
    released_at: datetime | None
    trace: str = Field(description="The page on which the number is followed back to its rows.")
    study: dict[str, Any] = Field(
        description="The study as `result.json` has it: estimate, interval, checks, plan, seal. "
        "Where it is made of what people answered, strangers get it without what stands on a "
        "single month."
    )
    rounding: Texts | None = Field(
        description="That numbers of people are rounded, where they are; null where none is."
    )


class FindingTold(Released):
    """A finding as it is read inside the office."""

    plan_number: int
    snapshot_number: int
    computed_at: datetime


@room.ask("/findings", Page[FindingTold], permission=Permission.READ_EVIDENCE)
def list_findings(
    request: HttpRequest, after: After = None, limit: Limit = 50
) -> dict[str, object]:
    """The newest finding of each study; with a part of the tree, of those that were released."""
    scope = scope_behind(request)
    return page_of(
        current_within(scope),
        by=["-id"],
        of="findings",
        after=after,
        limit=limit,
        show=partial(_told, inside=scope.everything),
    )


@room.ask("/findings/{slug}", FindingTold, permission=Permission.READ_EVIDENCE)
def read_finding(request: HttpRequest, slug: Code) -> dict[str, object]:
    """The newest finding of one study."""
    scope = scope_behind(request)
    return _told(_newest(current_within(scope), slug), inside=scope.everything)


@room.ask(
    "/findings/{slug}/document",
    dict[str, Any],
    permission=Permission.READ_EVIDENCE,
    everywhere=True,
)
def read_document(request: HttpRequest, slug: Code) -> dict[str, Any]:
    """The whole evaluation that a finding belongs to, as `result.json`."""
    finding = _newest(Finding.objects.current(), slug)
    document: dict[str, Any] = Answer.objects.get(pk=finding.answer_id).document
    return document


@releases.ask_openly("/releases", Page[Released])
def list_releases(
    request: HttpRequest, after: After = None, limit: Limit = 50
) -> dict[str, object]:
    """What was released to everybody, the latest first; needs no token."""
    return page_of(
        _released(),
        by=["-released_at", "-id"],
        of="releases",
        after=after,
        limit=limit,
        show=_public,
    )


@releases.ask_openly("/releases/{slug}", Released)
def read_release(request: HttpRequest, slug: Code) -> dict[str, Any]:
    """One released finding; needs no token."""
    return _public(_newest(_released(), slug))


def _released() -> "QuerySet[Finding]":
    return Finding.objects.last_released()


def _newest(findings: "QuerySet[Finding]", slug: str) -> Finding:
    found = findings.filter(slug=slug).order_by("-answer__snapshot_number", "-pk").first()
    if found is None:
        raise Http404
    return found


def _public(finding: Finding, *, inside: bool = False) -> dict[str, Any]:
    edition = finding.seen(inside=inside)
    study = edition.study
    return {
        "slug": finding.slug,
        "programme": finding.answer.plan.programme,
        **{name: study[name] for name in _OF_THE_STUDY},
        "released_at": finding.released_at,
        "trace": reverse("traces:study", args=[finding.slug]),
        "study": study,
        "rounding": in_both(edition.said) if edition.said else None,
    }


_OF_THE_STUDY = ("title", "outcome", "verdict", "verdict_title", "sentence", "grade")


def _told(finding: Finding, *, inside: bool) -> dict[str, Any]:
    return _public(finding, inside=inside) | {
        "plan_number": finding.answer.plan_id,
        "snapshot_number": finding.answer.snapshot_number,
        "computed_at": finding.answer.computed_at,
    }
