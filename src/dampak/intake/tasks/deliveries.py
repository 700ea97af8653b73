"""What of a delivery is done in the background: reading it into the next snapshot."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dampak.accounts.access import Permission
from dampak.foundation.text import gettext_noop
from dampak.intake.models import Delivery
from dampak.intake.services import accept_delivery
from dampak.jobs.models import OPEN_STATES, Job
from dampak.jobs.needs import Need
from dampak.jobs.progress import Progress
from dampak.jobs.services import enqueue
from dampak.jobs.tasks import task


@task("intake.accept-delivery", title=gettext_noop("Taking a delivery into the data"),
      needs=Need(Permission.IMPORT_DATA))  # fmt: skip
def take_in(progress: Progress, *, delivery: int) -> dict[str, Any]:
    """Accept a delivery; what keeps it from being accepted becomes the job's last word."""
    taken = accept_delivery(Delivery.objects.get(pk=delivery), by=progress.by, at=progress.clock())
    return {"snapshot_number": taken.snapshot_number}


@transaction.atomic
def ask_to_accept(delivery: Delivery, *, by: str, at: datetime) -> Job:
    """Let a delivery be accepted in the background; while that is under way, the same job again."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    before = _asked(delivery).exclude(state__in=OPEN_STATES).count()
    return enqueue(
        take_in,
        key=f"accept-delivery:{delivery.pk}:{before}",
        by=by,
        at=at,
        delivery=delivery.pk,
    )


def last_asked(delivery: Delivery) -> Job | None:
    """The latest job that was to accept a delivery."""
    return _asked(delivery).order_by("-pk").first()


def _asked(delivery: Delivery) -> "QuerySet[Job]":
    return Job.objects.filter(task=take_in.name, arguments={"delivery": delivery.pk})
