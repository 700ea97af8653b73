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


def sees_schedules(user: User) -> bool:
    """What comes back serves the whole installation."""
    return any(
        scope_of(user, each).everything for each in (Permission.SEE_JOBS, Permission.MANAGE_JOBS)
    )
