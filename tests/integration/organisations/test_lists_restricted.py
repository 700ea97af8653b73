"""A list of staff leaves whoever had their data restricted as they are, and says so."""

from datetime import timedelta

import pytest
from tests.integration.organisations.test_lists import (
    AT,
    BUDI,
    BY,
    CICI,
    DAY,
    PEOPLE_CSV,
    UNITS_CSV,
    looked,
    people,
    person,
    postings,
    quiet,
    refused,
    taken,
)

from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.services import CannotImport, take_over
from dampak.organisations.models import Restriction, RestrictionKind, Unit
from dampak.organisations.services.restricting import lift_from_person, restrict_person

CLOSING = "kode,nama,induk,berlaku_sampai,pengganti\nDINSOS,Dinas Sosial,KAB,2026-02-28,DINKES\n"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def restrict(number: str) -> Restriction:
    kind = RestrictionKind.RESTRICTION
    return restrict_person(person(number), kind, until=None, by="wali", at=AT)


def test_a_row_of_somebody_restricted_is_refused_in_words_and_the_rest_comes_in():
    taken(UNITS_CSV, PEOPLE_CSV)
    restrict(CICI)
    came = taken(PEOPLE_CSV.replace("Cici Contoh", "Cici Lain").replace("Budi Misal", "Budi Lain"))
    (row,) = refused(came)
    assert "data steward" in row["reason_en"]
    assert CICI not in row["value"]
    assert (person(CICI).name, person(BUDI).name) == ("Cici Contoh", "Budi Lain")


def test_a_complete_list_does_not_end_the_service_of_somebody_restricted():
    taken(UNITS_CSV, PEOPLE_CSV)
    restrict(CICI)
    came = taken("\n".join(PEOPLE_CSV.splitlines()[:-1]) + "\n", complete=True)
    assert came.counts["leaving"] == 0
    assert postings(CICI)[0][4] is None


def test_restricted_people_are_no_fault_of_a_list():
    taken(UNITS_CSV, PEOPLE_CSV)
    restrict(CICI)
    came = looked(people(f"{CICI},Cici Lain,DINSOS,,,,,,,,"))
    assert (came.counts["faulty_people"], came.told) == (0, [])


def test_a_preview_made_before_the_restriction_is_not_taken_over():
    taken(UNITS_CSV, PEOPLE_CSV)
    came = looked(PEOPLE_CSV.replace("Cici Contoh", "Cici Lain"))
    restrict(CICI)
    with pytest.raises(CannotImport):
        take_over(came, tell=quiet, **BY)
    assert person(CICI).name == "Cici Contoh"


@pytest.mark.parametrize("n_restricted", [1, 2])
def test_a_list_that_closes_the_unit_of_somebody_restricted_says_who_has_to_act_first(
    n_restricted,
):
    taken(UNITS_CSV, PEOPLE_CSV.replace(f"{BUDI},Budi Misal,PKM-1", f"{BUDI},Budi Misal,DINSOS"))
    for number in (CICI, BUDI)[:n_restricted]:
        restrict(number)
    all_away = PEOPLE_CSV.replace("PKM-1", "DINKES").replace("DINSOS", "DINKES")
    came = looked(CLOSING, all_away.replace("Aktif,,,", "Aktif,,2026-03-01,"))
    with pytest.raises(CannotImport):
        take_over(came, tell=quiet, **BY)
    (told,) = StaffImport.objects.get(pk=came.pk).told
    assert f"{n_restricted} orang" in told["id"]
    assert "wali data" in told["id"]
    assert "data steward" in told["en"]
    assert not any(name in f"{told}" for name in ("Cici", "Budi", CICI, BUDI))
    assert Unit.objects.get(code="DINSOS").ended_on is None


def test_after_the_restriction_is_lifted_the_same_list_is_taken():
    taken(UNITS_CSV, PEOPLE_CSV)
    lift_from_person(restrict(CICI), because="dicabut", by="wali", at=AT)
    row = f"{CICI},Cici Contoh,DINKES,Arsiparis,pelaksana,II/c,SMA,Aktif,,2026-03-01,"
    taken(CLOSING, people(row))
    assert Unit.objects.get(code="DINSOS").ended_on == DAY - timedelta(days=1)
