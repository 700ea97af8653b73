"""Deeds of jobs: ask for work, cancel it, ask again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.jobs.access import has_the_right, may_begin
from dampak.jobs.ending import LOST_ITS_RIGHT
from dampak.jobs.models import Attempt, Job, State
from dampak.jobs.tasks import Task
from dampak.language.saying import in_both

NOT_YOURS = Sentence("This takes a right that you do not have, or no longer.")


class CannotChangeJob(Exception):
    """Says, in words for the person at the screen, why the job stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@transaction.atomic
def enqueue(
    task: Task,
    *,
    key: str,
    by: str,
    at: datetime,
    unit_path: str = "",
    due_at: datetime | None = None,
    **arguments: Any,
) -> Job:
    """Ask for work in the background, in the transaction of the deed that needs it.

    ``key`` says what the work is about (``"staff-import:17"``): who asks twice with the same key
    gets the same job, whatever has become of it. ``arguments`` are numbers and codes, no names.
    Where who asked first has lost the right to it meanwhile, it is done for who asks now.
    """
    job, is_new = Job.objects.get_or_create(
        key=key,
        defaults={
            "task": task.name,
            "arguments": arguments,
            "due_at": due_at or at,
            "asked_at": at,
            "asked_by": by,
            "unit_path": unit_path,
            "tries_left": task.tries,
        },
    )
    if is_new:
        record("job.asked", by=by, at=at, subject=job, key=key)
        return job
    return job if may_begin(job) else _asked_anew(job, by=by, at=at)


@transaction.atomic
def cancel_job(job: Job, *, by: str, at: datetime) -> bool:
    """Cancel a job; says whether it is over already, or only once its worker has heard of it.

    A running job may hold its row until it is done, so this asks its attempt instead.
    """
    cancelled = Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.CANCELLED,
        finished_at=at,
        cancelled_by=by,
        told=in_both("Cancelled before it began."),
    )
    asked = not cancelled and Attempt.objects.filter(
        job=job, ended_at=None, cancel_asked_by=""
    ).update(cancel_asked_by=by)
    job.refresh_from_db()
    if not cancelled and not job.is_open():
        raise CannotChangeJob(
            Sentence("This job has ended already, so there is nothing left to cancel.")
        )
    if cancelled or asked:
        record("job.cancelled", by=by, at=at, subject=job)
    return bool(cancelled)


@transaction.atomic
def retry_job(job: Job, *, by: str, at: datetime) -> Job:
    """Let a job that failed or was cancelled try again, from the steps that it has done.

    Both who asked for it and who has it tried again need the right to it, today.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_open():
        return job
    task = job.definition()
    if task is None or not job.can_be_retried():
        raise CannotChangeJob(Sentence("This job is done; there is nothing left to try again."))
    if not has_the_right(by, job):
        raise CannotChangeJob(NOT_YOURS)
    if not may_begin(job):
        raise CannotChangeJob(LOST_ITS_RIGHT)
    _let_wait(job, tries=task.tries, at=at)
    record("job.retried", by=by, at=at, subject=job)
    return job


@transaction.atomic
def postpone_job(job: Job, *, due_at: datetime, by: str, at: datetime) -> bool:
    """Let a job that has not begun begin at another moment; says whether it could."""
    moved = Job.objects.filter(pk=job.pk, state=State.WAITING).update(due_at=due_at)
    if moved:
        record("job.postponed", by=by, at=at, subject=job, due_at=due_at.isoformat())
    return bool(moved)


def _asked_anew(job: Job, *, by: str, at: datetime) -> Job:
    """The same work, not begun or broken off, for somebody else who has the right to it."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    task = job.definition()
    is_idle = job.state == State.WAITING or job.can_be_retried()
    if task is None or not is_idle or may_begin(job) or not has_the_right(by, job):
        return job
    job.asked_by, job.asked_at = by, at
    _let_wait(job, tries=task.tries, at=at)
    record("job.asked", by=by, at=at, subject=job, key=job.key)
    return job


def _let_wait(job: Job, *, tries: int, at: datetime) -> None:
    job.state, job.due_at, job.finished_at = State.WAITING, at, None
    job.tries_left, job.cancelled_by, job.told = tries, "", {}
    job.save()
