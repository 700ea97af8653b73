"""Which plans and findings somebody may see: with everything all, with less what was released.

A study compares units of the whole installation, so its numbers speak of all of them: a part of
the tree has no share of it that could be cut out.
"""

from dampak.accounts.access import Scope
from dampak.impact.models import Finding, FindingQuerySet, Plan, PlanQuerySet


def findings_within(scope: Scope) -> FindingQuerySet:
    """The findings that somebody with this scope of `READ_EVIDENCE` may see."""
    found = Finding.objects.all()
    return found if scope.everything else found.released()


def current_within(scope: Scope) -> FindingQuerySet:
    """The finding of each study that somebody would be shown today."""
    current = Finding.objects.current() if scope.everything else Finding.objects.last_released()
    return current.order_by("-answer__plan__pk", "position")


def plans_within(scope: Scope) -> PlanQuerySet:
    """The plans that somebody with this scope of `READ_EVIDENCE` may see."""
    return Plan.objects.all() if scope.everything else Plan.objects.none()
