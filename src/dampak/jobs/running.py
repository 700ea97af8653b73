"""Do one job: its task, under its time limit, with a heart beating beside it."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction

from dampak.audit.actors import acting
from dampak.audit.services import record
from dampak.jobs.access import may_begin
from dampak.jobs.claiming import Claim, claim_next, end_attempt
from dampak.jobs.ending import ending_after, ending_of, ending_without_right, place_of, words_of
from dampak.jobs.limits import at_most
from dampak.jobs.progress import Clock, Interrupted, LeaseLost, Progress, Pulse, TryAgain

log = logging.getLogger(__name__)
Heart = Callable[[Progress], AbstractContextManager[None]]


def no_heart(_progress: Progress) -> AbstractContextManager[None]:
    """For work in the thread and the transaction of whoever asks, as in a test."""
    return nullcontext()


def run_claim(claim: Claim, *, clock: Clock, pulse: Pulse, heart: Heart = no_heart) -> None:
    """Do a job that was claimed, and write down how it ended."""
    progress = Progress(
        job_id=claim.job.pk,
        key=claim.job.key,
        by=claim.job.asked_by,
        attempt_id=claim.attempt.pk,
        clock=clock,
        pulse=pulse,
    )
    try:
        with heart(progress), acting(by=claim.job.asked_by, reason=f"job {claim.job.pk}"):
            if may_begin(claim.job):
                _do(claim, progress)
            else:
                _refuse(claim, progress)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker.", claim.job.pk)
    except Exception as fault:  # noqa: BLE001 - whatever a task breaks off with has to be told
        _end_badly(claim, progress, fault)


def run_ready(*, clock: Clock, worker: str = "here") -> int:
    """Do everything that is due, here and now; says how many attempts that took."""
    n_done = 0
    while claim := claim_next(worker=worker, at=clock()):
        run_claim(claim, clock=clock, pulse=Pulse())
        n_done += 1
    return n_done


def _refuse(claim: Claim, progress: Progress) -> None:
    """The right was lost while the job waited: it ends, and the book says so."""
    at = progress.clock()
    with transaction.atomic():
        record("job.refused", by=claim.job.asked_by, at=at, subject=claim.job)
        end_attempt(progress, ending_without_right(), at=at)


def _do(claim: Claim, progress: Progress) -> None:
    with at_most(claim.task.time_limit):
        if claim.task.atomic:
            with transaction.atomic():
                progress.hold()
                _end_well(progress, _worked(claim, progress))
            return
        result = _worked(claim, progress)
    _end_well(progress, result)


def _worked(claim: Claim, progress: Progress) -> Any:
    return claim.task.work(progress, **claim.job.arguments)


def _end_well(progress: Progress, result: Any) -> None:
    end_attempt(progress, ending_of(result), at=progress.clock())


def _end_badly(claim: Claim, progress: Progress, fault: Exception) -> None:
    at = progress.clock()
    if not isinstance(fault, Interrupted | TryAgain) and not words_of(fault):
        log.error("Job %s (%s) broke off: %s", claim.job.pk, claim.job.task, place_of(fault))
    try:
        end_attempt(progress, ending_after(fault, claim, at=at), at=at)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker.", claim.job.pk)
