"""What perhaps has left: after silence of a server, and after the death of a worker."""

from datetime import timedelta

import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import carried, written

from dampak.messaging.delivering import carry, take, take_up_what_was_left
from dampak.messaging.models import Message, State
from dampak.messaging.services import CannotSend, send_again

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_what_perhaps_arrived_is_sent_again_only_by_a_person(person, news, mails):
    mails.behaviour = ["falls silent", "takes"]
    written(person, news())
    (message,) = carried()
    assert carried(AT + timedelta(days=3))[0].state == State.UNSURE
    send_again(message, by="admin", at=AT + timedelta(days=10))
    assert carried(AT + timedelta(days=10))[0].state == State.SENT
    with pytest.raises(CannotSend):
        send_again(message, by="admin", at=AT)


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
