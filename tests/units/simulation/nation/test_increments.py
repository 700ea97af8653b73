"""What comes after a nation's months: a day of new rows, and a correction of old ones."""

from collections import Counter

import pytest
from tests.plain_nation import rows_of

from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.increments import shares_of_a_day, write_correction, write_day
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation


@pytest.fixture(scope="module")
def nation():
    return build_nation(Scale(rows=150_000))


@pytest.fixture(scope="module")
def folder(nation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    write_nation(nation, folder)
    return folder


@pytest.fixture(scope="module")
def known(folder):
    return {row["request_id"]: row for row in rows_of(folder, "service_requests")}


@pytest.fixture(scope="module")
def day(nation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("day")
    write_day(nation, folder, number=1)
    return folder


def test_a_day_brings_four_new_rows_for_every_thousand_a_tenth_of_them_late(day, known):
    rows = rows_of(day, "service_requests")
    months = Counter((row["request_id"] // 10**10) % 100 for row in rows)

    assert not known.keys() & {row["request_id"] for row in rows}
    assert len(rows) == pytest.approx(600, rel=0.15)
    assert set(months) == {9, 10, 11, 12}
    assert months[12] / len(rows) == pytest.approx(0.9, abs=0.04)


def test_a_short_window_has_fewer_months_to_be_late_for():
    assert shares_of_a_day(1) == {0: pytest.approx(0.004)}
    assert sum(shares_of_a_day(2).values()) == pytest.approx(0.008)


def test_a_day_brings_complaints_answers_and_checks_too(day, folder):
    for table in ("complaints", "satisfaction", "accuracy_checks"):
        assert len(rows_of(day, table)) == pytest.approx(
            0.004 * len(rows_of(folder, table)), rel=0.5
        )


def test_another_day_brings_other_rows_and_the_same_day_the_same(nation, day, tmp_path):
    write_day(nation, tmp_path / "one", number=1)
    write_day(nation, tmp_path / "two", number=2)

    assert rows_of(tmp_path / "one", "complaints") == rows_of(day, "complaints")
    numbers = [
        {row["request_id"] for row in rows_of(each, "service_requests")}
        for each in (day, tmp_path / "two")
    ]
    assert not numbers[0] & numbers[1]


def test_an_agency_corrects_two_thousand_of_its_rows_and_nothing_but_the_day(
    nation, known, tmp_path
):
    agency, n = write_correction(nation, tmp_path)
    rows = rows_of(tmp_path, "service_requests")

    assert n == len(rows) == len({row["request_id"] for row in rows}) == 2_000
    assert {row["unit_code"].partition("-")[0] for row in rows} == {agency}
    for row in rows:
        before = known[row["request_id"]]
        assert row["received_at"] <= row["closed_at"] < before["closed_at"]
        assert row == before | {"closed_at": row["closed_at"]}
