"""An account was tied to the wrong record: whose letters and whose wishes are whose afterwards."""

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.giving import close_account
from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import Role, User
from dampak.messaging.delivering import take
from dampak.messaging.models import Message, Way
from dampak.messaging.notices import TRIAL
from dampak.messaging.recipients import recipient_of
from dampak.messaging.selectors import has_declined
from dampak.messaging.services import send
from dampak.messaging.stopping import stop_path
from dampak.organisations.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(afresh(user))
    return client


def in_inbox(to: Person | User, *, key: str) -> Message:
    sent = send(to, TRIAL, {"link": "/"}, key=key, at=AT)
    return next(each for each in sent if each.way == "inbox")


def untie(office) -> None:
    untie_from_record(office.budi, office.person, because="Salah orang", by=office.chief, at=AT)


def test_letters_to_the_record_leave_the_inbox_with_the_tie_and_ones_own_stay(office):
    to_record = in_inbox(office.person, key="to the record")
    budi = browser(office.budi)
    assert budi.get(f"/kotak-masuk/{to_record.pk}/").status_code == 200
    untie(office)
    own = in_inbox(afresh(office.budi), key="own")
    assert budi.get(f"/kotak-masuk/{to_record.pk}/").status_code == 404
    assert budi.get(f"/kotak-masuk/{own.pk}/").status_code == 200
    left = Message.objects.in_inbox_of(afresh(office.budi))
    assert {each.letter for each in left} == {TRIAL.name, "signing-in.untied"}
    tie_to_record(afresh(office.budi), office.person, by=office.chief, at=AT)
    assert budi.get(f"/kotak-masuk/{to_record.pk}/").status_code == 200


def test_what_waits_for_the_record_does_not_go_to_the_address_of_the_account(office):
    Person.objects.filter(pk=office.person.pk).update(email="")
    sent = send(Person.objects.get(pk=office.person.pk), TRIAL, {"link": "/"}, key="x", at=AT)
    waiting = next(each for each in sent if each.way == "email")
    untie(office)
    assert take(waiting.pk, at=waiting.due_at) is None
    waiting.refresh_from_db()
    assert waiting.state == "failed"


def test_a_wish_goes_with_the_account_and_not_with_the_record(office):
    browser(office.budi).post("/kotak-masuk/pilihan/", {"keluar": "tidak"})
    assert has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
    untie(office)
    assert not has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
    assert has_declined(recipient_of(afresh(office.budi)).wish_keys(Way.EMAIL))


def test_a_wish_outlives_the_account_of_who_left_and_came_back(office):
    browser(office.budi).post("/kotak-masuk/pilihan/", {"keluar": "tidak"})
    close_account(office.budi, by=office.chief, at=AT)
    assert has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
    again = account("budi2", Role.CIVIL_SERVANT, office.below)
    tie_to_record(again, office.person, beside={office.budi.pk}, by=office.chief, at=AT)
    assert has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
    browser(again).post("/kotak-masuk/pilihan/", {"keluar": "ya"})
    assert has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
    Client().post(stop_path(f"person:{office.person.pk}"), {"keluar": "ya"})
    assert not has_declined(recipient_of(office.person).wish_keys(Way.EMAIL))
