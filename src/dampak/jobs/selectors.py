"""Questions about jobs: a page of them, and whether anybody is working."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from dampak.jobs.models import OPEN_STATES, Attempt, Job, Schedule, Worker
from dampak.jobs.tasks import TASKS

A_PAGE = 30
LATELY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some jobs, the newest first; ``older`` is the number below which the next page begins."""

    jobs: Sequence[Job]
    older: int | None

    @property
    def has_open(self) -> bool:
        return any(job.is_open() for job in self.jobs)


def page_of(jobs: QuerySet[Job], *, below: int | None = None, only_open: bool = False) -> Page:
    """A page of jobs with the attempt that each is in."""
    now = Prefetch("attempts", Attempt.objects.filter(ended_at=None), to_attr="running")
    wanted = jobs.prefetch_related(now).order_by("-pk")
    if only_open:
        wanted = wanted.filter(state__in=OPEN_STATES)
    if below is not None:
        wanted = wanted.filter(pk__lt=below)
    found = list(wanted[: A_PAGE + 1])
    return Page(jobs=found[:A_PAGE], older=found[A_PAGE - 1].pk if len(found) > A_PAGE else None)


def is_anybody_working(*, at: datetime) -> bool:
    """Whether a worker was heard of lately, between jobs or in one."""
    return (
        Worker.objects.filter(seen_at__gt=at - LATELY).exists()
        or Attempt.objects.filter(ended_at=None, leased_until__gt=at).exists()
    )


def schedules() -> list[Schedule]:
    """What comes back, the next first; what this version does not know is left out."""
    return list(Schedule.objects.filter(task__in=TASKS).select_related("last_job"))
