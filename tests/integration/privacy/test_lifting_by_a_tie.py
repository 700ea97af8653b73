"""A tie may be wrong: who signs in lifts what they asked for with the account, and nothing else."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import AccountRestriction, Role, User
from dampak.messaging.models import Message
from dampak.organisations.models import Restriction
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.services.answering import answer, identify
from dampak.privacy.services.asking import ask, ask_as_stranger
from dampak.privacy.services.restricting import lift, lift_own

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIFT = "/privasi/saya/cabut-pembatasan/"
STEWARD_ALONE = "hanya dicabut oleh wali data"


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(afresh(user))
    return client


@pytest.fixture
def desk(office: SimpleNamespace) -> SimpleNamespace:
    """Budi had his data restricted at the desk, with his card; Sari's account is tied to him."""
    untie_from_record(office.budi, office.person, because="x", by=office.chief, at=AT)
    told = {"called": "Budi", "reach": "", "words": "", "nonce": "kartu", "language": "id"}
    office.by_card = ask_as_stranger(Asked.RESTRICTION, **told, at=AT)
    identify(office.by_card, person=office.person, by=office.chief, at=AT)
    grant(office, office.by_card)
    office.sari = account("sari", Role.CIVIL_SERVANT, office.below)
    tie_to_record(office.sari, office.person, by=office.chief, at=AT)
    Message.objects.all().delete()
    return office


def grant(office: SimpleNamespace, request: PrivacyRequest) -> None:
    answer(request, Outcome.GRANTED, words="Ya", by=office.chief, at=now())
    request.refresh_from_db()


def asked_with(user: User, kind: Asked = Asked.RESTRICTION) -> PrivacyRequest:
    return ask(afresh(user), kind, words="x", nonce=kind, language="id", at=now())


def standing(desk: SimpleNamespace) -> set[int]:
    found = Restriction.objects.filter(person=desk.person, lifted_at=None)
    return set(found.values_list("pk", flat=True))


def test_who_is_tied_to_the_record_does_not_lift_what_was_asked_for_at_the_desk(desk):
    page = browser(desk.sari).get("/privasi/saya/").content.decode()
    assert STEWARD_ALONE in page
    assert LIFT not in page
    told = browser(desk.sari).post(LIFT, follow=True).content.decode()
    assert "Data Anda masih dibatasi" in told
    assert "tidak dibatasi lagi" not in told
    assert not Message.objects.exists()
    untie_from_record(desk.sari, desk.person, because="Salah orang", by=desk.chief, at=AT)
    assert standing(desk) == {desk.by_card.restriction_id}


def test_nor_what_was_asked_for_with_another_account(desk):
    """Budi's account asked while it was his; then it was untied, and Sari's is tied."""
    untie_from_record(desk.sari, desk.person, because="x", by=desk.chief, at=AT)
    tie_to_record(afresh(desk.budi), desk.person, by=desk.chief, at=AT)
    request = asked_with(desk.budi)
    grant(desk, request)
    untie_from_record(afresh(desk.budi), desk.person, because="x", by=desk.chief, at=AT)
    tie_to_record(afresh(desk.sari), desk.person, by=desk.chief, at=AT)
    assert lift_own(afresh(desk.sari), at=now()) == 0
    assert request.restriction_id in standing(desk)


def test_of_two_the_one_asked_for_with_the_account_is_lifted_and_the_page_says_what_stays(desk):
    grant(desk, asked_with(desk.sari, Asked.OBJECTION))
    page = browser(desk.sari).get("/privasi/saya/").content.decode()
    assert (page.count(STEWARD_ALONE), page.count(LIFT)) == (1, 1)
    told = browser(desk.sari).post(LIFT, follow=True).content.decode()
    assert "Data Anda masih dibatasi" in told
    assert standing(desk) == {desk.by_card.restriction_id}
    letter = Message.objects.get(letter="privacy.lifted-by-oneself", way="email")
    assert letter.subject("id") == "Pembatasan data Anda dicabut"


def test_who_asked_with_the_account_before_it_had_a_record_still_lifts_all_of_it(desk):
    """With the card the record was named, so that both are restricted."""
    untie_from_record(desk.sari, desk.person, because="x", by=desk.chief, at=AT)
    lift(desk.by_card, because="x", by=desk.chief, at=now())
    request = asked_with(desk.sari)
    identify(request, person=desk.person, by=desk.chief, at=now())
    grant(desk, request)
    tie_to_record(afresh(desk.sari), desk.person, by=desk.chief, at=now())
    told = browser(desk.sari).post(LIFT, follow=True).content.decode()
    assert "tidak dibatasi lagi" in told
    assert standing(desk) == set()
    assert not AccountRestriction.objects.filter(lifted_at=None).exists()


def test_the_steward_lifts_it_on_its_page_which_asks_for_the_card(desk):
    chief, url = browser(desk.chief), desk.by_card.get_absolute_url()
    assert "hanya setelah melihat kartu identitasnya" in chief.get(url).content.decode()
    chief.post(f"{url}cabut/", {"because": "Kartunya dilihat"})
    assert standing(desk) == set()
