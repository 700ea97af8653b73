"""What the search for a person shows and says, and that words changed afterwards tie nobody."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.choosing.candidates import MOST
from dampak.accounts.managing.tying import tie_to_record
from dampak.accounts.models import Role, User
from dampak.organisations.models import Employment, Person
from dampak.organisations.services import NewUnit, Place, enter_person, open_unit
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.services.asking import ask_as_stranger

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def enter(unit, n: int, name: str) -> Person:
    place = Place(unit=unit, position="Petugas Loket", employment=Employment.PNS, rank="III/a")
    number = f"19850101201001{1 + n % 2}{100 + n:03d}"
    return enter_person(name=name, nip=number, place=place, on=date(2024, 1, 1), by="test", at=AT)


@pytest.fixture
def office(db) -> SimpleNamespace:
    """Dewi administers the agency in which Budi serves; the chief, everything."""
    unit = open_unit(NewUnit(code="DINAS", name="Dinas Kependudukan"), by="test", at=AT)
    return SimpleNamespace(
        unit=unit,
        record=enter(unit, 1, "Budi Markah"),
        budi=account("budi", Role.CIVIL_SERVANT, unit),
        dewi=account("dewi", Role.ADMINISTRATOR, unit),
        chief=account("chief", Role.ADMINISTRATOR),
    )


def send(office, by: User, **told):
    client = Client()
    client.force_login(by)
    return client.post(f"/pengguna/{office.budi.pk}/pegawai/", told)


def search(office, by: User, wanted: str) -> str:
    return send(office, by, wanted=wanted, **{"cari-orang": "1"}).content.decode()


def test_those_who_were_erased_are_not_among_the_people_found(office):
    for n in range(MOST + 1):
        erased = enter(office.unit, 10 + n, "(dihapus)")
        Person.objects.filter(pk=erased.pk).update(nip_masked="")
    page = search(office, office.dewi, "(dih")
    assert "Lebih dari" not in page
    assert "namanya berawal demikian. Tulis awal nama seperti tercatat" in page


@pytest.mark.parametrize("wanted", ["Zulkifli", "198501012010011902"])
def test_who_looks_after_everything_is_sent_to_nobody_else(office, wanted):
    assert "di unit Anda yang" in search(office, office.dewi, wanted)
    page = search(office, office.chief, wanted)
    assert "Tidak ada pegawai tercatat yang" in page
    assert "di unit Anda yang" not in page


@pytest.mark.parametrize("changed", ["O'Neil", ""])
def test_words_changed_after_the_search_tie_nobody_who_was_found_before(office, changed):
    told = {"shown-for": "Budi", "picked": office.record.public_id}
    assert send(office, office.dewi, wanted=changed, **told).status_code != 302
    assert not User.objects.filter(person=office.record).exists()
    assert send(office, office.dewi, wanted=" Budi", **told).status_code == 302


@pytest.mark.parametrize("picked", ["x\0", "x" * 17, "-"])
def test_a_pick_that_is_none_is_answered_with_what_to_do(office, picked):
    page = send(office, office.dewi, wanted="", picked=picked)
    assert page.status_code == 422
    assert "Cari sekali lagi" in page.content.decode()


@pytest.mark.parametrize("wanted", ["Bu\0di", "\0Budi Markah"])
def test_a_sign_that_no_ledger_takes_is_dropped_from_the_words(office, wanted):
    assert office.record.public_id in search(office, office.dewi, wanted)


def test_words_longer_than_any_search_find_nobody_and_are_answered_as_usual(office):
    assert "namanya berawal demikian" in search(office, office.dewi, "a" * 500)


def test_how_many_were_found_is_told_and_no_name_turns_its_number_round(office):
    enter(office.unit, 2, "Budi \u05d0\u05d1")
    page = search(office, office.dewi, "budi")
    assert re.search(r'role="status">Ada 2 pegawai yang dapat dipilih', page)
    assert "<bdi>Budi \u05d0\u05d1</bdi>" in page


def test_whose_account_a_person_has_is_told_to_who_ties_and_not_to_the_steward(office):
    tie_to_record(office.budi, office.record, by=office.chief, at=AT)
    second = account("budi2", Role.CIVIL_SERVANT, office.unit)
    found = {"wanted": "budi", "cari-orang": "1"}
    dewi, ratna = Client(), Client()
    dewi.force_login(office.dewi)
    ratna.force_login(account("ratna", Role.STEWARD, office.unit))
    page = dewi.post(f"/pengguna/{second.pk}/pegawai/", found).content.decode()
    assert "sudah punya akun budi" in page
    asked = ask_as_stranger(
        Asked.CORRECTION, called="Wati", reach="w@example.com", words="", nonce="s1",
        language="id", at=now(),
    )  # fmt: skip
    PrivacyRequest.objects.filter(pk=asked.pk).update(unit=office.unit)
    page = ratna.post(f"/privasi/permintaan/{asked.pk}/identitas/", found).content.decode()
    assert office.record.public_id in page
    assert "sudah punya akun" not in page
