"""Nobody makes the unit of another agency theirs by taking its code, and with it its numbers."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT, office, upload

from dampak.accounts.access import Scope
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.models import Token
from dampak.intake.previewing import preview_for
from dampak.intake.services import accept_delivery, receive_delivery
from dampak.jobs.running import run_ready
from dampak.listening.access import surveys_within
from dampak.listening.selectors import units
from dampak.listening.services import open_survey
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.previewing import refused_rows_at
from dampak.organisations.models import Unit
from dampak.organisations.selectors.served import codes_inside
from dampak.organisations.services import (
    NewUnit,
    Part,
    merge_units,
    move_unit,
    open_unit,
    recode_unit,
    split_unit,
)
from dampak.warehouse.roster import UnitOnRoll

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NIP = "198501012010011901"
DAY = date(2024, 1, 1)
WEST = "BARAT,Dinas Barat,,2020-01-01"
COUNTER = "BARAT-1,Loket Barat,BARAT,2020-01-01"
EAST = "TIMUR,Dinas Timur,,2020-01-01"
EASTERN = "TIMUR-1,Loket Timur,TIMUR,2020-01-01"
LISTED = "kode_unit,nama_unit,kode_unit_induk\n"
SAID = "sudah dipakai dalam daftar unit yang sedang berlaku"


def serve(*lines):
    """The small office, whose units K1 to K6 the tree does not know, and these units."""
    files = office(units__csv=bad_files.units(*lines))
    accept_delivery(receive_delivery(files, by="sri", at=AT), by="sri", at=AT)


def opened(code, below=None):
    return open_unit(NewUnit(code=code, name=code, parent=below), by="t", at=now())


def account(name, unit):
    told = {"password": "loket prima 9", "role": Role.TRAINING_MANAGER, "unit": unit}
    return open_account(name, **told, by="t", at=AT)[0]


@pytest.fixture
def west(served):
    serve(WEST, COUNTER, EAST, EASTERN)
    return opened("BARAT")


@pytest.fixture
def ani(west):
    return account("ani", west)


@pytest.fixture
def page(ani):
    client = Client()
    client.force_login(ani)
    return client


def post_to(page, code="K2", **more):
    told = {"code": code, "name": "Loket", "parent": "BARAT", **more}
    return page.post(reverse("organisations:new-unit"), told)


def reorganise(page, deed, unit="BARAT-1", **told):
    address = reverse("organisations:reorganise", args=[unit, deed])
    return page.post(address, {"on": DAY.isoformat(), "sah": "1", **told})


def hand_in_list(page, *rows):
    """A list of staff, read and then, if it may be, taken over."""
    file = upload("unit.csv", LISTED + "".join(f"{row}\n" for row in rows))
    data = {"upload": [file], "listed_on": now().date().isoformat()}
    assert page.post(reverse("staff-lists:new"), data).status_code == 302
    run_ready(clock=now)
    came = StaffImport.objects.latest("pk")
    take(page, came)
    return came


def take(page, came):
    page.post(f"{came.get_absolute_url()}terima/")
    run_ready(clock=now)
    came.refresh_from_db()


def rows_kept(west, *files):
    delivery = receive_delivery([upload(*each) for each in files], by="ani", at=AT, units=[west])
    return preview_for(delivery, everything=False)["rows_kept"]


def told_of_k2(ani, west):
    """What she can read of K2: its numbers, who serves there, and whether its code is in use."""
    posted = f"nip,kode_unit,jabatan,berlaku_sejak\n{NIP},K2,Analis,2020-01-01\n"
    serve_with = [*office(units__csv=bad_files.units(WEST)), upload("people.csv", posted)]
    accept_delivery(receive_delivery(serve_with, by="sri", at=AT), by="sri", at=AT)
    trained = f"kode_unit,nip,nama_program,angkatan,tanggal_mulai\n,{NIP},Loket,1,2024-02-01\n"
    answered = "response_id,unit_code,service,answered_on,persyaratan\n1,K2,KTP,2024-01-05,3\n"
    caller = caller_of(ani, name=f"S{Token.objects.count()}")
    readings = caller.get("/indicators/median-completion-time/readings")
    return (
        {each["unit_code"] for each in readings.json()["items"]},
        rows_kept(west, ("training.csv", trained)),
        rows_kept(west, ("skm.csv", answered)),
    )


def by_page(page):
    post_to(page)


def by_another_code(page):
    reorganise(page, "kode", code="K2", name="Loket")


def by_dividing(page):
    told = {"first_code": "B1", "first_name": "B1", "second_code": "K2", "second_name": "K2"}
    reorganise(page, "pecah", **told)


def by_a_list_of_staff(page):
    hand_in_list(page, "K2,Loket,BARAT")


@pytest.mark.parametrize("take_k2", [by_page, by_another_code, by_dividing, by_a_list_of_staff])
def test_the_code_of_others_brings_neither_their_numbers_nor_their_people(west, ani, page, take_k2):
    opened("BARAT-1", west)
    before = told_of_k2(ani, west)
    take_k2(page)
    assert told_of_k2(ani, west) == before == (set(), 0, 0)
    assert not Unit.objects.filter(code="K2").exists()


@pytest.mark.parametrize("code", ["K2", "TIMUR", "TIMUR-1"])
def test_it_is_said_beside_the_code_and_whom_to_ask(west, page, code):
    form = post_to(page, code).context["form"]
    assert SAID in form.errors["code"][0]
    assert "hubungi pengelola daftar lengkapnya" in form.errors["code"][0]
    opened("BARAT-1", west)
    assert SAID in reorganise(page, "kode", code=code, name="x").context["form"].errors["code"][0]
    told = {"first_code": "B1", "first_name": "B1", "second_code": code, "second_name": "x"}
    assert SAID in reorganise(page, "pecah", **told).context["form"].errors["second_code"][0]


def test_in_a_list_the_row_is_refused_and_what_hangs_below_it(west, page):
    came = hand_in_list(page, "K2,Loket,BARAT", "X,Meja,K2", "BARAT-1,Loket Barat,BARAT")
    assert came.state == ImportState.ACCEPTED
    assert sorted(Unit.objects.values_list("code", flat=True)) == ["BARAT", "BARAT-1"]
    text = refused_rows_at(came).read_text(encoding="utf-8-sig")
    assert SAID in next(line for line in text.splitlines() if ",K2," in line)


def test_a_code_that_the_list_got_since_the_preview_is_refused_in_a_new_one(west, page):
    file = upload("unit.csv", f"{LISTED}BARU,Loket,BARAT\nBARAT-1,Loket Barat,BARAT\n")
    page.post(reverse("staff-lists:new"), {"upload": [file], "listed_on": now().date()})
    run_ready(clock=now)
    came = StaffImport.objects.latest("pk")
    serve(WEST, COUNTER, EAST, "BARU,Loket Baru,TIMUR,2020-01-01")
    take(page, came)
    assert came.state == ImportState.WAITING
    take(page, came)
    assert came.state == ImportState.ACCEPTED
    assert not Unit.objects.filter(code="BARU").exists()
    assert Unit.objects.filter(code="BARAT-1").exists()


def test_what_the_list_has_below_a_unit_of_hers_she_opens_herself(west, page):
    assert post_to(page, "BARAT-1").status_code == 302
    assert post_to(page, "NOWHERE").status_code == 302


def test_also_what_stands_there_below_the_code_that_her_unit_had_before(west):
    new = recode_unit(west, code="BARAT2", name="Dinas Barat", on=DAY, by="t", at=now())
    page = Client()
    page.force_login(account("budi", new))
    assert post_to(page, "BARAT-1", parent="BARAT2", on=DAY).status_code == 302
    assert "code" in post_to(page, "TIMUR-1", parent="BARAT2", on=DAY).context["form"].errors


def test_who_changes_the_whole_tree_gives_every_code(west, browser_of):
    sri = browser_of("sri")
    assert post_to(sri).status_code == 302
    assert hand_in_list(sri, "K3,Kecamatan 3,").state == ImportState.ACCEPTED
    assert Unit.objects.filter(code="K3").exists()


def told_of(unit):
    """The codes whose numbers and people are known to who works for a unit."""
    unit.refresh_from_db()
    return codes_inside([unit.path])


def test_a_code_that_was_taken_before_the_list_had_it_brings_nothing_either(west, ani, page):
    east = opened("TIMUR")
    for code, below in (("K7", "BARAT"), ("K7-1", "K7")):
        assert post_to(page, code, parent=below).status_code == 302
    serve(WEST, EAST, "K7,Loket,TIMUR,2020-01-01", "K7-1,Meja,K7,2020-01-01")
    assert told_of(west) == {"BARAT"}
    assert told_of(east) == {"TIMUR"}
    rows = "response_id,unit_code,service,answered_on,persyaratan\n1,K7-1,KTP,2024-01-05,3\n"
    assert rows_kept(west, ("skm.csv", rows)) == 0


def test_nor_the_surveys_of_citizens_there_and_none_is_opened_in_its_name(west, ani, page):
    opened("TIMUR")
    assert post_to(page, "K7").status_code == 302
    serve(WEST, EAST, "K7,Loket,TIMUR,2020-01-01")
    survey = open_survey(
        UnitOnRoll(code="K7", name="Loket", parent_code="TIMUR"), service="KTP", words="",
        opens_on=DAY, closes_on=DAY, by="t", at=now(),
    )  # fmt: skip
    scope = Scope(paths=(west.path,))
    assert not surveys_within(scope).exists()
    assert [unit.code for unit in units(scope)] == ["BARAT"]
    assert page.get(survey.get_absolute_url()).status_code == 404


def test_a_unit_that_moved_is_known_to_its_new_agency_once_the_list_has_it_there(west):
    east, counter = opened("TIMUR"), opened("BARAT-1", west)
    move_unit(counter, below=east, on=DAY, by="t", at=now())
    assert told_of(east) == {"TIMUR"}
    serve(WEST, EAST, "BARAT-1,Loket Barat,TIMUR,2020-01-01")
    assert told_of(east) == {"TIMUR", "BARAT-1"}


def test_an_agency_keeps_its_own_units_wherever_the_list_has_the_agency_itself(west):
    counter = opened("BARAT-1", west)
    serve("BARAT,Dinas Barat,TIMUR,2020-01-01", COUNTER, EAST)
    opened("TIMUR")
    assert told_of(west) == {"BARAT", "BARAT-1"}
    assert told_of(counter) == {"BARAT-1"}


def test_a_list_without_levels_or_with_one_unit_above_all_takes_nothing_away(west):
    nation = opened("PUSAT")
    counter = opened("BARAT-1", west)
    move_unit(west, below=nation, on=DAY, by="t", at=now())
    for above in ("", "PUSAT"):
        units = [f"{code},{code},{above},2020-01-01" for code in ("BARAT", "BARAT-1")]
        serve(*units, "PUSAT,Pusat,,2020-01-01")
        assert told_of(west) == {"BARAT", "BARAT-1"}
    counter.refresh_from_db()
    assert counter.path.startswith(west.path)


def test_units_of_one_that_passed_whole_into_ones_own_are_ones_own_at_once(west):
    """The list still has the counter below BARAT, and BARAT below an agency of others."""
    serve("BARAT,Dinas Barat,LAMA,2020-01-01", COUNTER, EAST, "LAMA,Lama,,2020-01-01")
    opened("LAMA")
    east = opened("TIMUR")
    opened("BARAT-1", west)
    merge_units([west], into=east, on=DAY, by="t", at=now())
    assert told_of(east) == {"TIMUR", "BARAT-1"}


def test_units_of_one_that_was_divided_wait_for_the_list(west):
    counter = opened("BARAT-1", west)
    parts = [Part(unit=NewUnit(code=code, name=code)) for code in ("B1", "B2")]
    first, _ = split_unit(west, into=parts, on=DAY, by="t", at=now())
    counter.refresh_from_db()
    assert counter.path.startswith(first.path)
    assert told_of(first) == {"B1"}
    serve(EAST, "B1,B1,,2024-01-01", "B2,B2,,2024-01-01", "BARAT-1,Loket,B1,2024-01-01")
    assert told_of(first) == {"B1", "BARAT-1"}
