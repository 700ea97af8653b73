"""Questions about studies and their answers."""

from dataclasses import dataclass
from itertools import groupby

from dampak.accounts.access import Scope
from dampak.impact.access import current_within, findings_within, plans_within
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


def current_verdicts(scope: Scope) -> list[Programme]:
    """The newest answer of every plan that has one, as far as a scope lets it be seen."""
    found = groupby(current_within(scope), key=lambda finding: finding.answer.plan)
    waiting = _waiting() if scope.everything else set()
    return [
        Programme(plan=plan, findings=tuple(findings), is_waiting=plan in waiting)
        for plan, findings in found
    ]


def all_plans(scope: Scope) -> list[Programme]:
    """Every plan, answered or not, newest first; of a part of the tree those with a release."""
    verdicts = current_verdicts(scope)
    if not scope.everything:
        return verdicts
    answered = {programme.plan: programme for programme in verdicts}
    waiting = _waiting()
    return [
        answered.get(plan) or Programme(plan=plan, findings=(), is_waiting=plan in waiting)
        for plan in plans_within(scope)
    ]


def siblings_of(finding: Finding, scope: Scope) -> list[Finding]:
    """The other outcomes of the same plan, judged by the same data, as far as one may see them."""
    others = findings_within(scope).filter(answer=finding.answer)
    return list(others.exclude(pk=finding.pk))


def _waiting() -> set[Plan]:
    snapshot = served_snapshot()
    return set(Plan.objects.waiting_for(snapshot.id)) if snapshot else set()
