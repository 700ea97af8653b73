"""Deeds round plans and answers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.impact.in_public import public_edition
from dampak.impact.models import Answer, Finding, Plan
from dampak.impact.plan import StudyPlan
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import Seal, seal_plans, seal_text


class CannotPlan(Exception):
    """Says everything that keeps a plan from being kept."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class CannotSeal(Exception):
    """Says why a plan cannot be sealed any more."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class CannotRelease(Exception):
    """Says why a finding stays inside the office."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@transaction.atomic
def write_plan(text: str, *, by: str, at: datetime) -> Plan:
    """Keep a plan as a draft. Raises `CannotReadPlan` or `CannotPlan` with all its faults."""
    studies = parse_plans(text)
    _refuse_names_in_use(studies)
    plan = Plan.objects.create(
        programme=studies[0].programme or "", text=text, written_at=at, written_by=by
    )
    record("plan.written", by=by, at=at, subject=plan, studies=[study.slug for study in studies])
    return plan


@transaction.atomic
def discard_plan(plan: Plan, *, by: str, at: datetime) -> None:
    """Throw a draft away; a sealed plan stays."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_sealed():
        raise CannotSeal(Sentence("A sealed plan stays for ever; it cannot be thrown away."))
    record("plan.discarded", by=by, at=at, subject=plan, text=plan.text)
    plan.delete()


@transaction.atomic
def seal_plan(plan: Plan, *, by: str, at: datetime) -> Plan:
    """Seal a draft: from now on every deviation is computed and printed."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_sealed():
        raise CannotSeal(
            Sentence(
                "This plan was sealed on %(day)s by %(by)s and stays as it is. Write a new plan if "
                "you want to find out something else.",
                {"day": plan.sealed_at, "by": plan.sealed_by},
            )
        )
    return _sealed(plan, seal_plans(plan.studies(), at=at, by=by), by=by, at=at)


@transaction.atomic
def take_over_plan(text: str, seal: Seal, *, by: str, at: datetime) -> Plan:
    """Keep a plan that was sealed elsewhere, with the seal that it came with."""
    return _sealed(write_plan(text, by=by, at=at), seal, by=by, at=at)


@transaction.atomic
def keep_answer(plan: Plan, document: dict[str, Any], *, by: str, at: datetime) -> Answer:
    """Keep what a snapshot said to a plan; asking the same snapshot again changes nothing."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    snapshot = document["snapshot"]
    known = Answer.objects.filter(plan=plan, snapshot_id=snapshot["id"]).first()
    if known:
        return known
    answer = Answer.objects.create(
        plan=plan,
        snapshot_id=snapshot["id"],
        snapshot_number=snapshot["number"],
        document=document,
        computed_at=at,
        computed_by=by,
    )
    Finding.objects.bulk_create(
        Finding(
            answer=answer,
            slug=study["slug"],
            position=position,
            study=study,
            trace=document["figures"][study["figure"]],
        )
        for position, study in enumerate(document["studies"])
    )
    record("answer.computed", by=by, at=at, subject=answer, snapshot=snapshot["id"])
    return answer


@transaction.atomic
def release_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """Let a finding out of the building; whoever releases it answers for it."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.is_released():
        raise CannotRelease(Sentence("This answer has already been released."))
    finding.released_at, finding.released_by = at, by
    finding.in_public = public_edition(finding.study, finding.trace["rooms"])
    finding.save(update_fields=["released_at", "released_by", "in_public"])
    record("finding.released", by=by.username, at=at, subject=finding)


def _sealed(plan: Plan, seal: Seal, *, by: str, at: datetime) -> Plan:
    plan.seal, plan.sha256 = seal_text(seal), seal.sha256
    plan.sealed_at, plan.sealed_by = seal.sealed_at, seal.sealed_by
    plan.save(update_fields=["seal", "sha256", "sealed_at", "sealed_by"])
    record("plan.sealed", by=by, at=at, subject=plan, sha256=seal.sha256)
    return plan


def _refuse_names_in_use(studies: Collection[StudyPlan]) -> None:
    in_use = {study.slug for plan in Plan.objects.all() for study in plan.studies()}
    faults = [
        Sentence(
            "There is already a study named %(slug)s. Give this one another slug.",
            {"slug": study.slug},
        )
        for study in studies
        if study.slug in in_use
    ]
    if faults:
        raise CannotPlan(*faults)
