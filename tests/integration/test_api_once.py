"""Asking twice: the same key is one deed, whatever happens in between, and however close."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now
from tests.integration.api_callers import caller_of
from tests.integration.conftest import PLAN, office, upload
from tests.integration.test_api import FILLED

from dampak.api.models import KeptAnswer
from dampak.impact.models import Plan
from dampak.intake.models import Delivery
from dampak.listening.models import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]
KEY = {"Idempotency_Key": "kiriman-2026-11-22"}


@pytest.fixture
def sri(people):
    return caller_of(people["sri"])


def test_the_same_request_under_the_same_key_is_answered_alike_and_done_once(sri):
    first = sri.post("/plans", {"text": PLAN}, **KEY)
    again = sri.post("/plans", {"text": PLAN}, **KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert Plan.objects.count() == 1


def test_without_a_key_it_is_done_as_often_as_asked(sri):
    sri.hand_in(office())
    sri.hand_in(office())
    assert Delivery.objects.count() == 2


def test_another_request_under_the_same_key_is_refused(sri):
    sri.post("/plans", {"text": PLAN}, **KEY)
    for path, sent in (("/plans", {"text": PLAN + "\n"}), ("/plans/1/seal", None)):
        refused = sri.post(path, sent, **KEY)
        assert (refused.status_code, refused.json()["code"]) == (409, "key_in_use")


def test_files_are_the_same_by_their_names_and_bytes(sri):
    first = sri.hand_in([upload("units.csv", "a,b\n")], **KEY)
    again = sri.hand_in([upload("units.csv", "a,b\n")], **KEY)
    assert again.json() == first.json()
    assert sri.hand_in([upload("units.csv", "a,c\n")], **KEY).status_code == 409
    assert sri.hand_in([upload("people.csv", "a,b\n")], **KEY).status_code == 409
    assert Delivery.objects.count() == 1


def test_a_key_belongs_to_its_token(people, sri):
    sri.post("/plans", {"text": PLAN}, **KEY)
    other = caller_of(people["sri"], name="another")
    assert other.post("/plans", {"text": PLAN}, **KEY).json()["code"] == "conflict"


def test_a_key_is_kept_for_two_days(sri):
    sri.post("/plans", {"text": PLAN}, **KEY)
    with time_machine.travel(now() + timedelta(hours=49), tick=False):
        second = PLAN.replace("loket", "meja")
        assert sri.post("/plans", {"text": second}, **KEY).status_code == 201
    assert KeptAnswer.objects.count() == 1


def test_what_was_refused_leaves_no_key(sri):
    assert sri.post("/plans", {"text": "nothing"}, **KEY).status_code == 409
    assert not KeptAnswer.objects.exists()
    assert sri.post("/plans", {"text": PLAN}, **KEY).status_code == 201


def test_a_crash_after_the_deed_leaves_neither_deed_nor_key(sri, monkeypatch):
    from dampak.api import once

    class Torn(Exception):
        pass

    def torn(*_args: Any, **_named: Any) -> None:
        raise Torn

    sri.client.raise_request_exception = False
    monkeypatch.setattr(once.KeptAnswer, "save", torn)
    assert sri.post("/plans", {"text": PLAN}, **KEY).status_code == 500
    assert (Plan.objects.count(), KeptAnswer.objects.filter(status__gt=0).count()) == (0, 0)
    monkeypatch.undo()
    assert sri.post("/plans", {"text": PLAN}, **KEY).status_code == 201


def test_a_key_that_is_none_is_refused(sri):
    for key in ("short", "x" * 101, "with space in", "é" * 10):
        assert sri.post("/plans", {"text": PLAN}, Idempotency_Key=key).status_code == 422


def test_a_response_under_the_same_key_is_one_response(sri, survey):
    address = f"/surveys/{survey.code}/responses"
    first = sri.post(address, FILLED, **KEY)
    again = sri.post(address, FILLED, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    other = sri.post(address, FILLED | {"waktu": 1}, **KEY)
    assert (other.status_code, other.json()["code"]) == (409, "key_in_use")
    assert Response.objects.count() == 1
