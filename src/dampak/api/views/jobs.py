"""Work in the background: how far it is, and what came of it."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.values import After, Limit, Number
from dampak.intake.access import lists_within
from dampak.intake.tasks import about_lists
from dampak.jobs.models import Job, State

room = Room(tags=["jobs"])


class JobTold(Schema):
    """A piece of work, and where it stands."""

    number: int
    task: str
    state: State
    asked_at: datetime
    finished_at: datetime | None
    done: int = Field(description="How much is done, of as much as `of`; both 0 if unknown.")
    of: int
    told: dict[str, str] = Field(
        description="Its last word, in both languages; it may count rows of all that the job is "
        "about, so who may not read all of that does not find the job."
    )
    result: dict[str, Any] | None


@room.ask("/jobs", Page[JobTold], permission=Permission.SEE_JOBS)
def list_jobs(
    request: HttpRequest,
    state: Annotated[State | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Jobs, newest first: of a token over everything all of them.

    A token over some units reads those about these units, and those of its holder that read or
    take over staff lists which reach no further. Others of its holder do not exist for it, since
    their words may count rows of other units: what becomes of a delivery is in `read_receipt`.
    """
    rows = _seen(request)
    rows = rows.filter(state=state) if state else rows
    return page_of(rows, by=["-id"], of=f"jobs {state}", after=after, limit=limit, show=told_of_job)


@room.ask("/jobs/{number}", JobTold, permission=Permission.SEE_JOBS)
def read_job(request: HttpRequest, number: Number) -> dict[str, object]:
    """One job, if it is among those that `list_jobs` tells this token; any other does not exist."""
    return told_of_job(get_object_or_404(_seen(request), pk=number))


def told_of_job(job: Job) -> dict[str, Any]:
    """A job as it is told."""
    attempt = job.attempts.first()
    return {
        "number": job.pk,
        "task": job.task,
        "state": job.state,
        "asked_at": job.asked_at,
        "finished_at": job.finished_at,
        "done": attempt.done if attempt else 0,
        "of": attempt.of if attempt else 0,
        "told": job.told or (attempt.told if attempt else {}),
        "result": job.result if isinstance(job.result, dict) else None,
    }


def _seen(request: HttpRequest) -> "QuerySet[Job]":
    """What the holder asked for with wider rights than these is not the token's to read."""
    scope, who = scope_behind(request), token_behind(request).holder.username
    if scope.everything:
        return Job.objects.all()
    own = Q(asked_by=who) & about_lists(lists_within(scope))
    return Job.objects.filter(scope.condition("unit_path") | own)
