"""Answering studies takes minutes, so nobody has to wait at the screen for it."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.urls import reverse

from dampak.accounts.access import Permission
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.models import Plan
from dampak.intake.selectors import served_snapshot
from dampak.jobs.models import Job
from dampak.jobs.needs import Need
from dampak.jobs.progress import Progress
from dampak.jobs.services import enqueue, retry_job
from dampak.jobs.tasks import task
from dampak.publication.answering import answer_plans
from dampak.warehouse.snapshot import Snapshot


@task("publication.answer-plans", title=gettext_noop("Answering studies"),
      needs=Need(Permission.PLAN_STUDIES))  # fmt: skip
def answer_waiting_plans(progress: Progress) -> dict[str, str]:
    """Ask what is served every sealed plan that it was not asked yet.

    Each answer is kept as soon as it is there, and a plan has one for a snapshot: an attempt that
    was broken off leaves the next one only what is missing.
    """

    def tell(step: Sentence, done: int, of: int) -> None:
        progress.tell(done, of, step)

    snapshot = served_snapshot()
    if snapshot is not None:
        answer_plans(snapshot, by=progress.by, at=progress.clock(), progress=tell)
    return {"link": reverse("studies:list")}


@transaction.atomic
def ask_for_answers(snapshot: Snapshot, *, by: str, at: datetime) -> Job | None:
    """Have the waiting plans answered in the background; None if none waits.

    Asked again while the same plans wait for the same data, it is the same job.
    """
    waiting = sorted(Plan.objects.waiting_for(snapshot.id).values_list("pk", flat=True))
    if not waiting:
        return None
    about = sha256(f"{snapshot.id} {waiting}".encode()).hexdigest()
    job = enqueue(answer_waiting_plans, key=f"answer-plans:{about}", by=by, at=at)
    return retry_job(job, by=by, at=at) if job.can_be_retried() else job
