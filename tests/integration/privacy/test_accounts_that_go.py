"""A deletion closes no account that nobody said is theirs: it may be tied to the wrong record."""

from types import SimpleNamespace

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import Role, User
from dampak.organisations.models import Person
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.services.answering import identify, prove_address
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.erasing import erase
from dampak.privacy.services.refusals import CannotErase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
BUTTON = "Kosongkan selamanya"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(retired: SimpleNamespace) -> SimpleNamespace:
    """Budi has left, and the account of Sari, who serves, is tied to his record."""
    untie_from_record(retired.budi, retired.person, because="x", by=retired.chief, at=AT)
    retired.sari = account("sari.dewi", Role.CIVIL_SERVANT, retired.below)
    User.objects.filter(pk=retired.sari.pk).update(first_name="Sari Dewi", email="")
    tie(retired)
    return retired


def tie(desk: SimpleNamespace) -> None:
    tie_to_record(desk.sari, desk.person, by=desk.chief, at=AT)
    desk.sari = User.objects.get(pk=desk.sari.pk)


def untie(desk: SimpleNamespace) -> None:
    untie_from_record(desk.sari, desk.person, because="Salah orang", by=desk.chief, at=AT)


def by_card(desk: SimpleNamespace) -> PrivacyRequest:
    """Budi comes to the desk with his card."""
    told = {"called": "Budi", "reach": "", "words": "", "nonce": "kartu", "language": "id"}
    request = ask_as_stranger(Asked.DELETION, **told, at=AT)
    identify(request, person=desk.person, by=desk.chief, at=AT)
    return PrivacyRequest.objects.get(pk=request.pk)


def by_account(desk: SimpleNamespace) -> PrivacyRequest:
    """Sari asks that her own data be deleted, as she leaves."""
    return ask(desk.sari, Asked.DELETION, words="x", nonce="sari", language="id", at=AT)


def is_open(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_active


def is_named(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).name == "Budi Markah"


@pytest.mark.parametrize("asking", [by_card, by_account])
def test_nothing_is_deleted_before_the_account_was_said_to_be_theirs(desk, asking):
    request, chief = asking(desk), browser(desk.chief)
    url = f"{request.get_absolute_url()}hapus/"
    page = chief.get(url).content.decode()
    assert "<bdi>Sari Dewi</bdi>" in page
    assert f'name="akun" value="{desk.sari.pk}" required' in page
    for told in ({}, {"akun": desk.budi.pk}, {"akun": "x"}):
        answered = chief.post(url, told, follow=True)
        assert answered.redirect_chain[-1][0] == url
        assert "Akun sari.dewi (Sari Dewi) akan ikut ditutup" in answered.content.decode()
    assert (is_open(desk.sari), is_named(desk.person)) == (True, True)
    request.refresh_from_db()
    assert request.answered_at is None


def test_who_may_untie_is_led_there_and_the_steward_is_told_who_can(desk):
    url = f"{by_card(desk).get_absolute_url()}hapus/"
    untying = f"/pengguna/{desk.sari.pk}/pegawai/lepas/"
    page = browser(desk.chief).get(url).content.decode()
    assert f'<a href="{untying}">Bukan miliknya? Lepaskan sari.dewi dulu</a>' in page
    page = browser(desk.ratna).get(url).content.decode()
    assert untying not in page
    assert "administrator melepaskannya dulu" in page


def test_untied_first_the_person_is_deleted_and_the_account_goes_on(desk):
    request, chief = by_card(desk), browser(desk.chief)
    untie(desk)
    url = f"{request.get_absolute_url()}hapus/"
    assert 'name="akun"' not in chief.get(url).content.decode()
    assert chief.post(url)["Location"] == request.get_absolute_url()
    assert (is_open(desk.sari), is_named(desk.person)) == (True, False)


def test_untied_first_what_the_account_asked_deletes_nobody(desk):
    request = by_account(desk)
    untie(desk)
    browser(desk.chief).post(f"{request.get_absolute_url()}hapus/", {"akun": desk.sari.pk})
    assert (is_open(desk.sari), is_named(desk.person)) == (True, True)


def test_an_account_that_was_tied_after_the_look_does_not_go_along(desk):
    untie(desk)
    request = by_card(desk)
    looked = browser(desk.chief)
    looked.get(f"{request.get_absolute_url()}hapus/")
    tie(desk)
    looked.post(f"{request.get_absolute_url()}hapus/")
    assert (is_open(desk.sari), is_named(desk.person)) == (True, True)
    with pytest.raises(CannotErase, match="would be closed as well"):
        erase(desk.person, request=request, by="chief", at=AT)


def test_an_account_under_the_address_that_was_given_is_closed_only_if_it_is_theirs(desk):
    untie(desk)
    User.objects.filter(pk=desk.sari.pk).update(email="bersama@example.go.id")
    told = {"called": "Wati", "reach": "Bersama@example.go.id", "words": "", "nonce": "w"}
    request = ask_as_stranger(Asked.DELETION, **told, language="id", at=AT)
    identify(request, person=None, by=desk.chief, at=AT)
    prove_address(request, by=desk.chief, at=AT)
    chief, url = browser(desk.chief), f"{request.get_absolute_url()}hapus/"
    page = chief.get(url).content.decode()
    assert "Alamat surelnya sama dengan yang ditulis" in page
    assert BUTTON in page
    assert chief.post(url)["Location"] == url
    assert is_open(desk.sari)
    chief.post(url, {"akun": desk.sari.pk})
    assert not is_open(desk.sari)
