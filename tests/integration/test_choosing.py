"""A person is searched for and picked: on the page of a request, and for an account."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from tests.integration.privacy.conftest import AT, account

from dampak.accounts.choosing.candidates import MOST
from dampak.accounts.models import Role
from dampak.audit.models import Entry
from dampak.organisations.models import Employment, Person, RestrictionKind
from dampak.organisations.services import NewUnit, Place, enter_person, open_unit
from dampak.organisations.services.restricting import restrict_person
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask_as_stranger

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NUMBER = "198501012010011901"


def nip(n: int) -> str:
    return f"19850101201001{1 + n % 2}{100 + n:03d}"


def enter(unit, n: int, name: str) -> Person:
    place = Place(unit=unit, position="Petugas Loket", employment=Employment.PNS, rank="III/a")
    return enter_person(name=name, nip=nip(n), place=place, on=date(2024, 1, 1), by="test", at=AT)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(db) -> SimpleNamespace:
    """Wati serves at the counter of one agency, another Wati in the agency beside it."""
    here = open_unit(NewUnit(code="DINAS", name="Dinas Kependudukan"), by="test", at=AT)
    below = open_unit(NewUnit(code="LOKET", name="Loket", parent=here), by="test", at=AT)
    there = open_unit(NewUnit(code="LAIN", name="Dinas Lain"), by="test", at=AT)
    place = Place(unit=below, position="Petugas Loket", employment=Employment.PNS, rank="III/a")
    wati = enter_person(
        name="Wati Markah", nip=NUMBER, place=place, on=date(2024, 1, 1), by="test", at=AT
    )
    return SimpleNamespace(
        here=here, below=below, there=there, wati=wati,
        other=enter(there, 1, "Wati Xylofon"),
        ratna=account("ratna", Role.STEWARD, here),
        chief=account("chief", Role.ADMINISTRATOR),
    )  # fmt: skip


@pytest.fixture
def asked(office) -> PrivacyRequest:
    """What a Wati without an account asks; the steward of her agency may see it."""
    made = ask_as_stranger(
        Asked.CORRECTION, called="Wati", reach="wati@example.com", words="", nonce="s1",
        language="id", at=timezone.now(),
    )  # fmt: skip
    PrivacyRequest.objects.filter(pk=made.pk).update(unit=office.here)
    return made


def send(user, asked, **told):
    return browser(user).post(f"/privasi/permintaan/{asked.pk}/identitas/", told)


def search(user, asked, wanted):
    return send(user, asked, wanted=wanted, **{"cari-orang": "1"}).content.decode()


@pytest.mark.parametrize("wanted", ["wati", "Wati M", NUMBER, "19850101 201001 1 901"])
def test_the_steward_finds_a_person_by_the_name_or_the_whole_number(office, asked, wanted):
    page = search(office.ratna, asked, wanted)
    assert re.search(rf'<input[^>]*type="radio"[^>]*value="{office.wati.public_id}"', page)
    assert "198501********1901" in page
    assert "Petugas Loket · Loket" in page
    asked.refresh_from_db()
    assert asked.identified_at is None  # to search is not to decide


def test_the_page_itself_never_tells_the_number_that_it_found(office, asked):
    assert NUMBER not in search(office.ratna, asked, "Wati")


def test_the_steward_of_one_agency_finds_nobody_of_another(office, asked):
    page = search(office.ratna, asked, "Wati")
    assert "Xylofon" not in page
    assert "Xylofon" in search(office.chief, asked, "Wati")
    refused = send(office.ratna, asked, wanted="", picked=office.other.public_id)
    assert refused.status_code == 422
    asked.refresh_from_db()
    assert (asked.identified_at, asked.person) == (None, None)


def test_who_is_picked_is_the_person_of_the_request_and_a_second_click_changes_nothing(
    office, asked
):
    for _ in range(2):
        done = send(office.ratna, asked, wanted="Wati", picked=office.wati.public_id)
        assert done["Location"] == f"/privasi/permintaan/{asked.pk}/"
    asked.refresh_from_db()
    assert (asked.person, asked.identified_by, asked.unit) == (office.wati, "ratna", office.below)
    assert Entry.objects.filter(deed="privacy.identified").count() == 1


def test_who_searched_and_picked_nobody_has_decided_nothing(office, asked):
    forgot = send(office.ratna, asked, wanted="Wati")
    assert forgot.status_code == 422
    assert "Belum ada yang dipilih" in forgot.content.decode()
    asked.refresh_from_db()
    assert asked.identified_at is None


@pytest.mark.parametrize(
    "told", [{}, {"wanted": "wati"}, {"wanted": "siti", "shown-for": "wati", "picked": "-"}]
)
def test_enter_decides_over_nobody_and_not_over_new_words(office, asked, told):
    send(office.ratna, asked, **told, enter="1")
    asked.refresh_from_db()
    assert asked.identified_at is None


def test_enter_on_the_person_picked_decides(office, asked):
    words = {"wanted": "wati", "shown-for": "wati"}
    send(office.ratna, asked, **words, picked=office.wati.public_id, enter="1")
    asked.refresh_from_db()
    assert asked.person == office.wati


@pytest.mark.parametrize("told", [{"wanted": ""}, {"wanted": "Wati", "picked": "-"}])
def test_somebody_without_a_record_is_identified_and_answered_as_before(office, asked, told):
    assert send(office.ratna, asked, **told).status_code == 302
    asked.refresh_from_db()
    assert asked.identified_by == "ratna"
    assert asked.person is None
    answer(asked, Outcome.GRANTED, words="Sudah", by=office.ratna, at=timezone.now())
    asked.refresh_from_db()
    assert asked.outcome == Outcome.GRANTED


def test_a_record_is_chosen_afterwards_too_but_then_it_has_to_be_one(office, asked):
    send(office.ratna, asked, wanted="")
    page = search(office.ratna, asked, "Wati")
    assert 'value="-"' not in page
    assert send(office.ratna, asked, wanted="", picked="-").status_code == 422
    assert send(office.ratna, asked, wanted="").status_code == 422
    send(office.ratna, asked, wanted="Wati", picked=office.wati.public_id)
    asked.refresh_from_db()
    assert asked.person == office.wati


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Zulkifli", "namanya berawal demikian. Tulis awal nama seperti tercatat"),
        ("198501012010011902", "Cocokkan angka demi angka"),
        ("1985010120100119", "NIP terdiri atas 18 angka"),
        ("", "Tulis awal sebuah nama, atau NIP lengkap."),
    ],
)
def test_a_search_without_anybody_says_what_to_do(office, asked, wanted, said):
    assert said in search(office.ratna, asked, wanted)


def test_too_many_are_not_all_shown_and_the_page_says_how_to_find_fewer(office, asked):
    for n in range(MOST + 1):
        enter(office.below, 10 + n, f"Sari {n:02d}")
    page = search(office.ratna, asked, "sari")
    assert page.count('name="picked"') == MOST + 1  # and the line that it is nobody of these
    assert f"Lebih dari {MOST} pegawai" in page


def test_a_restricted_person_is_marked_and_their_request_answered_all_the_same(office, asked):
    restrict_person(office.wati, RestrictionKind.RESTRICTION, until=None, by="test", at=AT)
    page = search(office.ratna, asked, "Wati")
    assert "Data dibatasi" in page
    assert "Permintaannya tetap dijawab" in page
    send(office.ratna, asked, wanted="Wati", picked=office.wati.public_id)
    asked.refresh_from_db()
    assert asked.person == office.wati


def test_a_record_under_the_address_is_offered_before_any_search(office, asked):
    Person.objects.filter(pk=office.wati.pk).update(email="wati@example.com")
    page = browser(office.ratna).get(f"/privasi/permintaan/{asked.pk}/").content.decode()
    assert f'value="{office.wati.public_id}"' in page
    assert "Alamat yang diberikan tercantum" in page
    assert send(office.ratna, asked, wanted="").status_code == 422  # neither it nor nobody


def test_names_and_numbers_stand_in_no_address_and_no_log(office, asked, log):
    page = search(office.ratna, asked, NUMBER)
    search(office.ratna, asked, "Wati Markah")
    assert "privacy:identify" in log.getvalue()  # what was told beside the words is read too
    assert NUMBER not in log.getvalue()
    assert "Markah" not in log.getvalue()
    assert not re.search(r'(href|action)="[^"]*(Markah|19850101)', page)
    # The page opened anew, as when the language is changed: nothing is searched by its address.
    anew = browser(office.ratna).get(f"/privasi/permintaan/{asked.pk}/identitas/?wanted=Wati")
    assert anew.status_code == 200
    assert "Markah" not in anew.content.decode()
