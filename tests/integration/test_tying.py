"""Whose account it is: tied to a record of staff, and what follows for who signs in with it."""

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate, now
from tests.integration.api_callers import caller_of
from tests.integration.privacy.conftest import AT, PASSWORD, account

from dampak.accounts.managing.delegating import delegate_role
from dampak.accounts.managing.giving import close_account
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import Role, User
from dampak.accounts.restricting import restriction_behind
from dampak.accounts.services import open_account
from dampak.audit.models import Entry
from dampak.messaging.models import Message, State, Way
from dampak.messaging.notices import TRIAL
from dampak.messaging.recipients import recipient_of
from dampak.messaging.selectors import has_declined, n_unread
from dampak.messaging.services import send
from dampak.organisations.models import Employment, Person, RestrictionKind, Status
from dampak.organisations.services import (
    NewUnit,
    Place,
    end_posting,
    enter_person,
    open_unit,
    post_person,
)
from dampak.organisations.services.restricting import restrict_person
from dampak.privacy.models import Asked, Outcome
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask
from dampak.privacy.services.erasing import erase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TODAY = date(2026, 3, 2)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def person(unit, name: str, n: int) -> Person:
    place = Place(unit=unit, position="Petugas Loket", employment=Employment.PNS, rank="III/a")
    return enter_person(
        name=name, nip=f"198501012010011{n}", place=place, on=date(2024, 1, 1), by="test", at=AT
    )


@pytest.fixture
def office(db) -> SimpleNamespace:
    """Dewi administers the west; Budi serves there, Clara in the east; Budi has an account."""
    west = open_unit(NewUnit(code="BARAT", name="Dinas Barat"), by="test", at=AT)
    below = open_unit(NewUnit(code="LOKET", name="Loket", parent=west), by="test", at=AT)
    east = open_unit(NewUnit(code="TIMUR", name="Dinas Timur"), by="test", at=AT)
    return SimpleNamespace(
        west=west, below=below, east=east,
        record=person(below, "Budi Markah", 901), other=person(below, "Budi Lain", 903),
        far=person(east, "Clara Markah", 905),
        budi=account("budi", Role.CIVIL_SERVANT, below),
        dewi=account("dewi", Role.ADMINISTRATOR, west),
        chief=account("chief", Role.ADMINISTRATOR),
    )  # fmt: skip


def tied(office, user=None, record=None, by=None) -> User:
    user = user or office.budi
    tie_to_record(user, record or office.record, by=by or office.dewi, at=AT)
    return User.objects.get(pk=user.pk)


def test_the_administrator_searches_and_chooses_and_the_page_shows_whose_account_it_is(office):
    dewi, url = browser(office.dewi), f"/pengguna/{office.budi.pk}/pegawai/"
    page = dewi.post(url, {"wanted": "budi m", "cari-orang": "1"}).content.decode()
    assert f'value="{office.record.public_id}"' in page
    for _ in range(2):
        done = dewi.post(url, {"wanted": "budi m", "picked": office.record.public_id})
        assert done["Location"] == f"/pengguna/{office.budi.pk}/"
    shown = dewi.get(f"/pengguna/{office.budi.pk}/").content.decode()
    assert "Budi Markah" in shown
    assert "198501********1901" in shown
    assert Entry.objects.filter(deed="account.tied", by="dewi").count() == 1


def test_an_administrator_finds_and_ties_nobody_outside_their_own_subtree(office):
    dewi, url = browser(office.dewi), f"/pengguna/{office.budi.pk}/pegawai/"
    assert (
        "Clara Markah"
        not in dewi.post(url, {"wanted": "clara", "cari-orang": "1"}).content.decode()
    )
    assert dewi.post(url, {"wanted": "", "picked": office.far.public_id}).status_code == 422
    with pytest.raises(CannotChangeRights):
        tied(office, record=office.far)
    assert tied(office, record=office.far, by=office.chief).person == office.far


def test_a_record_of_elsewhere_is_not_named_to_who_looks_after_the_account(office):
    tied(office, record=office.far, by=office.chief)
    dewi = browser(office.dewi)
    page = dewi.get(f"/pengguna/{office.budi.pk}/").content.decode()
    assert "Clara" not in page
    assert "mintalah administrator unit di atasnya" in page
    url = f"/pengguna/{office.budi.pk}/pegawai/lepas/"
    assert dewi.get(url).status_code == 404
    for guess in (office.far, office.other):  # nor does a guess tell whose account it is
        told = {"record": guess.public_id, "because": "wrong-person"}
        assert dewi.post(url, told).status_code == 404
    with pytest.raises(CannotChangeRights):
        untie_from_record(office.budi, office.far, because="x", by=office.dewi, at=AT)


def test_who_may_not_tie_or_untie_reads_on_the_account_whom_to_ask(office):
    edna = account("edna", Role.ADMINISTRATOR, office.east)
    agus = lent_to_agus(office, until=localdate() + timedelta(7), at=now())
    url = f"/pengguna/{office.budi.pk}/"
    assert f"{url}pegawai/" in browser(office.dewi).get(url).content.decode()
    lent = browser(agus).get(url).content.decode()
    assert "Hak Anda atas akun hanya pinjaman" in lent
    assert f"{url}pegawai/" not in lent
    tied(office)
    moved = Place(unit=office.east, position="Petugas", employment=Employment.PNS, rank="III/a")
    post_person(office.record, place=moved, on=date(2026, 3, 1), by="test", at=AT)
    there = browser(edna).get(url).content.decode()
    assert "Mintalah kepada administrator unit di atasnya" in there
    assert "/lepas/" not in there
    assert "/lepas/" in browser(office.chief).get(url).content.decode()


def test_nobody_ties_or_unties_their_own_account(office):
    with pytest.raises(CannotChangeRights, match="your own account"):
        tied(office, user=office.dewi, by=office.dewi)
    tied(office, user=office.dewi, by=office.chief)
    with pytest.raises(CannotChangeRights, match="your own account"):
        untie_from_record(office.dewi, office.record, because="x", by=office.dewi, at=AT)
    page = browser(office.dewi).get(f"/pengguna/{office.dewi.pk}/").content.decode()
    assert "Budi Markah" in page
    assert "/pegawai/lepas/" not in page


def test_a_record_of_another_account_is_refused_and_the_page_says_whose_it_is(office):
    tied(office)
    second = account("budi2", Role.CIVIL_SERVANT, office.below)
    dewi, url = browser(office.dewi), f"/pengguna/{second.pk}/pegawai/"
    found = dewi.post(url, {"wanted": "budi m", "cari-orang": "1"}).content.decode()
    assert "sudah punya akun budi" in found
    refused = dewi.post(url, {"wanted": "budi m", "picked": office.record.public_id})
    assert refused.status_code == 422
    assert "sudah terhubung dengan akun budi" in refused.content.decode()
    second.refresh_from_db()
    assert second.person is None


def test_the_ledger_itself_keeps_one_open_account_for_a_record(office):
    tied(office)
    second = account("budi2", Role.CIVIL_SERVANT, office.below)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=second.pk).update(person=office.record)


def test_who_comes_back_gets_a_new_account_and_the_closed_one_is_not_opened_beside_it(office):
    close_account(tied(office), by=office.dewi, at=AT)
    second = account("budi2", Role.CIVIL_SERVANT, office.below)
    tie_to_record(second, office.record, beside={office.budi.pk}, by=office.dewi, at=AT)
    assert User.objects.get(pk=second.pk).person == office.record
    with pytest.raises(ValidationError):
        open_account("budi", password=PASSWORD, role=Role.CIVIL_SERVANT, by="root", at=AT)


def test_a_closed_account_is_tied_to_nobody(office):
    close_account(office.budi, by=office.dewi, at=AT)
    with pytest.raises(CannotChangeRights, match="closed"):
        tied(office, by=office.chief)


def test_an_account_of_one_record_is_tied_to_another_only_once_it_is_untied(office):
    budi = tied(office)
    with pytest.raises(CannotChangeRights, match="another record"):
        tied(office, record=office.other)
    untie_from_record(budi, office.record, because="Salah orang", by=office.dewi, at=AT)
    assert tied(office, record=office.other).person == office.other


def with_a_role_elsewhere(office) -> User:
    both = account("dua", Role.CIVIL_SERVANT, office.below)
    both.assignments.create(
        role=Role.HEAD, unit=office.east, valid_from=TODAY, given_at=AT, given_by="test"
    )
    return both


def test_an_account_with_roles_elsewhere_is_not_tied_by_who_sees_only_some_of_them(office):
    with pytest.raises(CannotChangeRights, match="outside"):
        tied(office, user=with_a_role_elsewhere(office))


def lent_to_agus(office, *, until: date, at: datetime) -> User:
    agus = account("agus", Role.CIVIL_SERVANT, office.west)
    delegate_role(
        office.dewi.assignments.get(), to=agus, unit=office.west, until=until,
        by=office.dewi, at=at,
    )  # fmt: skip
    return User.objects.get(pk=agus.pk)


def test_a_right_that_was_only_lent_ties_nobody(office):
    agus = lent_to_agus(office, until=TODAY + timedelta(7), at=AT)
    with pytest.raises(CannotChangeRights, match="lent"):
        tied(office, by=agus)


def test_the_page_to_tie_bars_who_may_not_and_asks_for_no_name(office):
    agus = lent_to_agus(office, until=localdate() + timedelta(7), at=now())
    tied(office, user=office.dewi, by=office.chief)
    both = with_a_role_elsewhere(office)
    own, untie = (
        f"/pengguna/{office.dewi.pk}/pegawai/",
        f"/pengguna/{office.dewi.pk}/pegawai/lepas/",
    )
    for who, url, said in [
        (agus, f"/pengguna/{office.budi.pk}/pegawai/", "hanya pinjaman"),
        (office.dewi, f"/pengguna/{both.pk}/pegawai/", "di luar unit yang Anda urus"),
        (office.dewi, own, "akun Anda sendiri"),
        (office.dewi, untie, "akun Anda sendiri"),
        (office.chief, own, "sudah terhubung dengan data pegawai lain"),
    ]:
        page = browser(who).get(url)
        assert page.status_code == 422
        assert said in page.content.decode()
        assert 'name="wanted"' not in page.content.decode()
        assert 'name="because"' not in page.content.decode()


def test_who_ties_an_account_to_somebody_who_left_is_told_and_what_follows(office):
    url, sought = f"/pengguna/{office.budi.pk}/pegawai/", {"wanted": "budi", "cari-orang": "1"}
    chief = browser(office.chief)
    before = chief.post(url, sought).content.decode()
    assert "Tidak bertugas lagi" not in before
    assert "lebih baik tutup akunnya" not in before
    end_posting(office.record, status=Status.RETIRED, on=date(2026, 3, 1), by="test", at=AT)
    found = chief.post(url, sought).content.decode()
    assert found.count("Tidak bertugas lagi") == 1
    assert "Hari ini tidak memegang jabatan. Status: Pensiun." in found
    assert "lebih baik tutup akunnya" in found
    assert tied(office, by=office.chief).person == office.record
    shown = chief.get(f"/pengguna/{office.budi.pk}/").content.decode()
    assert "Orang ini tidak bertugas lagi (status: Pensiun)" in shown
    # What the warning says of who sees and unties it from then on.
    dewi = browser(office.dewi)
    assert (
        "di luar unit yang Anda urus" in dewi.get(f"/pengguna/{office.budi.pk}/").content.decode()
    )
    assert dewi.get(f"{url}lepas/").status_code == 404
    assert chief.get(f"{url}lepas/").status_code == 200


def test_a_record_that_was_erased_is_tied_to_nobody(office):
    end_posting(office.record, status=Status.RETIRED, on=date(2026, 3, 1), by="test", at=AT)
    erase(office.record, request=None, by="test", at=AT)
    with pytest.raises(CannotChangeRights, match="erased"):
        tied(office, by=office.chief)


def test_an_account_without_a_role_is_untied_only_by_who_still_looks_after_it(office):
    bare = User.objects.create(username="tanpa-peran")
    tied(office, user=bare, by=office.chief)
    told = {"record": office.record.public_id, "because": "wrong-person"}
    url = f"/pengguna/{bare.pk}/pegawai/lepas/"
    for page in (browser(office.dewi).get(url), browser(office.dewi).post(url, told)):
        assert page.status_code == 422
        assert "tidak mempunyai peran" in page.content.decode()
    assert browser(office.chief).post(url, told).status_code == 302
    bare.refresh_from_db()
    assert bare.person is None


def test_untying_asks_for_a_reason_and_a_second_click_unties_nothing_else(office):
    tied(office)
    dewi, url = browser(office.dewi), f"/pengguna/{office.budi.pk}/pegawai/lepas/"
    told = {"record": office.record.public_id, "because": ""}
    assert dewi.post(url, told).status_code == 422
    told["because"] = "wrong-person"
    assert dewi.post(url, told)["Location"] == f"/pengguna/{office.budi.pk}/"
    assert dewi.post(url, told)["Location"] == f"/pengguna/{office.budi.pk}/"
    tied(office, record=office.other)
    dewi.post(url, told)  # the page from before is sent once more
    assert User.objects.get(pk=office.budi.pk).person == office.other
    entry = Entry.objects.get(deed="account.untied")
    assert entry.details["because"] == "Salah memilih orang"


@pytest.mark.parametrize("because", ["wrong-person", "other"])
@pytest.mark.parametrize(
    "note",
    [
        "NIP 19850101 201001 1 901 salah",
        "Ini bukan budi markah",
        "NIK 3174010101850001",
        "Markah pindah",
        "tulis ke budi@example.go.id",
    ],
)
def test_the_reason_for_untying_names_nobody_in_the_book(office, because, note):
    tied(office)
    dewi, url = browser(office.dewi), f"/pengguna/{office.budi.pk}/pegawai/lepas/"
    told = {"record": office.record.public_id, "because": because, "note": note}
    refused = dewi.post(url, told)
    assert refused.status_code == 422
    assert "Di dalamnya ada nama, nomor, atau alamat seseorang" in refused.content.decode()
    assert not Entry.objects.filter(deed="account.untied").exists()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"because": "left"}, "Orangnya sudah berhenti"),
        ({"because": "shared", "note": "tidak dibaca"}, "Akun dipakai beberapa orang"),
        ({"because": "other", "note": "Akun percobaan"}, "Akun percobaan"),
        ({"because": "other", "note": " "}, None),
        ({"because": "Salah orang"}, None),
        ({"note": "Salah orang"}, None),
    ],
)
def test_the_reason_is_chosen_and_another_one_is_written(office, told, kept):
    tied(office)
    url = f"/pengguna/{office.budi.pk}/pegawai/lepas/"
    browser(office.dewi).post(url, {"record": office.record.public_id, **told})
    found = Entry.objects.filter(deed="account.untied")
    assert [each.details["because"] for each in found] == ([kept] if kept else [])


def test_my_data_show_the_record_and_nothing_of_it_once_untied(office):
    assert b"Budi Markah" not in browser(office.budi).get("/privasi/saya/").content
    budi = tied(office)
    page = browser(budi).get("/privasi/saya/").content.decode()
    assert "Budi Markah" in page
    assert "198501********1901" in page
    assert "Petugas Loket" in page
    untie_from_record(budi, office.record, because="Salah orang", by=office.dewi, at=AT)
    budi.refresh_from_db()
    for file in ("", "data.json", "data.csv"):
        assert b"Markah" not in browser(budi).get(f"/privasi/saya/{file}").content


def test_a_restriction_of_the_person_holds_for_the_account_and_its_letters(office):
    restrict_person(office.record, RestrictionKind.RESTRICTION, until=None, by="test", at=AT)
    assert restriction_behind(office.budi, on=TODAY) is None
    page = browser(office.dewi).post(
        f"/pengguna/{office.budi.pk}/pegawai/", {"wanted": "budi m", "cari-orang": "1"}
    )
    assert "berlaku juga untuk akun ini" in page.content.decode()
    budi = tied(office)
    assert restriction_behind(budi, on=TODAY) is not None
    (held, *_) = send(budi, TRIAL, {"link": "/"}, key="t", at=AT)
    assert held.state == State.WITHHELD
    assert "Data dibatasi sejak" in (
        browser(office.dewi).get(f"/pengguna/{budi.pk}/").content.decode()
    )


def test_what_was_restricted_of_the_account_alone_still_stands_once_it_is_tied(office):
    asked = ask(office.budi, Asked.RESTRICTION, words="x", nonce="n", language="id", at=now())
    answer(asked, Outcome.GRANTED, words="Ya", by=office.chief, at=now())
    assert restriction_behind(tied(office), on=TODAY) is not None


def test_messages_to_staff_come_to_the_inbox_and_those_from_before_stay(office):
    send(office.budi, TRIAL, {"link": "/"}, key="before", at=AT)
    budi = tied(office)
    send(office.record, TRIAL, {"link": "/"}, key="after", at=AT)
    assert n_unread(budi) == 3  # with the letter about the tie
    taken = json.loads(browser(budi).get("/privasi/saya/data.json").content)
    assert len(taken["messages"]) == Message.objects.count()


def test_untying_says_that_messages_of_the_record_leave_the_inbox_and_so_it_is(office):
    budi = tied(office)
    send(office.record, TRIAL, {"link": "/"}, key="staff", at=AT)
    [letter] = Message.objects.filter(key__startswith="staff", user=budi)
    page = browser(office.dewi).get(f"/pengguna/{budi.pk}/pegawai/lepas/").content.decode()
    assert "hilang dari kotak masuk akun ini" in page
    untie_from_record(budi, office.record, because="salah", by=office.dewi, at=AT)
    address = f"/kotak-masuk/{letter.pk}/"
    assert browser(office.budi).get(address).status_code == 404
    assert browser(tied(office)).get(address).status_code == 200  # as the page promises


def test_who_wanted_no_messages_outside_the_inbox_is_shown_so_and_takes_it_back(office):
    browser(office.budi).post("/kotak-masuk/pilihan/", {"keluar": "tidak"})
    budi = tied(office)
    assert has_declined(recipient_of(office.record).wish_keys(Way.EMAIL))
    browser(budi).post("/kotak-masuk/pilihan/", {"keluar": "ya"})
    assert not has_declined(recipient_of(office.record).wish_keys(Way.EMAIL))


def test_what_is_asked_after_the_tie_goes_to_the_steward_of_the_unit(office):
    steward = account("ratna", Role.STEWARD, office.west)
    budi = tied(office)
    asked = ask(budi, Asked.CORRECTION, words="x", nonce="n", language="id", at=now())
    assert (asked.person, asked.unit) == (office.record, office.below)
    assert browser(steward).get(asked.get_absolute_url()).status_code == 200


def test_the_administrator_of_the_persons_unit_sees_the_account_and_no_other_one_does(office):
    bare = User.objects.create(username="tanpa-peran")
    url = f"/pengguna/{bare.pk}/"
    assert browser(office.dewi).get(url).status_code == 404
    tied(office, user=bare, by=office.chief)
    assert browser(office.dewi).get(url).status_code == 200
    east = account("clara", Role.ADMINISTRATOR, office.east)
    assert browser(east).get(url).status_code == 404


def test_the_tie_opens_nothing_at_the_api(office):
    caller = caller_of(office.budi)
    paths = [f"/people/{office.record.public_id}", f"/people/{office.record.public_id}/postings"]
    before = [caller.get(path).status_code for path in paths]
    tied(office)
    assert [caller.get(path).status_code for path in paths] == before == [403, 403]
