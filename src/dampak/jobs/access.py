"""A job, if you may see it; otherwise it does not exist for you."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from dampak.accounts.access import Permission, may_anything, scope_of
from dampak.accounts.models import User
from dampak.jobs.models import Job


def jobs_seen_by(user: User) -> QuerySet[Job]:
    """One's own, and those about the units over which one looks after jobs."""
    sees, manages = (scope_of(user, each) for each in (Permission.SEE_JOBS, Permission.MANAGE_JOBS))
    if sees.everything or manages.everything:
        return Job.objects.all()
    seen = Q(asked_by=user.get_username())
    for scope in (sees, manages):
        if not scope.is_empty:
            seen |= scope.condition("unit_path")
    return Job.objects.filter(seen)


def job_for(user: User, number: int) -> Job:
    """The job of this number, or 404."""
    return get_object_or_404(jobs_seen_by(user), pk=number)


def may_change(user: User, job: Job) -> bool:
    """Whether somebody may cancel it or have it tried again.

    One's own, as long as one has a role at all: what was asked with a right is not begun again
    without any.
    """
    if job.asked_by == user.get_username() and may_anything(user):
        return True
    return scope_of(user, Permission.MANAGE_JOBS).covers(job.unit_path or None)


def has_the_right(username: str, job: Job) -> bool:
    """Whether somebody may, today, have this done: it was asked for with a right that may be gone.

    What this version does not know asks for no right here: it is neither begun nor tried again.
    """
    task = job.definition()
    return task is None or task.needs is None or task.needs.is_met_by(username, job.arguments)


def may_begin(job: Job) -> bool:
    """Whether who asked for it may still have it done; the clock always may."""
    return job.is_of_schedule() or has_the_right(job.asked_by, job)


def may_retry(user: User, job: Job) -> bool:
    """Whether trying again is offered: what was lost by who asked is said when it is tried."""
    is_theirs = job.can_be_retried() and may_change(user, job)
    return is_theirs and has_the_right(user.get_username(), job)


def sees_schedules(user: User) -> bool:
    """What comes back serves the whole installation."""
    return any(
        scope_of(user, each).everything for each in (Permission.SEE_JOBS, Permission.MANAGE_JOBS)
    )
