"""What names a person never reaches the warehouse, read file by file after a delivery."""

import csv
import io
from datetime import date

import duckdb
import pytest
from tests.integration.conftest import AT, office

from dampak.intake.services import accept_delivery
from dampak.organisations.exports import PEOPLE_COLUMNS, people_rows
from dampak.organisations.models import Employment, Person
from dampak.organisations.services import NewUnit, Place, enter_person, open_unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MARKS = ("Xylofon", "marwoto@", "0812-7777-4242", "198501012010011901", "198501********1901")


def people_of_the_ledger() -> str:
    unit = open_unit(NewUnit(code="K1", name="Kecamatan 1"), by="test", at=AT)
    place = Place(unit=unit, position="Arsiparis", employment=Employment.PNS)
    person = enter_person(
        name="Marwoto Xylofon", nip="198501012010011901", place=place, on=date(2024, 1, 1),
        by="test", at=AT, email="marwoto@xylofon.example",
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(phone="0812-7777-4242")
    out = io.StringIO()
    csv.writer(out).writerows([PEOPLE_COLUMNS, *people_rows()])
    return out.getvalue()


def everything_in(folder) -> str:
    said = []
    for file in folder.rglob("*"):
        if file.suffix == ".parquet":
            said += [str(row) for row in duckdb.read_parquet(str(file)).fetchall()]
        elif file.is_file():
            said.append(file.read_bytes().decode("utf-8", "replace"))
        said.append(file.name)
    return "\n".join(said)


def test_no_file_of_the_warehouse_names_anybody_but_their_key_is_there(home, hand_in):
    delivery = hand_in(office(people__csv=people_of_the_ledger()))
    accept_delivery(delivery, by="sri", at=AT)
    said = everything_in(home / "warehouse")
    assert "Arsiparis" in said, "the people did arrive, and the search does read them"
    assert [mark for mark in MARKS if mark.lower() in said.lower()] == []
