"""Questions about studies and their answers."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from dampak.accounts.access import Permission, may
from dampak.accounts.models import User
from dampak.impact.models import Finding, Plan
from dampak.intake.selectors import served_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A plan with what was found for each of its outcomes; nothing yet if it was never asked."""

    plan: Plan
    findings: tuple[Finding, ...]
    is_waiting: bool

    @property
    def first(self) -> Finding:
        return self.findings[0]


def current_verdicts() -> list[Programme]:
    """The newest answer of every plan that has one."""
    found = groupby(Finding.objects.current(), key=lambda finding: finding.answer.plan)
    waiting = _waiting()
    return [
        Programme(plan=plan, findings=tuple(findings), is_waiting=plan in waiting)
        for plan, findings in found
    ]


def all_plans() -> list[Programme]:
    """Every plan, answered or not, newest first."""
    answered = {programme.plan: programme for programme in current_verdicts()}
    waiting = _waiting()
    return [
        answered.get(plan) or Programme(plan=plan, findings=(), is_waiting=plan in waiting)
        for plan in Plan.objects.all()
    ]


def siblings_of(finding: Finding, *, for_whom: User | AnonymousUser) -> list[Finding]:
    """The other outcomes of the same plan, judged by the same data, as far as one may see them."""
    others = finding.answer.findings.exclude(pk=finding.pk)
    return list(others if may(for_whom, Permission.READ_EVIDENCE) else others.released())


def _waiting() -> set[Plan]:
    snapshot = served_snapshot()
    return set(Plan.objects.waiting_for(snapshot.id)) if snapshot else set()
