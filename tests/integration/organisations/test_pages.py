"""The pages of units and people, as Sri, who manages, and as those who may not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.integration.organisations.conftest import nip

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MOVE = {"below": "DINSOS", "on": "2026-02-01"}


@pytest.fixture
def sri(browser_of: Callable[[str], Any], tree: dict[str, Any]) -> Any:
    """Sri's browser; she manages training in the whole regency."""
    return browser_of("sri")


@pytest.fixture
def clara(tree: dict[str, Any], db: None) -> Any:
    """Clara manages training at the social office, and nowhere else."""
    from django.test import Client
    from tests.integration.organisations.conftest import AT

    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account

    user, _ = open_account(
        "clara-dinsos",
        password="loket prima 9",
        role=Role.TRAINING_MANAGER,
        unit=tree["DINSOS"],
        by="test",
        at=AT,
    )
    client = Client()
    client.force_login(user)
    return client


def test_the_tree_opens_one_unit_at_a_time_without_script(sri):
    assert b"Dinas Kesehatan" not in sri.get("/unit/?buka=").content
    opened = sri.get("/unit/?buka=DINKES").content.decode()
    assert "Dinas Kesehatan" in opened
    assert "Puskesmas Melati" in opened


def test_a_top_that_stands_alone_is_open_at_the_first_look_and_can_be_closed(sri):
    first = sri.get("/unit/").content.decode()
    assert "Dinas Kesehatan" in first
    assert "Puskesmas Melati" not in first
    assert 'href="?buka=#' in first


def test_a_unit_shows_who_is_there_and_below(sri, tree, enter):
    enter(1, tree["PKM-1"], name="Sri Wahyuni")
    page = sri.get("/unit/DINKES/").content.decode()
    assert "Sri Wahyuni" in page
    assert nip(1) not in page
    assert f"{nip(1)[:6]}********{nip(1)[-4:]}" in page


def test_people_come_page_by_page_without_a_name_in_the_address(sri, tree, enter):
    for number in range(60):
        enter(number, tree["PKM-1"])
    first = sri.get("/unit/KAB/").content.decode()
    after = first.split("setelah=")[1].split("#")[0].split('"')[0]
    second = sri.get(f"/unit/KAB/?setelah={after}").content.decode()
    assert "Pegawai 049" in first
    assert "Pegawai 050" not in first
    assert "Pegawai 050" in second
    assert "Pegawai 049" not in second
    assert "Pegawai" not in after


def test_a_move_is_shown_before_it_is_made(sri, tree, enter):
    enter(1, tree["PKM-1"])
    shown = sri.post("/unit/PKM-1/ubah/pindah/", MOVE).content.decode()
    tree["PKM-1"].refresh_from_db()
    assert tree["PKM-1"].parent == tree["DINKES"]
    assert "Dinas Sosial (DINSOS)" in shown
    sri.post("/unit/PKM-1/ubah/pindah/", MOVE | {"sah": "1"})
    tree["PKM-1"].refresh_from_db()
    assert tree["PKM-1"].parent == tree["DINSOS"]


def test_a_second_click_changes_nothing_and_says_so(sri, tree):
    sri.post("/unit/PKM-1/ubah/pindah/", MOVE | {"sah": "1"})
    again = sri.post("/unit/PKM-1/ubah/pindah/", MOVE | {"sah": "1"})
    assert again.status_code == 200
    assert 'role="alert"' in again.content.decode()
    assert tree["PKM-1"].spells.count() == 2


def test_every_deed_can_be_done_on_the_screen(sri, tree, enter):
    from dampak.organisations.models import Unit

    person = enter(1, tree["PKM-2"])
    new = {"code": "PKM-3", "name": "Puskesmas Mawar", "parent": "DINKES", "on": "2026-01-01"}
    assert sri.post("/unit/baru/", new).status_code == 302
    deeds: dict[str, dict[str, Any]] = {
        "PKM-3/ubah/nama": {"name": "Puskesmas Mawar Indah", "kind": "puskesmas"},
        "PKM-1/ubah/gabung": {"into": "PKM-3"},
        "PKM-2/ubah/pecah": {
            "first_code": "PKM-4", "first_name": "Timur", "second_code": "PKM-5",
            "second_name": "Barat", "second_percent": "40", "people_to_second": person.public_id,
        },
        "PKM-4/ubah/tutup": {},
        "DINSOS/ubah/kode": {"code": "DINSOSP3A", "name": "Dinas Sosial"},
    }  # fmt: skip
    for day, (address, given) in enumerate(deeds.items(), start=10):
        data = given | {"on": f"2026-02-{day}", "sah": "1"}
        answer = sri.post(f"/unit/{address}/", data)
        assert answer.status_code == 302, answer.content.decode()
    assert set(Unit.objects.standing().values_list("code", flat=True)) == {
        *("KAB", "DINKES", "PKM-3", "PKM-5", "DINSOSP3A"),
    }
    assert person.postings.get(valid_to=None).unit.code == "PKM-5"
    assert "40%" in sri.get("/unit/PKM-2/").content.decode()


def test_somebody_is_entered_transferred_renumbered_and_retires(sri, tree):
    from dampak.organisations.models import Person

    who = {
        "name": "Budi Santoso", "nip": nip(7), "position": "Arsiparis", "employment": "PPPK",
        "position_kind": "functional", "rank": "IX", "on": "2025-01-01",
    }  # fmt: skip
    assert sri.post("/pegawai/baru/?unit=PKM-1", who).status_code == 302
    budi = Person.objects.get()
    page = f"/pegawai/{budi.public_id}/"
    there = who | {"position": "Verifikator", "on": "2026-01-01"}
    assert sri.post(f"{page}mutasi/?unit=DINSOS", there).status_code == 302
    assert sri.post(f"{page}nip/", {"nip": nip(8), "on": "2026-02-01"}).status_code == 302
    shown = sri.get(page).content.decode()
    assert "Arsiparis" in shown
    assert "Verifikator" in shown
    for number in (7, 8):
        assert "Budi Santoso" in sri.post("/pegawai/", {"wanted": nip(number)}).content.decode()
    left = sri.post(f"{page}berhenti/", {"status": "retired", "on": "2026-02-10"})
    assert left.status_code == 302
    budi.refresh_from_db()
    assert (budi.unit_path, budi.status) == ("", "retired")


def test_a_wrong_number_is_told_at_its_form(sri, tree):
    who = {
        "name": "Budi", "nip": "198013322005011901", "position": "Arsiparis", "employment": "PNS",
        "position_kind": "general", "on": "2025-01-01",
    }  # fmt: skip
    answer = sri.post("/pegawai/baru/?unit=PKM-1", who)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_people_are_found_by_the_beginning_of_their_name(sri, tree, enter):
    for number, name in enumerate(["Budi Santoso", "BUDIMAN", "Abudi", "Cahya"]):
        enter(number, tree["PKM-1"], name=name)
    found = sri.post("/pegawai/", {"wanted": "budi"}).content.decode()
    assert "Budi Santoso" in found
    assert "BUDIMAN" in found
    assert "Abudi" not in found


def test_clara_sees_her_own_office_and_no_other_exists(clara, tree, enter):
    own, other = enter(1, tree["DINSOS"], name="Citra"), enter(2, tree["PKM-1"], name="Citra Dua")
    assert clara.get(f"/pegawai/{own.public_id}/").status_code == 200
    assert clara.get("/unit/DINSOS/").status_code == 200
    for address in (
        *(f"/pegawai/{other.public_id}/{deed}" for deed in ("", "mutasi/", "nip/", "berhenti/")),
        *("/unit/PKM-1/", "/unit/DINKES/", "/unit/KAB/", "/unit/PKM-1/rekap/"),
        *("/unit/PKM-1/rekap/csv/", "/unit/PKM-1/ubah/nama/"),
    ):
        assert clara.get(address).status_code == 404, address
        assert clara.post(address, {}).status_code in {404, 405}, address
    found = clara.post("/pegawai/", {"wanted": "citra"}).content.decode()
    assert "Citra" in found
    assert "Citra Dua" not in found
    assert "Citra Dua" not in clara.post("/pegawai/", {"wanted": nip(2)}).content.decode()
    assert "Dinas Kesehatan" not in clara.get("/unit/").content.decode()


def test_clara_cannot_take_over_a_unit_or_person_of_others(clara, tree, enter):
    own = enter(1, tree["DINSOS"])
    away = {"into": "PKM-1", "below": "PKM-1", "on": "2026-02-01", "sah": "1"}
    for deed in ("gabung", "pindah"):
        assert clara.post(f"/unit/DINSOS/ubah/{deed}/", away).status_code == 200
    top = {"below": "", "on": "2026-02-01", "sah": "1"}
    assert clara.post("/unit/DINSOS/ubah/pindah/", top).status_code == 200
    clara.get(f"/pegawai/{own.public_id}/mutasi/?unit=PKM-1")
    clara.post("/unit/baru/", {"code": "X", "name": "X"})
    clara.post("/unit/baru/", {"code": "Y", "name": "Y", "parent": "DINKES"})
    tree["DINSOS"].refresh_from_db()
    assert (tree["DINSOS"].parent, tree["DINSOS"].ended_on) == (tree["KAB"], None)
    assert not type(tree["KAB"]).objects.filter(code__in=["X", "Y"]).exists()


def test_the_staff_of_a_day_is_the_same_file_after_a_reorganisation(sri, tree, enter):
    from tests.integration.organisations.conftest import BY

    from dampak.organisations.services import merge_units

    for number in range(20):
        enter(number, tree["PKM-1" if number % 3 else "PKM-2"], rank="III/a")
    addresses = [f"/unit/DINKES/rekap/{kind}/?pada=2025-06-30" for kind in ("csv", "xlsx")]
    before = [sri.get(address).content for address in addresses]
    merge_units([tree["PKM-1"]], into=tree["PKM-2"], on=date(2026, 1, 1), **BY)
    assert [sri.get(address).content for address in addresses] == before
    assert b"PKM-1" in before[0]
    now = sri.get("/unit/DINKES/rekap/csv/?pada=2026-01-01").content
    assert b"PKM-1" not in now


def test_a_name_in_a_file_starts_no_formula(sri, tree, enter):
    from tests.integration.organisations.conftest import BY

    from dampak.organisations.services import rename_unit

    enter(1, tree["PKM-1"])
    rename_unit(tree["PKM-1"], name="=cmd|' /C calc'!A0", on=date(2025, 1, 1), **BY)
    line = sri.get("/unit/PKM-1/rekap/csv/").content.decode()
    assert ",'=cmd" in line
