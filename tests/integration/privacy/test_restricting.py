"""A restriction that was granted stands: kept and counted, and nothing else, until it is lifted."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.integration.api_callers import caller_of
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.models import Role, User
from dampak.audit.models import Entry
from dampak.messaging.delivering import take
from dampak.messaging.letters import LETTERS
from dampak.messaging.models import Message, Reminder
from dampak.messaging.notices import TRIAL
from dampak.messaging.reminding import Plan, plan_reminders, send_due_reminders
from dampak.messaging.services import send
from dampak.organisations.models import Person, Restriction, RestrictionKind, Status
from dampak.organisations.restricting import restriction_of
from dampak.organisations.selectors import staff_report_as_of, tree_as_of
from dampak.organisations.services import (
    CannotPost,
    Place,
    change_number,
    end_posting,
    post_person,
)
from dampak.organisations.services.restricting import restrict_person
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.notices import RECEIVED
from dampak.privacy.services.answering import answer, identify
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.refusals import CannotAnswer
from dampak.privacy.services.restricting import lift, lift_own

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
# About their own request, a leak of their data, or the safety of their account; nothing else.
ABOUT_THEMSELVES = {
    "privacy.received", "privacy.answered", "privacy.lifted", "privacy.lifted-by-oneself",
    "privacy.incident",
}  # fmt: skip


def asked_by(user, kind=Asked.RESTRICTION, *, nonce="batas"):
    return ask(user, kind, words="Cukup disimpan", nonce=nonce, language="id", at=AT)


def grant(office, *, until):
    request = asked_by(office.budi)
    answer(request, Outcome.GRANTED, words="Ya", until=until, by=office.ratna, at=AT)
    request.refresh_from_db()
    office.request = request
    return office


@pytest.fixture
def granted(office):
    """Budi's wish is granted, for longer than this test will live."""
    return grant(office, until=date(2099, 12, 31))


@pytest.fixture
def in_march(office):
    """Budi's wish is granted until the end of March."""
    return grant(office, until=date(2026, 3, 31))


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def standing(person, *, at=AT) -> bool:
    return restriction_of(person, on=at.date()) is not None


@pytest.mark.parametrize("kind", [Asked.RESTRICTION, Asked.OBJECTION])
def test_granting_restricts_from_that_moment_and_nothing_else_does(office, kind):
    for number, outcome in enumerate((Outcome.REFUSED, Outcome.PARTLY)):
        refused = asked_by(office.budi, kind, nonce=f"n{number}")
        answer(refused, outcome, words="Tidak", by=office.ratna, at=AT)
    assert not standing(office.person)
    request = asked_by(office.budi, kind)
    for _ in range(2):
        answer(request, Outcome.GRANTED, words="Ya", by=office.ratna, at=AT)
    assert standing(office.person, at=AT + 999 * DAY)
    assert Restriction.objects.get().kind == kind
    assert Entry.objects.filter(deed="person.restricted").count() == 1


def test_granting_another_wish_restricts_nothing(office):
    request = asked_by(office.budi, Asked.ACCESS)
    answer(request, Outcome.GRANTED, words="Ya", by=office.ratna, at=AT)
    assert not Restriction.objects.exists()


def test_it_stands_to_its_last_day_and_no_longer(in_march):
    assert standing(in_march.person, at=AT + 29 * DAY)  # 31 March
    assert not standing(in_march.person, at=AT + 30 * DAY)


def test_a_last_day_that_is_over_and_a_wish_without_anything_behind_it_are_refused(office):
    request = asked_by(office.budi)
    with pytest.raises(CannotAnswer):
        answer(request, Outcome.GRANTED, words="Ya", until=TODAY - DAY, by=office.ratna, at=AT)
    request.refresh_from_db()
    assert request.answered_at is None
    told = {"called": "Wati", "reach": "wati@example.com", "words": "", "nonce": "s"}
    stranger = ask_as_stranger(Asked.RESTRICTION, **told, language="id", at=AT)
    identify(stranger, person=None, by=office.chief, at=AT)
    with pytest.raises(CannotAnswer):
        answer(stranger, Outcome.GRANTED, words="Ya", by=office.chief, at=AT)


def test_the_record_of_who_asked_without_one_can_be_named_once(office):
    request = asked_by(office.ratna)
    identify(request, person=office.person, by=office.chief, at=AT)
    request.refresh_from_db()
    assert (request.person, request.unit) == (office.person, office.below)
    identify(request, person=None, by=office.chief, at=AT)
    request.refresh_from_db()
    assert request.person == office.person


def test_the_database_wants_a_reason_for_lifting(granted):
    with pytest.raises(DatabaseError), transaction.atomic():
        Restriction.objects.update(lifted_at=AT, lifted_by="ratna")


def test_the_steward_lifts_it_with_a_reason_and_the_person_is_told(granted):
    for _ in range(2):
        lift(granted.request, because="Perkara selesai", by=granted.ratna, at=AT + DAY)
    assert not standing(granted.person)
    told = Message.objects.get(letter="privacy.lifted", way="inbox")
    assert "Perkara selesai" in told.body("id")
    assert Entry.objects.filter(deed="person.unrestricted").count() == 1


def test_the_person_lifts_it_and_nobody_elses(granted):
    assert lift_own(granted.clara, at=AT + DAY) == 0
    assert standing(granted.person)
    assert lift_own(granted.budi, at=AT + DAY) == 1
    assert lift_own(granted.budi, at=AT + DAY) == 0
    assert not standing(granted.person)


def test_every_letter_is_held_back_but_those_about_their_request_and_their_account(granted):
    for letter in LETTERS.values():
        blanks = {"link": "/", "number": "1", "moment": "x"}
        send(granted.person, letter, blanks, key=f"walk:{letter.name}", at=AT)
    written = Message.objects.filter(key__startswith="walk:")
    held = {each.letter for each in written if each.state == "withheld"}
    reached = {each.letter for each in written if each.state != "withheld"}
    assert held & reached == set()
    assert (
        reached == {name for name in LETTERS if name.startswith("signing-in.")} | ABOUT_THEMSELVES
    )
    assert held | reached == set(LETTERS)


def test_what_was_held_back_stands_on_record_with_the_reason_and_in_no_inbox(granted):
    made = send(granted.budi, TRIAL, {"link": "/"}, key="x", at=AT)
    assert {each.state for each in made} == {"withheld"}
    assert all("dibatasi" in each.told["id"] and "restricted" in each.told["en"] for each in made)
    assert not Message.objects.in_inbox_of(granted.budi).filter(key="x").exists()
    page = browser(granted.ratna).get(made[0].get_absolute_url()).content.decode()
    assert "Ditahan" in page


def test_what_waited_when_it_began_does_not_leave(office):
    waiting = send(office.person, TRIAL, {"link": "/"}, key="x", at=AT)
    mail = next(each for each in waiting if each.way != "inbox")
    restrict_person(office.person, RestrictionKind.OBJECTION, until=None, by="ratna", at=AT)
    assert take(mail.pk, at=AT) is None
    mail.refresh_from_db()
    assert mail.state == "withheld"


@pytest.mark.parametrize("address", ["budi.markah@example.go.id", "BUDI.Markah@example.go.id"])
def test_who_knows_the_address_only_does_not_get_round_it(granted, address):
    assert {m.state for m in send(address, TRIAL, {"link": "/"}, key="x", at=AT)} == {"withheld"}
    assert {m.state for m in send(address, RECEIVED, {"number": "1"}, key="y", at=AT)} == {
        "waiting"
    }


def test_reminders_are_neither_planned_nor_sent_while_it_stands(in_march):
    # Waves at the end of the training (2 March), and one month later, when it has ended.
    plan = Plan(
        occasion="cohort:1", ended_on=TODAY, letter=TRIAL, context={"link": "/"}, waves=(0, 1)
    )
    assert plan_reminders(plan, [in_march.person], by="sri", at=AT) == 1
    Reminder.objects.update(due_at=AT)
    send_due_reminders(at=AT)
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.closed_because) == ("cancelled", "restricted")
    assert not Message.objects.filter(key__startswith="reminder:").exists()


def test_nobody_but_the_steward_changes_the_record(granted):
    place = Place(unit=granted.here, position="Analis", employment="PNS", rank="III/b")
    told = {"on": TODAY, "by": "sri", "at": AT}
    deeds = (
        lambda **more: post_person(granted.person, place=place, **told, **more),
        lambda **more: change_number(granted.person, nip="199001012015012902", **told, **more),
        lambda **more: end_posting(granted.person, status=Status.LEFT, **told, **more),
    )
    for deed in deeds:
        with pytest.raises(CannotPost) as refusal:
            deed()
        assert "steward" in refusal.value.sentence.message
    for deed in deeds[:2]:
        deed(by_steward=True)


def test_reports_still_count_them(granted):
    report = staff_report_as_of(TODAY, units=tree_as_of(TODAY))
    assert sum(line.people for line in report) == 1


def test_others_see_a_badge_and_no_way_to_reach_them(granted):
    head = account("kepala", Role.HEAD, granted.here)
    page = browser(head).get(granted.person.get_absolute_url()).content.decode()
    assert "Data dibatasi" in page
    assert "budi.markah@example.go.id" not in page
    listed = browser(head).get(f"/unit/{granted.below.code}/").content.decode()
    assert "Data dibatasi" in listed
    lift_own(granted.budi, at=AT)
    assert "budi.markah@" in browser(head).get(granted.person.get_absolute_url()).content.decode()


def test_everybody_reads_who_may_change_the_record_and_who_lifts_the_restriction(granted):
    manager = account("joko", Role.TRAINING_MANAGER, granted.here)
    said = {
        granted.ratna: "Sebagai wali data Anda dapat mencabut pembatasan",
        granted.chief: "Anda boleh mengubah data ini karena Anda administrator",
        manager: "hubungi wali data, yang dapat mencabut pembatasan, atau administrator",
    }
    url = granted.person.get_absolute_url()
    for who, sentence in said.items():
        page = browser(who).get(url).content.decode()
        assert sentence in page
        assert "tanpa perubahan" not in page
        assert ("tidak mengubah apa pun" in page) == (who != granted.chief)
        assert (f"{url}berhenti/" in page) == (who == granted.chief)
        assert (browser(who).get(f"{url}berhenti/").status_code == 403) == (who == granted.ratna)


def test_the_person_is_promised_no_more_than_is_kept(granted):
    page = browser(granted.budi).get("/privasi/saya/").content.decode()
    assert "itu pun hanya bila" not in page
    assert "perubahannya tercatat di buku audit" in page


def test_the_api_says_that_it_is_restricted(granted):
    caller = caller_of(granted.chief)
    told = caller.get(f"/people/{granted.person.public_id}").json()
    assert told["restricted"] is True
    assert "email" not in told
    lift_own(granted.budi, at=AT)
    assert caller.get(f"/people/{granted.person.public_id}").json()["restricted"] is False


def test_the_person_reads_that_it_stands_until_when_and_lifts_it(granted):
    budi = browser(granted.budi)
    page = budi.get("/privasi/saya/").content.decode()
    assert "31 Desember 2099" in page
    for _ in range(2):
        assert budi.post("/privasi/saya/cabut-pembatasan/").status_code == 302
    assert not standing(granted.person)


def test_an_account_without_a_record_is_restricted_too(office):
    request = asked_by(office.ratna)
    answer(request, Outcome.GRANTED, words="Ya", by=office.chief, at=AT)
    made = send(office.ratna, TRIAL, {"link": "/"}, key="x", at=AT)
    assert {each.state for each in made} == {"withheld"}
    assert lift_own(office.ratna, at=AT) == 1
    made = send(office.ratna, TRIAL, {"link": "/"}, key="y", at=AT)
    assert "withheld" not in {each.state for each in made}


def test_who_asked_by_an_account_beside_the_record_is_restricted_in_both_and_freed_of_both(office):
    request = asked_by(office.ratna)
    identify(request, person=office.person, by=office.chief, at=AT)
    request.refresh_from_db()
    answer(request, Outcome.GRANTED, words="Ya", by=office.chief, at=AT)
    for to in (office.ratna, office.person):
        made = send(to, TRIAL, {"link": "/"}, key=f"held {to}", at=AT)
        assert {each.state for each in made} == {"withheld"}
    request.refresh_from_db()
    for _ in range(2):
        lift(request, because="Perkara selesai", by=office.chief, at=AT)
    for to in (office.ratna, office.person):
        made = send(to, TRIAL, {"link": "/"}, key=f"free {to}", at=AT)
        assert "withheld" not in {each.state for each in made}
    assert Message.objects.filter(letter="privacy.lifted", way="inbox").count() == 1


def test_the_pages_of_the_steward_grant_and_lift_it(office):
    request, ratna = asked_by(office.budi), browser(office.ratna)
    url = f"/privasi/permintaan/{request.pk}/"
    assert 'name="until"' in ratna.get(url).content.decode()
    told = {"outcome": "granted", "words": "Ya", "until": "2099-12-31"}
    assert ratna.post(f"{url}jawab/", told).status_code == 302
    assert "31 Desember 2099" in ratna.get(url).content.decode()
    ratna.post(f"{url}cabut/", {"because": ""})
    assert standing(office.person)
    ratna.post(f"{url}cabut/", {"because": "Perkara selesai"})
    assert not standing(office.person)
    assert PrivacyRequest.objects.get().outcome == "granted"
    assert Person.objects.count() == 1
    assert User.objects.filter(restrictions__isnull=False).count() == 0
