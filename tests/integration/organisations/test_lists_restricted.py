"""A list of staff leaves whoever had their data restricted as they are, and says so."""

import pytest
from tests.integration.organisations.test_lists import (
    AT,
    BUDI,
    BY,
    CICI,
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

from dampak.organisations.importing.services import CannotImport, take_over
from dampak.organisations.models import Restriction, RestrictionKind
from dampak.organisations.services.restricting import restrict_person

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
