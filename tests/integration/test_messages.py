"""What is written to people, and what becomes of it."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import IntegrityError, transaction
from tests.integration.conftest import AT
from tests.message_servers import Heard, gateway, mail_server

from dampak.accounts.models import User
from dampak.foundation.text import gettext_noop
from dampak.jobs.models import Schedule
from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules
from dampak.messaging import letters
from dampak.messaging.delivering import MOST_ATTEMPTS, carry, take, take_up_what_was_left
from dampak.messaging.letters import Letter, letter
from dampak.messaging.models import Message, State, Way, Wish
from dampak.messaging.notices import TRIAL
from dampak.messaging.ports.gateway import Gateway
from dampak.messaging.ports.port import NotNow, Outgoing
from dampak.messaging.selectors import n_unread
from dampak.messaging.services import DELIVERING, CannotSend, decline, send, send_again, withdraw
from dampak.messaging.stopping import stop_link
from dampak.messaging.tokens import token_of
from dampak.organisations.models import Person, Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
# `AT` is a Monday, 10.00 in Jakarta
NIGHT = AT + timedelta(hours=12)
NEXT_MORNING = AT + timedelta(hours=21)


@pytest.fixture
def news():
    """Declare a letter for one test."""
    before = set(letters.LETTERS)

    def declare(name: str = "test.news", **rules: bool) -> Letter:
        return letter(
            name,
            version=3,
            subject=gettext_noop("A message to try things out"),
            body="Dear %(name)s: %(link)s",
            **rules,
        )

    yield declare
    for name in set(letters.LETTERS) - before:
        del letters._KNOWN[name]


@pytest.fixture
def person() -> Person:
    """Budi, who serves in Jayapura's time, with an e-mail address and a telephone."""
    Unit.objects.create(code="P1", path="0001", name="Papua 1", time_zone="Asia/Jayapura")
    return Person.objects.create(
        name="Budi Santoso",
        nip_key=b"b" * 32,
        nip_masked="198501********1001",
        employment="PNS",
        unit_path="0001",
        email="budi@dinas.example",
        phone="+628110000001",
    )


@pytest.fixture
def mails(settings: Any):
    with mail_server() as heard:
        settings.MAIL_SERVER = {"host": "127.0.0.1", "port": heard.port, "timeout": 0.7}
        settings.MAIL_FROM = "dampak <dampak@dinas.example>"
        yield heard


@pytest.fixture
def phones(settings: Any):
    with gateway() as heard:
        settings.GATEWAY_ADDRESS = f"http://127.0.0.1:{heard.port}/messages"
        settings.GATEWAY_SECRET = "secret-of-the-gateway"
        yield heard


def written(to: Any, what: Letter, key: str = "one", at: datetime = AT) -> list[Message]:
    return send(to, what, {"link": "/kajian/"}, key=key, at=at)


def carried(at: datetime = AT) -> list[Message]:
    """Let everything that is due leave, and give all that went outward."""
    for number in Message.objects.due(at=at).values_list("pk", flat=True):
        if parcel := take(number, at=at):
            carry(parcel, at=at)
    return list(Message.objects.exclude(way=Way.INBOX).order_by("pk"))


def test_sending_twice_with_one_key_is_sending_once(people, news):
    what = news()
    assert written(people["sri"], what) == written(people["sri"], what)
    assert Message.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(way=Way.INBOX).update(user=None)


def test_a_message_of_a_deed_that_fails_was_never_written(people, news):
    with transaction.atomic():
        written(people["sri"], news())
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_it_lies_in_the_inbox_at_once_and_is_shown_but_does_not_leave(person, people, news):
    people["budi"].person = person
    people["budi"].save()
    written(person, news())
    assert n_unread(people["budi"]) == 1
    (shown,) = carried()
    assert (shown.state, shown.port, shown.way) == (State.SHOWN, "outbox", Way.EMAIL)
    assert shown.body("en") == "Dear Budi Santoso: http://localhost:8000/kajian/"


def test_nothing_leaves_unless_a_server_is_named(person, news, monkeypatch):
    def refuse(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("socket.socket.connect", refuse)
    written(person, news())
    for way in Way.EMAIL, Way.PHONE:
        Message.objects.update(way=way, state=State.WAITING)
        assert [each.state for each in carried()] == [State.SHOWN]


def test_an_e_mail_carries_its_text_a_way_to_decline_and_no_more_of_a_person(
    person, news, mails: Heard
):
    written(person, news())
    (message,) = carried()
    assert message.state == State.SENT
    (text,) = mails.letters
    assert "To: budi@dinas.example" in text
    assert "Budi Santoso" in text
    assert f"Message-ID: <{token_of(message)}@dinas.example>" in text
    assert "List-Unsubscribe=One-Click" in text
    for secret in ("198501", "Papua", "+62811", person.public_id):
        assert secret not in text


def test_a_link_is_forgotten_as_soon_as_it_has_left(person, news, mails):
    written(person, news())
    assert "kajian" in str(Message.objects.get().context)
    (message,) = carried()
    assert "kajian" not in str(Message.objects.values().get())
    assert message.body("en") == "Dear Budi Santoso: …"


def test_a_busy_mail_server_is_tried_again_with_growing_pauses_and_at_most_six_times(
    person, news, mails
):
    mails.behaviour = ["is busy"]
    written(person, news())
    at, pauses = AT, []
    while (message := carried(at)[0]).state == State.WAITING:
        if message.attempts > len(pauses):
            pauses.append((message.due_at - at).total_seconds() / 60)
        at = message.due_at
    assert pauses[:3] == [1, 5, 25]
    assert (message.state, message.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert (message.told["id"][:12], mails.letters) == ("Server surel", [])


@pytest.mark.parametrize(
    ("does", "state", "n_letters"),
    [
        ("refuses", State.FAILED, 0),
        ("is silent", State.WAITING, 0),  # no greeting came: it has certainly not left
        ("falls silent", State.UNSURE, 1),  # everything was said, no answer came
        ("takes", State.SENT, 1),
    ],
)
def test_what_a_mail_server_does_decides_what_is_said(person, news, mails, does, state, n_letters):
    mails.behaviour = [does]
    written(person, news())
    (message,) = carried()
    assert (message.state, len(mails.letters)) == (state, n_letters)


def test_a_mail_server_that_is_not_there_is_waited_for(person, news, settings):
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9, "timeout": 0.5}
    settings.MAIL_FROM = "dampak@dinas.example"
    written(person, news())
    assert carried()[0].state == State.WAITING


def test_an_address_that_would_write_headers_is_refused_and_holds_nobody_up(person, news, mails):
    Person.objects.update(email="budi@dinas.example\r\nBcc: semua@dinas.example")
    person.refresh_from_db()
    written(person, news())
    assert carried()[0].state == State.FAILED
    assert mails.letters == []


def test_what_perhaps_arrived_is_sent_again_only_by_a_person(person, news, mails):
    mails.behaviour = ["falls silent", "takes"]
    written(person, news())
    (message,) = carried()
    assert carried(AT + timedelta(days=3))[0].state == State.UNSURE
    send_again(message, by="admin", at=AT + timedelta(days=10))
    assert carried(AT + timedelta(days=10))[0].state == State.SENT
    with pytest.raises(CannotSend):
        send_again(message, by="admin", at=AT)


@pytest.fixture
def called(person: Person) -> Person:
    """Budi without an e-mail address."""
    person.email = ""
    person.save()
    return person


def test_the_gateway_gets_number_text_key_and_secret(called, news, phones: Heard):
    written(called, news())
    (message,) = carried()
    (request,) = phones.requests
    assert (message.state, message.port_id) == (State.SENT, f"wa-{request['key'][:6]}")
    assert request["to"] == "+628110000001"
    assert request["Authorization"] == "Bearer secret-of-the-gateway"
    assert request["key"] == request["reference"] == token_of(message)


@pytest.mark.parametrize(
    ("does", "state", "pause"),
    [
        ("is busy", State.WAITING, 1),
        ("breaks", State.WAITING, 1),
        ("asks to wait", State.WAITING, 30),  # Retry-After: 1800
        ("refuses", State.FAILED, 0),
        ("takes", State.SENT, 0),
    ],
)
def test_the_class_of_an_answer_decides(called, news, phones, does, state, pause):
    phones.behaviour = [does]
    written(called, news())
    (message,) = carried()
    assert message.state == state
    assert message.due_at - AT == timedelta(minutes=pause)


def test_a_gateway_that_takes_it_and_answers_too_late_takes_it_once(phones):
    phones.behaviour = ["takes and is slow", "takes"]
    port = Gateway(
        address=f"http://127.0.0.1:{phones.port}/", secret="", timeouts=httpx.Timeout(0.4)
    )
    outgoing = Outgoing(key="k" * 20, address="+62", subject="", text="Halo")
    with pytest.raises(NotNow):
        port.deliver(outgoing)
    receipt = port.deliver(outgoing)  # 409: it has that key already
    assert (receipt.left, len(phones.requests), len(phones.taken)) == (True, 2, 1)


def test_what_a_dead_worker_had_on_its_way_goes_once_more_where_keys_are_known(
    called, news, phones
):
    written(called, news())
    parcel = take(Message.objects.get().pk, at=AT)
    carry(parcel, at=AT)  # it left, and the worker died before it could write that down
    Message.objects.update(state=State.SENDING, sent_at=None)
    later = AT + timedelta(minutes=4)
    assert take_up_what_was_left(at=AT + timedelta(minutes=2)) == 0  # it may still be alive
    assert take_up_what_was_left(at=later) == 1
    assert carried(later)[0].state == State.SENT
    assert (len(phones.requests), len(phones.taken)) == (2, 1)


def test_what_a_dead_worker_had_on_its_way_by_mail_is_not_sent_again(person, news, mails):
    written(person, news())
    take(Message.objects.get().pk, at=AT)
    later = AT + timedelta(minutes=4)
    take_up_what_was_left(at=later)
    (message,) = carried(later)
    assert (message.state, message.sent_at, mails.letters) == (State.UNSURE, AT, [])


def test_a_late_worker_does_not_overwrite_a_later_attempt(called, news, phones):
    written(called, news())
    slow = take(Message.objects.get().pk, at=AT)
    later = AT + timedelta(minutes=4)
    take_up_what_was_left(at=later)
    assert carried(later)[0].state == State.SENT
    phones.behaviour = ["refuses"]
    carry(slow, at=later)
    assert Message.objects.get().state == State.SENT


def test_at_night_a_message_waits_for_the_morning_of_the_unit_and_an_urgent_one_does_not(
    person, news
):
    written(person, news(), at=NIGHT)
    # 22.00 in Jakarta is midnight in Jayapura; 7.00 there is 22.00 UTC
    assert Message.objects.get().due_at == datetime.fromisoformat("2026-03-02T22:00+00:00")
    written(person, news("test.urgent", is_urgent=True), "two", at=NIGHT)
    assert Message.objects.get(key="two").due_at == NIGHT


def test_a_message_that_was_kept_from_leaving_by_day_does_not_leave_by_night(person, news):
    written(person, news())
    (message,) = carried(NIGHT)
    assert (message.state, message.due_at > NIGHT) == (State.WAITING, True)


def test_nobody_gets_more_than_two_a_week_and_all_arrive_in_the_end(person, news, settings):
    assert settings.MOST_MESSAGES_A_WEEK == 2
    what = news()
    for number in range(5):
        written(person, what, str(number))
    written(person, news("test.urgent", is_urgent=True), "urgent")
    sent: list[datetime] = []
    for hour in range(24 * 21):
        carried(AT + timedelta(hours=hour))
    ordinary = Message.objects.filter(is_urgent=False).order_by("sent_at")
    sent = [each.sent_at for each in ordinary]
    assert None not in sent
    weeks = [sum(each - timedelta(days=7) < other <= each for other in sent) for each in sent]
    assert max(weeks) == 2
    assert Message.objects.get(key="urgent").sent_at == AT


def test_what_was_declined_stays_in_the_inbox_and_what_is_mandatory_leaves(
    person, people, news, mails
):
    people["budi"].person = person
    people["budi"].save()
    decline(f"person:{person.pk}", at=AT)
    written(person, news())
    written(person, news("test.duty", is_mandatory=True), "two")
    ordinary, duty = carried()
    assert (ordinary.state, duty.state, len(mails.letters)) == (State.DECLINED, State.SENT, 1)
    assert "berhenti" not in mails.letters[0]
    assert n_unread(people["budi"]) == 2


def test_what_an_account_declined_stays_declined_once_it_is_tied_to_a_person(
    person, people, news, mails
):
    decline(f"user:{people['budi'].pk}", at=AT)
    people["budi"].person = person
    people["budi"].save()
    written(person, news())
    (ordinary,) = carried()
    assert (ordinary.state, mails.letters) == (State.DECLINED, [])


def test_the_link_in_a_message_declines_without_signing_in_and_names_nobody(client, person):
    link = stop_link(f"person:{person.pk}").removeprefix("http://localhost:8000")
    assert client.get(link).status_code == 200
    assert not Wish.objects.exists()  # opening it, as mail scanners do, changes nothing
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 200
    assert Wish.objects.get().recipient == f"person:{person.pk}"
    for part in ("Budi", "budi", "198501"):
        assert part not in link
    assert client.post(f"{link[:-3]}xx/").status_code == 404


def test_what_has_not_left_can_be_taken_back(person, people, news):
    people["budi"].person = person
    people["budi"].save()
    written(person, news())
    withdraw("one")
    assert {each.state for each in Message.objects.all()} == {State.WITHDRAWN}
    assert n_unread(people["budi"]) == 0
    assert carried()[0].state == State.WITHDRAWN


def test_who_cannot_be_reached_is_said_so(people, news):
    stranger = Person.objects.create(
        name="Tanpa Alamat",
        nip_key=b"c" * 32,
        nip_masked="1",
        employment="PNS",
        email="x@y.example",
    )
    written(stranger, news())
    Person.objects.update(email="")
    (message,) = carried()
    assert (message.state, "surel" in message.told["id"]) == (State.FAILED, True)


def test_a_bare_address_is_forgotten_once_the_message_has_left(news, mails):
    written("undangan@dinas.example", news())
    (message,) = carried()
    assert message.state == State.SENT
    assert "undangan" not in str(Message.objects.values().get())


def test_a_worker_delivers_what_is_due_and_makes_no_job_when_nothing_is(person, news):
    written(person, news(), at=NIGHT)
    set_schedules(at=NIGHT)
    Schedule.objects.exclude(task=DELIVERING).update(is_on=False)
    assert ask_for_due(at=NIGHT + timedelta(minutes=1)) == 0
    assert ask_for_due(at=NEXT_MORNING) == 1
    run_ready(clock=lambda: NEXT_MORNING)
    assert Message.objects.get().state == State.SHOWN


def test_two_letters_of_one_name_are_refused(news):
    news()
    with pytest.raises(ValueError, match=r"test\.news"):
        letter("test.news", version=4, subject="x", body="y")


def test_sri_opens_her_inbox_and_nobody_elses(browser_of, people, news):
    sri = browser_of("sri")
    written(people["sri"], news())
    written(people["hasan"], news(), "two")
    mine, other = (Message.objects.get(user=people[name]) for name in ("sri", "hasan"))
    assert "1<span" in sri.get("/kotak-masuk/").content.decode()  # the count in the layout
    assert sri.get(f"/kotak-masuk/{mine.pk}/").status_code == 200
    assert sri.get(f"/kotak-masuk/{other.pk}/").status_code == 404
    assert n_unread(people["sri"]) == 0
    assert n_unread(people["hasan"]) == 1


def test_messages_are_seen_by_those_of_the_units_alone(browser_of, people, person, news):
    from dampak.accounts.models import Assignment, Role

    other = Unit.objects.create(code="Z9", path="0009", name="Lain")
    written(person, news())
    message = Message.objects.get()
    Assignment.objects.filter(user=people["sri"]).delete()
    given = {"valid_from": AT.date(), "given_by": "test", "given_at": AT}
    given["role"] = Role.TRAINING_MANAGER
    here = Assignment.objects.create(user=people["sri"], unit=other, **given)
    sri = browser_of("sri")
    assert "Budi" not in sri.get("/pesan/").content.decode()
    assert sri.get(f"/pesan/{message.pk}/").status_code == 404
    assert sri.post(f"/pesan/{message.pk}/ulang/").status_code == 404
    here.unit = Unit.objects.get(code="P1")
    here.save()
    assert "Budi" in sri.get("/pesan/").content.decode()
    assert sri.get(f"/pesan/{message.pk}/").status_code == 200


def test_an_administrator_writes_to_herself_and_declines_and_takes_it_back(browser_of, people):
    admin = browser_of("admin")
    User.objects.filter(username="admin").update(email="admin@dinas.example")
    assert admin.post("/pesan/coba/").status_code == 302
    assert {each.letter for each in Message.objects.all()} == {TRIAL.name}
    assert Message.objects.count() == 2
    admin.post("/kotak-masuk/pilihan/", {"keluar": "tidak"})
    assert Wish.objects.get().recipient == f"user:{people['admin'].pk}"
    admin.post("/kotak-masuk/pilihan/", {"keluar": "ya"})
    assert not Wish.objects.exists()
