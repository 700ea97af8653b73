"""Asking for a link: the same words for everybody, so often and no more."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.forgotten_password.steps import (
    FORM,
    MORNING,
    NEW,
    PASSWORD,
    forget,
    link_mailed,
    opened,
    set_new,
    sign_in,
)

from dampak.accounts.signing_in.forgotten import (
    MOST_FROM_AN_ADDRESS,
    answer_requests,
)
from dampak.accounts.signing_in.mailed_links import MOST_AN_HOUR
from dampak.accounts.signing_in.models import MailedLink, ResetRequest
from dampak.audit.models import Entry
from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules
from dampak.messaging.models import Message

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize("typed", ["SRI", " sri ", "Sri@Contoh.go.id"])
def test_the_name_or_the_address_will_do(sri, typed):
    forget(typed)
    assert MailedLink.objects.filter(user=sri).count() == 1


@pytest.mark.parametrize("typed", ["nobody", "nobody@contoh.go.id", "budi", "x" * 254])
def test_the_answer_is_the_same_for_whom_nothing_is_sent(sri, typed):
    known, other = Client(), Client()
    answers = [forget("sri", known), forget(typed, other)]
    assert answers[0]["Location"] == answers[1]["Location"] == "/masuk/lupa/terkirim/"
    pages = [each.get("/masuk/lupa/terkirim/").content for each in (known, other)]
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub(b"", pages[0]) == strip.sub(b"", pages[1])
    assert MailedLink.objects.count() == 1


def test_the_page_asks_the_ledger_the_same_whoever_is_meant(sri):
    """Whether there is such an account is found out later: no clock can tell it from outside."""
    asked = []
    for typed in ("sri", "nobody"):
        with CaptureQueriesContext(connection) as found:
            Client().post(FORM, {"typed": typed})
        asked.append([each["sql"].split("VALUES")[0].split("SET")[0] for each in found])
        assert not any("accounts_user" in each["sql"] for each in found)
    assert len(asked[0]) == len(asked[1])


def test_what_was_typed_is_encrypted_and_forgotten_once_it_was_answered(people):
    Client().post(FORM, {"typed": PASSWORD})
    request = ResetRequest.objects.get()
    assert PASSWORD not in request.typed_secret
    assert request.typed_secret
    answer_requests(at=MORNING)
    request.refresh_from_db()
    assert request.typed_secret == ""
    assert request.answered_at == MORNING


def test_the_worker_answers_by_itself(sri):
    set_schedules(at=MORNING)
    Client().post(FORM, {"typed": "sri"})
    ask_for_due(at=MORNING + timedelta(minutes=1))
    run_ready(clock=lambda: MORNING + timedelta(minutes=1))
    assert Message.objects.filter(letter="signing-in.reset").count() == 1


def test_one_place_asks_so_often_and_no_more(sri):
    for _ in range(MOST_FROM_AN_ADDRESS):
        assert Client().post(FORM, {"typed": "nobody"}).status_code == 302
    answer = Client().post(FORM, {"typed": "sri"})
    assert answer.status_code == 429
    assert "administrator kantor Anda" in answer.content.decode()
    assert Client(REMOTE_ADDR="10.9.9.9").post(FORM, {"typed": "sri"}).status_code == 302


def test_a_line_that_chooses_another_address_each_time_is_one_place(sri):
    for number in range(MOST_FROM_AN_ADDRESS + 1):
        browser = Client(REMOTE_ADDR=f"2001:db8:1:2::{number}")
        answer = browser.post(FORM, {"typed": "nobody"})
    assert answer.status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").post(FORM, {"typed": "x"}).status_code == 302


def test_one_account_gets_so_many_links_within_an_hour(sri):
    for number in range(MOST_AN_HOUR + 2):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(FORM, {"typed": "sri"})
        answer_requests(at=MORNING + timedelta(seconds=number))
    assert MailedLink.objects.filter(user=sri).count() == MOST_AN_HOUR
    said = Entry.objects.filter(deed="password.forgotten").latest("pk")
    assert said.details == {"outcome": "too many"}


def test_who_asks_twice_before_the_worker_looks_gets_a_link_that_opens(sri):
    for typed in ("sri", "sri@contoh.go.id"):
        Client().post(FORM, {"typed": typed})
    answer_requests(at=MORNING)
    assert set_new(opened(link_mailed())).status_code == 302
    assert sign_in(NEW).status_code == 302
