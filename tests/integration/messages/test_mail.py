"""Messages by e-mail: what they carry, and what a mail server may do to them."""

import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import carried, written
from tests.message_servers import Heard

from dampak.messaging.delivering import MOST_ATTEMPTS
from dampak.messaging.models import Message, State
from dampak.messaging.tokens import token_of
from dampak.organisations.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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


def test_a_bare_address_is_forgotten_once_the_message_has_left(news, mails):
    written("undangan@dinas.example", news())
    (message,) = carried()
    assert message.state == State.SENT
    assert "undangan" not in str(Message.objects.values().get())


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
