"""Who hands in for one agency reads of his own rows only, whatever stays from other units."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT, upload
from tests.integration.test_surveys import answer

from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.models import Token
from dampak.intake.models import Delivery
from dampak.intake.previewing import rejects_at
from dampak.intake.receipts import refused_rows_at
from dampak.intake.selectors import store
from dampak.intake.services import accept_delivery
from dampak.intake.tasks import ask_to_accept
from dampak.jobs.running import run_ready
from dampak.listening import collecting
from dampak.listening.collecting import FILE, NAME, collect_responses
from dampak.organisations.services import NewUnit, open_unit
from dampak.warehouse.kept_rejects import rejects_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]
N_REQUESTS = 3 * 6 * 12
ROWS_OF_OTHERS = f"{N_REQUESTS} rows"  # the bare count may be the number of a delivery as well
UNITS = "kode_unit,nama_unit,kode_unit_induk,berlaku_sejak\nBARAT,Dinas Barat,,2020-01-01\n"
OWN = "response_id,unit_code,service,answered_on,persyaratan\n1,BARAT,KTP,2024-01-05,3\n"
WRONG = "2,K9,KTP,2024-01-05,3\n"


@pytest.fixture
def collected(survey):
    """Five citizens answered the office K1, and their answers are being served."""
    for nonce in "bcdfg":
        answer(survey, nonce)
    collect_responses(by="sri", at=AT)


@pytest.fixture
def ani(collected):
    west = open_unit(NewUnit(code="BARAT", name="Dinas Barat", parent=None), by="t", at=now())
    return open_account(
        "ani", password="loket prima 9", role=Role.TRAINING_MANAGER, by="t", at=AT, unit=west
    )[0]


def system_of(user):
    return caller_of(user, name=f"SIMPEG {Token.objects.count()}")


def handed_in(ani, name="skm.csv", content=OWN):
    """Her list of units lacks K1 to K6, so all that stays of them would be refused."""
    files = [upload("units.csv", UNITS), upload(name, content)]
    return system_of(ani).hand_in(files).json()["number"]


def refused_of(user, number):
    return system_of(user).get(f"/deliveries/{number}/refused-rows?limit=200").json()["items"]


def page_of(user, address):
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_rows_that_stay_from_other_units_are_not_among_the_refused_ones_of_the_api(ani):
    number = handed_in(ani, content=OWN + WRONG)
    rows = refused_of(ani, number)
    assert {(each["file"], each["row"]) for each in rows} == {("skm.csv", 3)}
    told = system_of(ani).get(f"/deliveries/{number}/receipt").json()
    assert told["rows_set_aside"] == 1


def test_they_are_not_in_the_file_and_not_on_the_page_either(ani):
    number = handed_in(ani, content=OWN + WRONG)
    delivery = Delivery.objects.get(pk=number)
    file = b"".join(page_of(ani, f"{delivery.get_absolute_url()}ditolak.csv").streaming_content)
    rows = list(csv.DictReader(file.decode("utf-8-sig").splitlines()))
    assert {(each["file"], each["row"]) for each in rows} == {("skm.csv", "3")}
    assert FILE not in page_of(ani, delivery.get_absolute_url()).content.decode()


def test_a_file_that_is_called_as_the_answers_of_citizens_are_brings_none_of_them(ani):
    number = handed_in(ani, FILE, OWN + WRONG)  # whatever it is called, it is read by its bytes
    assert [each["row"] for each in refused_of(ani, number)] == [3]


@pytest.mark.parametrize("name", [FILE, NAME, f"~/{NAME}", "skm.csv"])
def test_every_refused_row_of_its_own_files_stands_in_a_receipt_whatever_they_are_called(ani, name):
    delivery, told = accepted_without_k1(ani, name)
    assert told["files"][2]["name"] == Path(name).name
    table = next(each for each in told["tables"] if each["table"] == "satisfaction")
    assert (table["file"], table["rows_set_aside"]) == (Path(name).name, 1)
    rows = [
        row
        for row in rejects_in(refused_rows_at(delivery, everything=True))
        if row.table == "satisfaction"
    ]
    assert [(row.file, row.row_number) for row in rows] == [(Path(name).name, 243)]
    shown = refused_of(ani, delivery.pk)
    assert [each["row"] for each in shown if each["table"] == "satisfaction"] == [243]
    assert refused_in_all(delivery) == {Path(name).name: 1, NAME: 5}


def test_a_receipt_leaves_out_what_it_cannot_tell_from_the_answers_of_citizens(
    survey, ani, monkeypatch
):
    """As those stand in a snapshot of an earlier version, which gave them a name of files."""
    monkeypatch.setattr(collecting, "NAME", FILE)
    answer(survey, "h")
    collect_responses(by="sri", at=AT)
    delivery, _told = accepted_without_k1(ani, FILE)
    rows = [
        row
        for row in rejects_in(refused_rows_at(delivery, everything=True))
        if row.table == "satisfaction"
    ]
    assert rows == []
    assert refused_in_all(delivery)[FILE] == 6 + 1


def refused_in_all(delivery):
    """The rows of satisfaction that its snapshot refused, by file: five citizens answered K1."""
    snapshot = store().snapshot(delivery.snapshot_number)
    return Counter(row.file for row in snapshot.rejected() if row.table == "satisfaction")


def accepted_without_k1(ani, name):
    """A delivery by which the answers of citizens about K1 lose their unit, and the receipt."""
    without_k1 = [
        "".join(line for line in text.splitlines(keepends=True) if "K1," not in line)
        for text in (bad_files.units("BARAT,Dinas Barat,,2020-01-01"), bad_files.requests())
    ]
    many = OWN + "".join(f"{n},BARAT,KTP,2024-01-05,3\n" for n in range(10, 250)) + WRONG
    files = [upload("units.csv", without_k1[0]), upload("service_requests.csv", without_k1[1])]
    files.append(upload(name, many))
    number = system_of(ani).hand_in(files).json()["number"]
    delivery = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    return delivery, system_of(ani).get(f"/deliveries/{number}/receipt").json()


@pytest.mark.parametrize("part", ["receipt", "preview"])
def test_how_many_rows_others_have_is_told_to_nobody_who_imports_for_some_units(ani, people, part):
    number = handed_in(ani)
    told, of_all = (
        json.dumps(system_of(each).get(f"/deliveries/{number}/{part}").json())
        for each in (ani, people["sri"])
    )
    assert f"{ROWS_OF_OTHERS} of the table service_requests" in of_all
    assert ROWS_OF_OTHERS not in told
    address = Delivery.objects.get(pk=number).get_absolute_url()
    page, page_of_all = (page_of(each, address).content.decode() for each in (ani, people["sri"]))
    assert f"{N_REQUESTS} baris" in page_of_all
    assert f"{N_REQUESTS} baris" not in page
    assert "Yang diperiksa hanya baris ini dan unit Anda sendiri" in page


def test_the_last_word_of_the_job_is_told_to_those_only_who_may_know_its_counts(ani, people):
    number = handed_in(ani)
    ask_to_accept(Delivery.objects.get(pk=number), by="sri", at=AT)
    run_ready(clock=now)
    address = f"/deliveries/{number}/receipt"
    of_all, told = (system_of(each).get(address).json() for each in (people["sri"], ani))
    assert ROWS_OF_OTHERS in of_all["told"]["en"]
    assert of_all["state"] == "failed"
    assert (told["state"], told["told"], told["faults"]) == ("waiting", None, [])
    assert ROWS_OF_OTHERS not in json.dumps(told)


def test_what_programs_read_is_what_people_download(ani):
    delivery = Delivery.objects.get(pk=handed_in(ani, content=OWN + WRONG))
    assert {row.file for row in rejects_in(rejects_at(delivery, everything=False))} == {"skm.csv"}
