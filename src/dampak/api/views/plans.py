"""Study plans: written before the data come, sealed for ever."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room, Told
from dampak.api.gate import scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.values import NO_NUL, After, Limit, Number
from dampak.impact.access import plans_within
from dampak.impact.models import Plan
from dampak.impact.services import seal_plan, write_plan

room = Room(tags=["plans"])


class PlanTold(Schema):
    """What is to be found out about one programme."""

    number: int
    programme: str
    text: str = Field(description="Word for word, as the file `study.toml`.")
    studies: list[str] = Field(description="The name of each study in it.")
    written_at: datetime
    written_by: str
    is_sealed: bool
    sha256: str
    sealed_at: datetime | None


class PlanSent(Told):
    """A plan as an office writes it."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200_000,
            pattern=NO_NUL,
            description="The file `study.toml`, as `dampak template` writes an example of it.",
        ),
    ]


@room.ask("/plans", Page[PlanTold], permission=Permission.READ_EVIDENCE)
def list_plans(request: HttpRequest, after: After = None, limit: Limit = 50) -> dict[str, object]:
    """Every plan, newest first."""
    return page_of(_seen(request), by=["-id"], of="plans", after=after, limit=limit, show=_told)


@room.deed("/plans", PlanTold, permission=Permission.PLAN_STUDIES, everywhere=True)
def hand_in_plan(request: HttpRequest, sent: PlanSent) -> PlanTold:
    """Hand in a plan as a draft.

    All that is wrong with its text is told at once (409, `data.faults`).
    """
    plan = write_plan(sent.text, by=token_behind(request).holder.username, at=now())
    return PlanTold(**_told(plan))


@room.ask("/plans/{number}", PlanTold, permission=Permission.READ_EVIDENCE)
def read_plan(request: HttpRequest, number: Number) -> dict[str, object]:
    """One plan."""
    return _told(get_object_or_404(_seen(request), pk=number))


@room.deed(
    "/plans/{number}/seal",
    PlanTold,
    permission=Permission.PLAN_STUDIES,
    everywhere=True,
    status=200,
)
def seal(request: HttpRequest, number: Number) -> PlanTold:
    """Seal a plan for ever."""
    plan = get_object_or_404(Plan, pk=number)
    sealed = seal_plan(plan, by=token_behind(request).holder.username, at=now())
    return PlanTold(**_told(sealed))


def _seen(request: HttpRequest) -> "QuerySet[Plan]":
    return plans_within(scope_behind(request))


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.pk,
        "programme": plan.programme,
        "text": plan.text,
        "studies": [study.slug for study in plan.studies()],
        "written_at": plan.written_at,
        "written_by": plan.written_by,
        "is_sealed": plan.is_sealed(),
        "sha256": plan.sha256,
        "sealed_at": plan.sealed_at,
    }
