"""A tie may be wrong: letters about an account stay with it, those to a record with that."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from tests.integration.privacy.conftest import AT, account
from tests.integration.privacy.test_messages_once_untied import afresh, browser, in_inbox, untie

from dampak.accounts.managing.tying import tie_to_record
from dampak.accounts.models import Role, User
from dampak.accounts.signing_in.telling import Event, tell
from dampak.messaging import letters
from dampak.messaging.delivering import carry, take
from dampak.messaging.letters import letter
from dampak.messaging.models import Message, State, Way
from dampak.messaging.recipients import recipient_behind
from dampak.messaging.services import send
from dampak.messaging.upgrading import keep_with_account
from dampak.organisations.models import Person
from dampak.privacy.models import Asked
from dampak.privacy.services.asking import ask
from dampak.privacy.services.erasing import erase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NAMES = {"signing-in.password-changed", "privacy.received"}
PASSWORD = "Sandi akun Anda diganti"


@pytest.fixture
def news():
    """A letter that is neither urgent nor mandatory."""
    yield letter("test.plain", version=1, subject="A message to try things out", body="%(link)s")
    del letters._KNOWN["test.plain"]


def own_letters(office) -> str:
    """Somebody changes the password, and asks about data, while tied; what the receipt says."""
    tell(afresh(office.budi), Event.PASSWORD_CHANGED, at=AT)
    told = {"words": "x", "nonce": "n", "language": "id"}
    asked = ask(afresh(office.budi), Asked.CORRECTION, **told, at=AT)
    return f"(no. {asked.pk})"


def told_to(user: User) -> str:
    taken = json.loads(browser(user).get("/privasi/saya/data.json").content)
    return " ".join(each["subject"] for each in taken["messages"])


def right_account(office) -> User:
    found = account("asli", Role.CIVIL_SERVANT, office.below)
    tie_to_record(found, office.person, by=office.chief, at=AT)
    return afresh(found)


def test_the_inbox_and_the_data_of_who_is_tied_show_letters_of_both_kinds(office):
    own_letters(office)
    in_inbox(office.person, key="to the record")
    inbox = {each.letter for each in Message.objects.in_inbox_of(afresh(office.budi))}
    assert inbox == NAMES | {"messaging.trial"}
    assert {PASSWORD in told_to(office.budi), "Pesan percobaan" in told_to(office.budi)} == {True}


def test_once_untied_letters_about_the_account_are_its_own_and_not_the_persons(office):
    number = own_letters(office)
    in_inbox(office.person, key="to the record")
    untie(office)
    theirs, own = told_to(right_account(office)), told_to(office.budi)
    assert (PASSWORD in theirs, number in theirs, "Pesan percobaan" in theirs) == (0, 0, 1)
    assert (PASSWORD in own, number in own, "Pesan percobaan" in own) == (1, 1, 0)
    inbox = {each.letter for each in Message.objects.in_inbox_of(afresh(office.budi))}
    assert inbox == NAMES | {"signing-in.untied"}


def test_erasing_the_person_blanks_their_letters_and_not_those_of_who_was_untied(retired):
    office = retired
    own_letters(office)
    to_record = in_inbox(office.person, key="to the record")
    untie(office)
    erase(office.person, request=None, by="test", at=AT)
    to_record.refresh_from_db()
    assert set(to_record.context.values()) == {"…"}
    for each in Message.objects.filter(letter__in=NAMES):
        assert each.context["name"] == "Budi Markah"


def test_a_letter_about_an_account_calls_it_by_its_own_name(office):
    User.objects.filter(pk=office.budi.pk).update(first_name="Sari Lain")
    own_letters(office)
    for each in Message.objects.filter(letter__in=NAMES):
        assert each.body("id").startswith("Yth. Sari Lain")


def left(messages: list[Message], *, at) -> list[str]:
    """What becomes of the e-mails among them."""
    for each in messages:
        if parcel := take(each.pk, at=at):
            carry(parcel, at=at)
    numbers = [each.pk for each in messages if each.way == Way.EMAIL]
    return list(Message.objects.filter(pk__in=numbers).values_list("state", flat=True))


def test_one_human_being_has_one_limit_a_week_and_one_clock_while_tied(office, news):
    to = (office.person, afresh(office.budi), office.person, afresh(office.budi))
    for number, each in enumerate(to[:2]):
        assert left(send(each, news, {"link": "/"}, key=str(number), at=AT), at=AT) == ["shown"]
    for number, each in enumerate(to[2:], 2):
        assert left(send(each, news, {"link": "/"}, key=str(number), at=AT), at=AT) == ["waiting"]
    User.objects.filter(pk=office.budi.pk).update(email="akun@example.go.id")
    untie(office)
    later = AT + timedelta(hours=1)
    Message.objects.filter(state=State.WAITING).update(due_at=later)
    waiting = list(Message.objects.filter(state=State.WAITING, letter=news.name))
    assert left(waiting, at=later) == ["shown", "shown"]  # each has had but one of their own


def test_a_letter_of_before_that_was_about_an_account_goes_to_the_account(office):
    own_letters(office)
    to_record = send(office.person, letters.LETTERS["messaging.trial"], {}, key="t", at=AT)
    lifted = letters.LETTERS["privacy.lifted"]
    blanks = {"number": "1", "because": "x", "link": "/"}
    send(office.person, lifted, blanks, key="lifted", at=AT)
    own = Message.objects.filter(letter__in=NAMES)
    own.update(recipient=f"person:{office.person.pk}", person=office.person)
    blank = own.filter(way=Way.INBOX, letter="privacy.received")
    blank.update(context={"name": "…"})
    User.objects.filter(pk=office.budi.pk).update(first_name="Sari Lain", person=None)
    keep_with_account(apps, None)
    keep_with_account(apps, None)
    assert {(each.recipient, each.person) for each in own} == {(f"user:{office.budi.pk}", None)}
    names = {each.context["name"] for each in own}
    assert (names, blank.get().context) == ({"Sari Lain", "…"}, {"name": "…"})
    assert len(to_record) == 2
    assert {each.person for each in Message.objects.filter(key="lifted")} == {office.person}


def test_the_person_keeps_what_was_written_to_their_record(office):
    in_inbox(office.person, key="to the record")
    untie(office)
    assert "Pesan percobaan" in told_to(right_account(office))
    assert Message.objects.filter(person=Person.objects.get(pk=office.person.pk)).exists()


def mailed(letter_name: str) -> set[str]:
    """Where its e-mails go."""
    found = Message.objects.filter(letter=letter_name, way=Way.EMAIL)
    return {recipient_behind(each).address_by(Way.EMAIL) for each in found}


@pytest.mark.parametrize("event", list(Event))
def test_a_letter_about_an_account_goes_to_the_address_that_it_proved_and_no_records(office, event):
    User.objects.filter(pk=office.budi.pk).update(email="akun@example.go.id")
    tell(afresh(office.budi), event, at=AT)
    assert mailed(f"signing-in.{event}") == {"akun@example.go.id"}


def test_an_account_without_an_address_is_told_in_its_inbox_alone_what_is_private(office):
    User.objects.filter(pk=office.budi.pk).update(email="")
    Person.objects.filter(pk=office.person.pk).update(phone="+62812000111")
    own_letters(office)
    found = Message.objects.filter(letter__in=NAMES)
    assert {(each.letter, each.way) for each in found} == {(name, Way.INBOX) for name in NAMES}


def test_what_waited_before_this_rule_does_not_leave_to_the_record_either(office):
    own_letters(office)
    User.objects.filter(pk=office.budi.pk).update(email="")
    waiting = Message.objects.filter(letter__in=NAMES, way=Way.EMAIL)
    assert left(list(waiting), at=AT) == [State.FAILED, State.FAILED]


def test_work_that_waits_is_told_by_the_address_of_the_record_where_the_account_has_none(office):
    User.objects.filter(pk=office.budi.pk).update(email="")
    blanks = {"number": "1", "link": "/"}
    send(afresh(office.budi), letters.LETTERS["privacy.overdue"], blanks, key="late", at=AT)
    assert mailed("privacy.overdue") == {office.person.email}


def test_whatever_is_private_is_mandatory_so_that_no_no_keeps_it_back():
    assert all(each.is_mandatory for each in letters.LETTERS.values() if each.is_private)
