"""A message is written once, with its deed, and does not leave on its own."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.integration.messages.steps import carried, written

from dampak.messaging.letters import letter
from dampak.messaging.models import Message, State, Way
from dampak.messaging.selectors import n_unread
from dampak.messaging.services import withdraw
from dampak.organisations.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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


def test_two_letters_of_one_name_are_refused(news):
    news()
    with pytest.raises(ValueError, match=r"test\.news"):
        letter("test.news", version=4, subject="x", body="y")
