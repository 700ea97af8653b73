"""Plans: written, sealed, never bent."""

import pytest
from django.db import Error, transaction
from tests.integration.conftest import AT, PLAN

from dampak.impact.models import Answer, Plan
from dampak.impact.plan_file import CannotReadPlan
from dampak.impact.services import (
    CannotPlan,
    CannotSeal,
    discard_plan,
    keep_answer,
    seal_plan,
    write_plan,
)
from dampak.intake.selectors import served_snapshot
from dampak.publication.answering import answer_plans

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def draft(people):
    return write_plan(PLAN, by="sri", at=AT)


@pytest.fixture
def sealed(draft):
    return seal_plan(draft, by="sri", at=AT)


def test_a_sealed_plan_cannot_be_changed_even_past_the_model(sealed):
    with pytest.raises(Error), transaction.atomic():
        Plan.objects.filter(pk=sealed.pk).update(text=PLAN.replace("1.0", "0.1"))
    assert Plan.objects.get(pk=sealed.pk).text == PLAN


def test_a_sealed_plan_cannot_be_removed(sealed):
    with pytest.raises(Error), transaction.atomic():
        Plan.objects.filter(pk=sealed.pk).delete()
    with pytest.raises(CannotSeal):
        discard_plan(sealed, by="sri", at=AT)


def test_a_seal_is_whole_or_absent(draft):
    with pytest.raises(Error), transaction.atomic():
        Plan.objects.filter(pk=draft.pk).update(sha256="a" * 64)


def test_a_plan_is_sealed_once(sealed):
    with pytest.raises(CannotSeal):
        seal_plan(sealed, by="hasan", at=AT)


def test_a_draft_can_be_thrown_away(draft):
    discard_plan(draft, by="sri", at=AT)
    assert not Plan.objects.exists()


def test_two_studies_cannot_share_a_name(draft):
    with pytest.raises(CannotPlan):
        write_plan(PLAN, by="sri", at=AT)


def test_a_plan_with_faults_names_them_all(people):
    with pytest.raises(CannotReadPlan) as refusal:
        write_plan(PLAN.replace("1.0", "-1").replace("digital-share", "digital"), by="sri", at=AT)
    assert len(refusal.value.faults) == 2


def test_only_sealed_plans_are_answered(served, draft):
    assert answer_plans(served_snapshot(), by="sri", at=AT) == []


def test_an_answer_is_computed_once_for_each_snapshot(answered):
    assert answer_plans(served_snapshot(), by="sri", at=AT) == []
    assert Answer.objects.count() == 1
    again = keep_answer(answered.plan, answered.document, by="sri", at=AT)
    assert again.pk == answered.pk


FORM = {
    "programme": "Loket Prima",
    "outcome": "digital-share",
    "smallest_effect": "5,5",
    "control": "not_yet",
    "outcome_1": "complaints-per-1000",
    "role_1": "guardrail",
    "smallest_effect_1": "3",
}


def test_the_form_asks_for_percentage_points_and_the_plan_keeps_a_share(browser_of):
    response = browser_of("sri").post("/kajian/baru/", FORM)
    assert response.status_code == 302, response.content.decode()
    main, guardrail = Plan.objects.get().studies()
    assert main.smallest_effect == pytest.approx(0.055)
    assert (guardrail.role, guardrail.smallest_effect) == ("guardrail", 3.0)


def test_the_form_keeps_what_was_typed_when_it_refuses(browser_of):
    response = browser_of("sri").post("/kajian/baru/", {**FORM, "smallest_effect": "0"})
    assert response.status_code == 422
    assert "Loket Prima" in response.content.decode()
    assert not Plan.objects.exists()


def test_a_programme_may_hold_any_sign(browser_of):
    name = 'Loket "Prima" \\ 9 [x]'
    browser_of("sri").post("/kajian/baru/", {**FORM, "programme": name})
    assert Plan.objects.get().studies()[0].programme == name


def test_sri_seals_from_the_page(browser_of, draft):
    browser_of("sri").post(f"/kajian/rencana/{draft.pk}/segel/")
    assert Plan.objects.get().is_sealed()
