"""Every table has a rule or a reason; what is over goes, and what waves need stays."""

from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Q
from django.test import Client
from tests.integration.privacy.conftest import AT

from dampak.accounts.managing.giving import close_account
from dampak.accounts.models import Invitation, User
from dampak.audit.models import Entry
from dampak.messaging.models import Message
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.organisations.models import Person, Posting
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.retention.applying import _erased, apply_all, look, people_due
from dampak.privacy.retention.rules import KEPT, LONGEST_WAVE, MARGIN, PERSON_KEPT, RULES
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask
from dampak.privacy.services.erasing import lift_hold, set_hold
from dampak.privacy.services.restricting import lift

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)


def test_every_table_has_a_rule_or_a_reason_and_none_has_both():
    ruled = {rule.label for rule in RULES}
    tables = {each._meta.label for each in apps.get_models(include_auto_created=True)}
    # Tables made for tests only are no part of the house.
    tables = {label for label in tables if not label.startswith("tests.")}
    assert tables - ruled - set(KEPT) == set()
    assert (ruled | set(KEPT)) - tables == set()
    assert ruled & set(KEPT) == set()


def test_what_waves_need_is_kept_longer_than_the_longest_wave():
    serving = [rule for rule in RULES if rule.serves_waves]
    assert {rule.label for rule in serving} >= {"messaging.Message", "messaging.Reminder"}
    assert all(rule.after >= LONGEST_WAVE + MARGIN for rule in serving)
    assert PERSON_KEPT >= LONGEST_WAVE + MARGIN


def test_looking_counts_and_deletes_nothing_and_a_run_deletes_just_that(office):
    send(office.budi, TRIAL, {"link": "/"}, key="old", at=AT)
    Message.objects.update(state="sent", sent_at=AT)
    n_messages = Message.objects.count()
    later = AT + 2 * 365 * DAY + DAY
    due = {each.label: each.rows for each in look(at=later)}
    assert due["messaging.Message"] == n_messages == Message.objects.count()
    assert apply_all(by="schedule", at=later)["messaging.Message"] == n_messages
    assert Message.objects.count() == 0
    line = Entry.objects.get(deed="retention.applied", details__table="messaging.Message")
    assert line.details["rows"] == n_messages
    assert apply_all(by="schedule", at=later) == {}


def test_the_last_day_is_still_kept(office):
    Invitation.objects.create(
        user=office.budi, token_hash="x", made_at=AT, made_by="test", expires_at=AT
    )
    assert "accounts.Invitation" not in apply_all(by="schedule", at=AT + 90 * DAY)
    assert apply_all(by="schedule", at=AT + 90 * DAY + DAY)["accounts.Invitation"] == 1


def test_a_request_stays_as_long_as_the_restriction_that_is_lifted_on_its_page(office):
    request = ask(office.budi, Asked.RESTRICTION, words="x", nonce="n", language="id", at=AT)
    answer(request, Outcome.GRANTED, words="Ya", by=office.ratna, at=AT)
    later = AT + 6 * 365 * DAY
    assert "privacy.PrivacyRequest" not in apply_all(by="schedule", at=later)
    request.refresh_from_db()
    lift(request, because="Perkara selesai", by=office.ratna, at=later)
    assert apply_all(by="schedule", at=later)["privacy.PrivacyRequest"] == 1


def test_nothing_of_somebody_held_goes_until_the_hold_is_lifted(office):
    """Letters and requests may be what a court wants to see."""
    for to in (office.budi, office.chief):
        send(to, TRIAL, {"link": "/"}, key=f"to {to}", at=AT)
    told = {"words": "x", "nonce": "n", "language": "id"}
    request = ask(office.budi, Asked.ACCESS, **told, at=AT)
    answer(request, Outcome.REFUSED, words="Tidak", by=office.ratna, at=AT)
    Message.objects.update(state="sent", sent_at=AT)
    visit = {"ip": "10.0.0.1", "session_key": "visit", "last_seen_at": AT}
    UserSession.objects.create(user=office.budi, user_agent="Firefox", **visit)
    set_hold(office.person, because="Sengketa di PTUN", by=office.ratna, at=AT)
    ours = Message.objects.filter(Q(person=office.person) | Q(user__person=office.person))
    n_ours, later = ours.count(), AT + 6 * 365 * DAY
    assert apply_all(by="schedule", at=later)["messaging.Message"] > 0
    assert (ours.count(), Message.objects.count()) == (n_ours, n_ours)
    assert PrivacyRequest.objects.count() == UserSession.objects.count() == 1
    lift_hold(office.person, by=office.ratna, at=later)
    gone = apply_all(by="schedule", at=later)
    assert gone["messaging.Message"] == n_ours > 0
    assert gone["privacy.PrivacyRequest"] == gone["usersessions.UserSession"] == 1


def closed(retired) -> None:
    close_account(retired.budi, by=retired.chief, at=AT)


def test_who_left_five_years_ago_is_blanked_and_who_serves_is_not(retired):
    closed(retired)
    # The last posting ended on 29 June 2025; five years of 365 days after it is 28 June 2030.
    soon = AT.replace(year=2030, month=6, day=28)
    assert "organisations.Person" not in apply_all(by="schedule", at=soon)
    apply_all(by="schedule", at=soon + DAY)
    assert Person.objects.get(pk=retired.person.pk).name == "(dihapus)"


def test_the_last_post_counts_and_none_that_ended_earlier(retired):
    """Budi was in another post until 2024; his last one ended in 2025."""
    closed(retired)
    last = retired.person.postings.get()
    last.pk, last.valid_from, last.valid_to = None, date(2010, 1, 1), date(2023, 12, 31)
    last.save()
    assert "organisations.Person" not in apply_all(by="schedule", at=AT.replace(year=2029))
    assert apply_all(by="schedule", at=AT.replace(year=2031))["organisations.Person"] == 1


def test_who_still_signs_in_is_not_blanked_by_a_clock_and_the_page_counts_them(retired):
    """The account may be tied to the wrong record, and blanking would close it for good."""
    tables = apply_all(by="schedule", at=AT.replace(year=2040))
    budi = User.objects.get(pk=retired.budi.pk)
    assert (budi.username, budi.is_active) == ("budi", True)
    assert budi.assignments.filter(ended_at=None).count() == 1
    assert "organisations.Person" not in tables
    Posting.objects.filter(person=retired.person).update(
        valid_to=date(1995, 1, 1), valid_from=date(1990, 1, 1)
    )
    client = Client()
    client.force_login(retired.chief)
    assert (
        "Saat ini ada 1 orang seperti itu."
        in client.get("/privasi/retensi/?hitung").content.decode()
    )
    assert "seperti itu" not in client.get("/privasi/retensi/").content.decode()
    closed(retired)
    assert apply_all(by="schedule", at=AT.replace(year=2040))["organisations.Person"] == 1


def test_who_signed_in_after_the_last_post_is_kept_as_long_after_that(retired):
    """A wrong tie again: the account was closed, by a lock-out perhaps, and may be opened anew."""
    User.objects.filter(pk=retired.budi.pk).update(last_login=AT.replace(year=2030))
    closed(retired)
    assert "organisations.Person" not in apply_all(by="schedule", at=AT.replace(year=2034))
    assert apply_all(by="schedule", at=AT.replace(year=2036))["organisations.Person"] == 1


def test_who_was_tied_while_the_run_was_under_way_stays(retired):
    closed(retired)
    due = people_due(at=AT.replace(year=2040)).get()
    User.objects.filter(pk=retired.ratna.pk).update(person=due)
    assert _erased(due, by="schedule", at=AT.replace(year=2040)) == 0


def test_the_page_of_retention_is_for_who_answers_for_everything(office):
    for user, status in ((office.chief, 200), (office.ratna, 403), (office.budi, 403)):
        client = Client()
        client.force_login(user)
        assert client.get("/privasi/retensi/?hitung").status_code == status
