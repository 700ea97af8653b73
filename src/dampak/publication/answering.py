"""Ask the served data what was planned to be found out, and keep what they say."""

from collections.abc import Callable
from datetime import datetime

from dampak.foundation.text import Sentence
from dampak.impact.evaluating import evaluate
from dampak.impact.models import Answer, Plan
from dampak.impact.services import keep_answer
from dampak.publication.document import document_of
from dampak.warehouse.snapshot import Snapshot

Progress = Callable[[Sentence, int, int], None]


def answer_plans(
    snapshot: Snapshot, *, by: str, at: datetime, progress: Progress | None = None
) -> list[Answer]:
    """Answer every sealed plan that this snapshot was not asked yet.

    Drafts stay unanswered: who could look first would plan for what was seen.
    """
    waiting = Plan.objects.waiting_for(snapshot.id)
    return [_answered(plan, snapshot, by=by, at=at, progress=progress) for plan in waiting]


def _answered(
    plan: Plan, snapshot: Snapshot, *, by: str, at: datetime, progress: Progress | None
) -> Answer:
    evaluation = evaluate(
        snapshot, plan.studies(), seal=plan.sealing(), at=at, by=by, progress=progress
    )
    return keep_answer(plan, document_of(evaluation), by=by, at=at)
