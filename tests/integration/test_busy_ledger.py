"""Who finds the pen of the ledger taken for too long is told in words, and loses nothing."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models.query import QuerySet
from django.utils.timezone import now
from tests.integration.api_callers import caller_of
from tests.integration.conftest import PLAN, office
from tests.integration.test_responses import address, filled_in

from dampak.accounts.signing_in.ends import SEEN
from dampak.api.models import Token
from dampak.jobs.pen import is_taken
from dampak.listening.models import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]
BUSY = "Tempat penyimpanan data sedang sibuk"


def waits_in_vain(*_given, **_named):
    raise OperationalError("database is locked")


def test_only_a_pen_that_is_taken_counts_as_such():
    assert is_taken(OperationalError("database is locked"))
    assert is_taken(OperationalError("database table is locked: accounts_user"))
    for other in (None, ValueError("database is locked"), OperationalError("disk I/O error")):
        assert not is_taken(other)


def test_a_step_that_waited_in_vain_is_no_fault_of_the_program(browser_of, monkeypatch, caplog):
    sri = browser_of("sri")
    monkeypatch.setattr("dampak.intake.views.receive_delivery", waits_in_vain)
    page = sri.post("/impor/baru/", {"upload": office()})
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    words = page.content.decode()
    assert BUSY in words
    assert "Belum pasti apakah langkah Anda tersimpan" in words
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR and line.exc_info]


@pytest.mark.parametrize("is_new", [True, False])
def test_so_is_a_session_that_could_not_be_kept(people, client, monkeypatch, is_new):
    client.raise_request_exception = False  # what the browser gets counts, not what was raised
    if not is_new:
        client.login(username="sri", password="loket prima 9")
        session = client.session
        session["something"] = 1
        session.save()
    monkeypatch.setattr(Session, "save", waits_in_vain)
    page = client.post("/masuk/", {"username": "sri", "password": "loket prima 9"})
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert BUSY in page.content.decode()


def test_a_citizen_keeps_what_was_filled_in_and_sends_it_again(client, survey, monkeypatch):
    form = filled_in(client, survey, age="41")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("dampak.listening.views.citizens.keep_response", waits_in_vain)
        told = client.post(address(survey), form)
    assert (told.status_code, told["Retry-After"]) == (503, "60")
    words = told.content.decode()
    assert "Jawaban Anda belum tersimpan" in words
    assert words.count(" checked") == 9
    assert form["tanda"] in words
    assert not Response.objects.exists()
    assert client.post(address(survey), form).status_code == 201


def test_a_program_hears_when_to_come_again(people, monkeypatch):
    sri = caller_of(people["sri"])
    monkeypatch.setattr("dampak.api.views.plans.write_plan", waits_in_vain)
    told = sri.post("/plans", {"text": PLAN}, Accept_Language="en")
    assert (told.status_code, told["Retry-After"]) == (503, "60")
    assert told.json()["code"] == "busy"
    assert "under the same key" in told.json()["message"]


def test_who_only_reads_is_answered_though_their_visit_cannot_be_noted(
    browser_of, monkeypatch, time_machine
):
    sri = browser_of("sri")
    time_machine.move_to(now(), tick=False)
    sri.get("/akun/")
    seen = sri.session[SEEN]
    time_machine.shift(timedelta(minutes=2))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(QuerySet, "update", waits_in_vain)
        assert sri.get("/akun/").status_code == 200
    assert sri.session[SEEN] == seen
    assert sri.get("/akun/").status_code == 200
    assert sri.session[SEEN] > seen


def test_a_program_that_only_reads_is_answered_though_its_use_cannot_be_noted(people, monkeypatch):
    sri = caller_of(people["sri"])
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(QuerySet, "update", waits_in_vain)
        assert sri.get("/token").status_code == 200
    assert Token.objects.get().last_used_on is None
    assert sri.get("/token").status_code == 200
    assert Token.objects.get().last_used_on is not None
