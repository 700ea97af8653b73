"""The invented staff of a nation: its shares, its numbers, its planted faults."""

import csv
import json
from collections import Counter
from datetime import date

import numpy as np
import pytest

from dampak.organisations.nip import check_nip
from dampak.simulation.staff import persons
from dampak.simulation.staff.numbers import BORN, N_NUMBERS, STEP, nips
from dampak.simulation.staff.offices import build_offices
from dampak.simulation.staff.persons import Staff
from dampak.simulation.staff.writing import write_staff
from dampak.simulation.writing import CannotWriteWorld


def rows_of(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("staff") / "negara"
    write_staff(Staff(n_people=20_000, n_units=300, seed=5), folder)
    return folder


@pytest.fixture(scope="module")
def people(folder):
    return rows_of(folder / "pegawai.csv")


def test_two_people_never_have_the_same_number():
    person = np.arange(0, N_NUMBERS, 7)
    numbers = nips(person, seed=11, is_woman=person % 2, on_contract=person % 3 == 0)
    assert len(np.unique(numbers)) == len(person)
    assert np.gcd(STEP, N_NUMBERS) == 1
    assert len(BORN) * 500 == N_NUMBERS


def test_every_number_is_right_in_form_and_from_the_invented_sequences(people):
    for row in people[::37]:
        checked = check_nip(row["nip"], on=date(2026, 3, 1))
        assert not checked.faults
        assert not checked.warnings
        assert int(row["nip"][15:]) >= 900


def test_shares_are_those_of_the_civil_service(people):
    kinds = Counter(row["jenis_jabatan"] for row in people)
    women = sum(row["nip"][14] == "2" for row in people)
    permanent = sum(int(row["nip"][12:14]) <= 12 for row in people)
    bachelors = sum(row["pendidikan"] == "S1" for row in people)
    # Four standard errors of a share of 20,000 are at most 0.014.
    for found, expected in (
        (women, 0.562),
        (permanent, 0.644),
        (kinds["struktural"], 0.0569),
        (kinds["fungsional"], 0.6363),
        (bachelors, 0.6215),
    ):
        assert found / 20_000 == pytest.approx(expected, abs=0.014)


def test_units_hang_from_units_before_them_on_four_levels(folder):
    units = rows_of(folder / "unit_kerja.csv")
    seen = {""}
    for unit in units:
        assert unit["kode_unit_induk"] in seen
        seen.add(unit["kode_unit"])
    assert len(units) == 301
    assert set(build_offices(300, seed=5).level) == {0, 1, 2, 3}


def test_supervisors_are_people_of_the_list_and_nobody_is_their_own(people):
    numbers = {row["nip"] for row in people}
    above = [row["nip_atasan"] for row in people if row["nip_atasan"]]
    assert len(above) > 19_000
    assert set(above) <= numbers
    assert all(row["nip"] != row["nip_atasan"] for row in people)


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    again = tmp_path / "again"
    write_staff(Staff(n_people=20_000, n_units=300, seed=5), again)
    for name in ("unit_kerja.csv", "pegawai.csv", "truth.json"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_spoilt_rows_are_where_the_list_of_them_says(folder, tmp_path):
    spoilt = tmp_path / "spoilt"
    write_staff(Staff(n_people=20_000, n_units=300, seed=5), spoilt, faults=0.03)
    clean, dirty = ((f / "pegawai.csv").read_text().splitlines() for f in (folder, spoilt))
    listed = {int(row["baris"]) for row in rows_of(spoilt / "cacat.csv")}
    differing = {
        n for n, pair in enumerate(zip(clean, dirty, strict=True), 1) if pair[0] != pair[1]
    }
    truth = json.loads((spoilt / "truth.json").read_text())
    assert differing == listed
    assert len(listed) == truth["spoilt_people"] == 600


def test_more_people_than_a_sheet_has_rows_do_not_go_into_a_workbook(tmp_path):
    staff = Staff(n_people=1_048_576, n_units=10, seed=1)
    with pytest.raises(CannotWriteWorld):
        write_staff(staff, tmp_path / "x", as_workbook=True)


def test_a_folder_that_is_not_empty_is_left_alone(folder):
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(CannotWriteWorld):
        write_staff(Staff(n_people=10, n_units=2, seed=1), folder)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_page_is_the_same_alone_and_among_the_others():
    staff = Staff(n_people=persons.PAGE + 500, n_units=30, seed=2)
    last = list(staff.pages())[-1]
    assert last.equals(persons.page_of(staff, persons.PAGE))
    assert last.num_rows == 500
