"""Tasks that come back: when each comes next, and asking for it when it is time."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dampak.jobs.models import Job, Schedule
from dampak.jobs.moments import next_moment
from dampak.jobs.services import enqueue
from dampak.jobs.tasks import TASKS, Task

CLOCK = "schedule"  # by whom a job is that nobody asked for


def set_schedules(*, at: datetime) -> None:
    """Write down every task that comes back; one whose moments changed comes at the new ones."""
    for task in TASKS.values():
        if task.cron:
            with transaction.atomic():
                _set(task, at=at)


def ask_for_due(*, at: datetime) -> int:
    """Ask for what is due by schedule; says how many jobs that made.

    What was due several times while no worker ran comes once. What still runs from last time is
    not begun a second time.
    """
    due = Schedule.objects.filter(is_on=True, next_at__lte=at, task__in=TASKS)
    if not due.exists():
        return 0
    with transaction.atomic():
        return sum(_asked(each, at=at) for each in due.select_for_update(skip_locked=True))


def wake(name: str, *, at: datetime) -> None:
    """Let the task of this name, which comes back, come now."""
    Schedule.objects.filter(task=name, next_at__gt=at).update(next_at=at)


def _set(task: Task, *, at: datetime) -> None:
    moment = next_moment(task.cron, after=at, zone=settings.TIME_ZONE)
    known, is_new = Schedule.objects.get_or_create(
        task=task.name, defaults={"cron": task.cron, "next_at": moment}
    )
    if not is_new and known.cron != task.cron:
        known.cron, known.next_at = task.cron, moment
        known.save(update_fields=["cron", "next_at"])


def _asked(schedule: Schedule, *, at: datetime) -> bool:
    task, moment = TASKS[schedule.task], schedule.next_at
    schedule.next_at = next_moment(task.cron, after=at, zone=settings.TIME_ZONE)
    is_needed = not _still_runs(schedule) and (task.only_if is None or task.only_if(at))
    if is_needed:
        key = f"{task.name}@{moment.isoformat()}"
        schedule.last_job = enqueue(task, key=key, by=CLOCK, at=at)
    schedule.save(update_fields=["next_at", "last_job"])
    return is_needed


def _still_runs(schedule: Schedule) -> bool:
    last: Job | None = schedule.last_job
    return last is not None and last.is_open()
