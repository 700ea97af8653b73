"""Which worker has which job: taking the next, giving it back, taking over from the dead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from dampak.foundation.text import Sentence
from dampak.jobs.models import Attempt, Job, Outcome, State
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import TASKS, Task
from dampak.language.saying import in_both

LEASE = timedelta(seconds=30)

LOST_TOO_OFTEN = Sentence(
    "The worker ended in the middle of this job each time that it was tried. Tell the "
    "administrator the number of this job; try again once the cause is found."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job in the hands of one worker."""

    job: Job
    attempt: Attempt
    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an attempt ended, and what becomes of its job."""

    state: State
    outcome: Outcome
    told: dict[str, str]
    due_at: datetime | None = None  # when the next attempt may begin, if there is one
    result: Any = None
    cancelled_by: str = ""
    fault: str = ""
    gives_try_back: bool = False


def claim_next(*, worker: str, at: datetime) -> Claim | None:
    """Take the job that has waited longest, if there is one; no two workers get the same.

    Tasks that this version does not know stay for a worker that does. Looking first costs no
    write lock while there is nothing to do.
    """
    ready = Job.objects.ready(at=at).filter(task__in=TASKS)
    if not ready.exists():
        return None
    with transaction.atomic():
        job = ready.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.tries_left = State.RUNNING, job.tries_left - 1
        job.save(update_fields=["state", "tries_left"])
        attempt = Attempt.objects.create(
            job=job, worker=worker, started_at=at, leased_until=at + LEASE
        )
    return Claim(job=job, attempt=attempt, task=TASKS[job.task])


def end_attempt(progress: Progress, ending: Ending, *, at: datetime) -> None:
    """Write down how an attempt ended, together with what becomes of its job.

    Raises `LeaseLost` if the job is somebody else's by now; then nothing is written.
    """
    with transaction.atomic():
        progress.hold()
        job = Job.objects.get(pk=progress.job_id)
        pulse = progress.pulse
        Attempt.objects.filter(pk=progress.attempt_id).update(
            ended_at=at,
            outcome=ending.outcome,
            fault=ending.fault[:300],
            done=pulse.done,
            of=pulse.of,
            **({"told": in_both(pulse.sentence)} if pulse.sentence else {}),
        )
        _apply(job, ending, at=at)


def take_back_lost(*, at: datetime) -> int:
    """Free the jobs whose worker was killed; says how many there were.

    A worker that is alive but was kept from renewing its lease loses the job, too: its fence is
    old, and nothing that it still wants to write is taken.
    """
    if not Job.objects.lost(at=at).exists():
        return 0
    with transaction.atomic():
        lost = Job.objects.lost(at=at).select_for_update(skip_locked=True, of=("self",))
        return sum(_taken_back(job, at=at) for job in lost)


def _taken_back(job: Job, *, at: datetime) -> bool:
    silent = Attempt.objects.filter(job=job, ended_at=None, leased_until__lt=at)
    cancelled_by = silent.values_list("cancel_asked_by", flat=True).first()
    if not silent.update(ended_at=at, outcome=Outcome.LOST):
        return False  # it was heard of after all
    _apply(job, _after_loss(job, cancelled_by or "", at=at), at=at)
    return True


def _after_loss(job: Job, cancelled_by: str, *, at: datetime) -> Ending:
    if cancelled_by:
        told = in_both("Cancelled while it was running.")
        return Ending(
            state=State.CANCELLED, outcome=Outcome.LOST, told=told, cancelled_by=cancelled_by
        )
    if job.tries_left == 0:
        return Ending(state=State.FAILED, outcome=Outcome.LOST, told=in_both(LOST_TOO_OFTEN))
    return Ending(state=State.WAITING, outcome=Outcome.LOST, told={}, due_at=at)


def _apply(job: Job, ending: Ending, *, at: datetime) -> None:
    job.state, job.told, job.result = ending.state, ending.told, ending.result
    job.cancelled_by = ending.cancelled_by
    job.finished_at = None if job.is_open() else at
    job.due_at = ending.due_at or job.due_at
    job.tries_left += ending.gives_try_back
    job.save()
