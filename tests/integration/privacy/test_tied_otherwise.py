"""An account was tied to the wrong record, or to the right one late: whose data a request means."""

from types import SimpleNamespace

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import AccountRestriction, Role, User
from dampak.audit.models import Entry
from dampak.organisations.models import Employment, Person, Restriction, Status
from dampak.organisations.services import Place, end_posting, enter_person
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.services.answering import answer, identify
from dampak.privacy.services.asking import ask
from dampak.privacy.services.erasing import erase
from dampak.privacy.services.erasing_accounts import erase_without_record
from dampak.privacy.services.refusals import CannotAnswer, CannotErase

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def desk(office: SimpleNamespace) -> SimpleNamespace:
    """Sari signs in at Budi's office; Budi's own account is untied for the tie to be free."""
    untie_from_record(office.budi, office.person, because="x", by=office.chief, at=AT)
    place = Place(unit=office.below, position="Petugas", employment=Employment.PNS, rank="III/a")
    office.sari_record = enter_person(
        name="Sari Dewi", nip="198501012010011903", place=place, on=office.person.postings.get()
        .valid_from, by="test", at=AT,
    )  # fmt: skip
    office.sari = account("sari", Role.CIVIL_SERVANT, office.below)
    return office


def asked_by(user: User, asked: Asked) -> PrivacyRequest:
    user = User.objects.get(pk=user.pk)
    return ask(user, asked, words="x", nonce=f"{user}-{asked}", language="id", at=AT)


def tie(desk, record: Person) -> None:
    tie_to_record(desk.sari, record, by=desk.chief, at=AT)


def untie(desk, record: Person) -> None:
    untie_from_record(desk.sari, record, because="Salah orang", by=desk.chief, at=AT)


def asked_while_tied_to_budi(desk, asked: Asked) -> PrivacyRequest:
    tie(desk, desk.person)
    request = asked_by(desk.sari, asked)
    untie(desk, desk.person)
    return PrivacyRequest.objects.get(pk=request.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_data_of_a_record_are_not_shown_by_a_tie_that_was_taken_back(desk):
    request = asked_while_tied_to_budi(desk, Asked.ACCESS)
    ratna, url = browser(desk.ratna), request.get_absolute_url()
    page = ratna.get(url).content.decode()
    assert "tidak berlaku lagi" in page
    assert f"{url}data/" not in page
    assert "Budi Markah" not in page
    for path in ("data/", "data.csv", "data.json"):
        told = ratna.get(url + path, follow=True)
        assert told.redirect_chain[-1][0] == url
        assert "Budi Markah" not in told.content.decode()
    assert not Entry.objects.filter(deed="privacy.exported").exists()


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY])
def test_nothing_is_granted_on_a_record_that_the_account_does_not_belong_to(desk, outcome):
    request = asked_while_tied_to_budi(desk, Asked.RESTRICTION)
    with pytest.raises(CannotAnswer, match="does not count"):
        answer(request, outcome, words="Ya", by=desk.ratna, at=AT)
    assert not Restriction.objects.exists()
    answer(request, Outcome.REFUSED, words="Bukan datanya", by=desk.ratna, at=AT)


def test_nobody_is_deleted_by_what_somebody_else_asked(desk):
    request = asked_while_tied_to_budi(desk, Asked.DELETION)
    end_posting(desk.person, status=Status.RETIRED, on=AT.date(), by="test", at=AT)
    with pytest.raises(CannotErase, match="does not count"):
        erase(desk.person, request=request, closing={desk.sari.pk}, by="ratna", at=AT)
    url = f"{request.get_absolute_url()}hapus/"
    page = browser(desk.ratna).get(url, follow=True).content.decode()
    assert "tidak berlaku lagi" in page
    assert User.objects.get(pk=desk.sari.pk).is_active


def test_the_steward_names_the_right_record_and_then_it_is_answered(desk):
    request = asked_while_tied_to_budi(desk, Asked.RESTRICTION)
    url = f"{request.get_absolute_url()}identitas/"
    told = {"wanted": "Sari", "picked": desk.sari_record.public_id}
    assert browser(desk.ratna).post(url, told).status_code == 302
    request.refresh_from_db()
    assert (request.person, request.identified_by) == (desk.sari_record, "ratna")
    answer(request, Outcome.GRANTED, words="Ya", by=desk.ratna, at=AT)
    assert Restriction.objects.get().person == desk.sari_record


def test_the_steward_says_that_there_is_no_record_and_the_account_alone_is_restricted(desk):
    request = asked_while_tied_to_budi(desk, Asked.RESTRICTION)
    url = f"{request.get_absolute_url()}identitas/"
    assert browser(desk.ratna).post(url, {"wanted": "", "picked": "-"}).status_code == 302
    request.refresh_from_db()
    assert request.person is None
    answer(request, Outcome.GRANTED, words="Ya", by=desk.ratna, at=AT)
    assert AccountRestriction.objects.get().user == desk.sari
    assert not Restriction.objects.exists()


def test_what_another_account_asked_is_not_among_the_data_of_the_person(desk):
    asked_while_tied_to_budi(desk, Asked.ACCESS)
    tie_to_record(desk.budi, desk.person, by=desk.chief, at=AT)
    mine = asked_by(desk.budi, Asked.ACCESS)
    told = browser(User.objects.get(pk=desk.budi.pk)).get("/privasi/saya/data.json").json()
    assert [each["number"] for each in told["requests"]] == [mine.pk]


def test_what_was_asked_before_the_tie_waits_until_the_record_is_chosen(desk):
    request = asked_by(desk.sari, Asked.RESTRICTION)
    tie(desk, desk.sari_record)
    page = browser(desk.chief).get(request.get_absolute_url()).content.decode()
    assert desk.sari_record.public_id in page
    assert "dihubungkan dengan data pegawai" in page
    with pytest.raises(CannotAnswer, match="tied to a record"):
        answer(request, Outcome.GRANTED, words="Ya", by=desk.chief, at=AT)
    identify(request, person=desk.sari_record, by=desk.chief, at=AT)
    answer(request, Outcome.GRANTED, words="Ya", by=desk.chief, at=AT)
    assert Restriction.objects.get().person == desk.sari_record


def test_an_account_is_not_deleted_as_if_it_had_no_record(desk):
    request = asked_by(desk.sari, Asked.DELETION)
    tie(desk, desk.sari_record)
    with pytest.raises(CannotErase, match="tied to a record"):
        erase_without_record(request, closing={desk.sari.pk}, words="Ya", by="chief", at=AT)


@pytest.mark.parametrize("is_somebody", [True, False])
def test_no_other_record_is_named_than_that_of_the_account(desk, is_somebody):
    request = asked_by(desk.sari, Asked.ACCESS)
    tie(desk, desk.sari_record)
    other = desk.person if is_somebody else None
    with pytest.raises(CannotAnswer, match="another record"):
        identify(request, person=other, by=desk.chief, at=AT)
    request.refresh_from_db()
    assert request.person is None


def test_a_second_steward_who_names_another_record_is_told_that_the_first_one_stands(desk):
    request = asked_by(desk.sari, Asked.ACCESS)
    identify(request, person=desk.sari_record, by=desk.chief, at=AT)
    identify(request, person=desk.sari_record, by=desk.ratna, at=AT)
    with pytest.raises(CannotAnswer, match="already names"):
        identify(request, person=desk.person, by=desk.ratna, at=AT)
    request.refresh_from_db()
    assert (request.person, request.identified_by) == (desk.sari_record, desk.chief.username)
