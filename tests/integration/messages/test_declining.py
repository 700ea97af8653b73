"""Whoever wants no more messages: what still leaves, and how to say so."""

import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import carried, written

from dampak.messaging.models import State, Wish
from dampak.messaging.selectors import n_unread
from dampak.messaging.services import decline
from dampak.messaging.stopping import stop_link

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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


def test_what_an_account_declined_stays_declined_once_it_is_tied_to_a_person_of_its_address(
    person, people, news, mails
):
    decline(f"user:{people['budi'].pk}", at=AT)
    people["budi"].person, people["budi"].email = person, person.email
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
