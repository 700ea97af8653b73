"""Whose account it is decides what is shown to whom, so the person is told when it is changed."""

from datetime import date

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import Role, User
from dampak.messaging.models import Message, State
from dampak.organisations.models import RestrictionKind
from dampak.organisations.restricting import restriction_of
from dampak.organisations.services.restricting import restrict_person
from dampak.privacy.models import Asked, Outcome
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def puppet(office) -> User:
    """A second account in the office of Budi, whose own one is untied."""
    untie_from_record(office.budi, office.person, because="x", by=office.chief, at=AT)
    Message.objects.all().delete()
    return account("boneka", Role.CIVIL_SERVANT, office.below)


def letters(name: str) -> set[tuple[str, str]]:
    """To whom, and by which way; none of them held back."""
    found = Message.objects.filter(letter=name).exclude(state=State.WITHHELD)
    return {(each.recipient, each.way) for each in found}


def test_the_address_of_the_record_and_the_account_are_told_of_a_tie_and_of_its_end(office, puppet):
    restrict_person(office.person, RestrictionKind.RESTRICTION, until=None, by="test", at=AT)
    account_key, record_key = f"user:{puppet.pk}", f"person:{office.person.pk}"
    for _ in range(2):
        tie_to_record(puppet, office.person, by=office.chief, at=AT)
    assert letters("signing-in.tied") == {(account_key, "inbox")}
    assert letters("signing-in.record-tied") == {(record_key, "email")}
    untie_from_record(puppet, office.person, because="Salah orang", by=office.chief, at=AT)
    assert letters("signing-in.untied") == {(account_key, "inbox")}
    assert letters("signing-in.record-untied") == {(record_key, "email")}
    for each in Message.objects.filter(letter__startswith="signing-in.record"):
        assert "Budi Markah" in each.body("id")
        assert "boneka" in each.body("en")
    for each in Message.objects.filter(way="inbox"):
        assert "Budi" not in each.body("id")


def test_who_was_refused_a_tie_has_caused_no_letter(office, puppet):
    with pytest.raises(CannotChangeRights):
        tie_to_record(puppet, office.person, by=office.clara, at=AT)
    assert not Message.objects.exists()


def test_the_person_hears_of_a_restriction_that_somebody_lifted_as_them(office, puppet):
    tie_to_record(puppet, office.person, by=office.chief, at=AT)
    puppet = User.objects.get(pk=puppet.pk)
    asked = ask(puppet, Asked.RESTRICTION, words="x", nonce="n", language="id", at=AT)
    answer(asked, Outcome.GRANTED, words="Ya", by=office.ratna, at=AT)
    client = Client()
    client.force_login(puppet)
    for _ in range(2):
        client.post("/privasi/saya/cabut-pembatasan/")
    assert restriction_of(office.person, on=date.max) is None
    record_key = f"person:{office.person.pk}"
    assert letters("privacy.lifted-by-oneself") == {(record_key, "email"), (record_key, "inbox")}
    told = Message.objects.get(letter="privacy.lifted-by-oneself", way="email")
    assert "akun boneka mencabut pembatasan" in told.body("id")
