"""Rows that are counted again come to what is served; where they do not, it is said in words."""

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from tests.pieces import AT, promised, request, terms

from dampak.cli.check import check
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import WEEK_ONLY
from dampak.language.saying import say
from dampak.warehouse.store import Store, build
from dampak.warehouse.tallies.auditing import CannotRecount, audited
from dampak.warehouse.tallies.counting import CountingByTallies

LISTED = promised("units", [{"code": code, "name": "Loket"} for code in ("D01", "D02", "D03")])
JANUARY = promised(
    "service_requests",
    [
        request(1, unit_code="D02", service="ktp", closed_on=date(2026, 1, 9), status="closed"),
        request(2, unit_code="D02", service="izin", is_digital=True),
        request(3, unit_code="D01", closed_on=date(2026, 2, 4), status="closed", is_digital=False),
    ],
)
ANSWERS = promised(
    "satisfaction",
    [{"response_id": "S1", "unit_code": "D02", "answered_on": date(2026, 1, 4), "waktu": 3}],
)
CORRECTED = promised(
    "service_requests",
    [
        request(2, unit_code="D02", closed_on=date(2026, 1, 21), status="closed"),
        request(9, month=2, unit_code="D03", service="akta", is_digital=True),
    ],
    name="february.parquet",
)


class Forgetful(CountingByTallies):
    """Counts all rows but the first."""

    def tallied(self, table, rows):
        return super().tallied(table, rows.slice(1))


def built(folder, *lots, kind=CountingByTallies):
    counting = kind(CATALOGUE.values(), units=("D01", "D02", "D03"), calendar=WEEK_ONLY)
    promises = [each for lot in lots for each in lot]
    return build(Store(folder), promises, terms(counting=counting), at=AT, by="sri")


def told(snapshot):
    return [say(each, "en") for each in audited(snapshot, CATALOGUE.values()).differences]


def test_what_was_built_is_what_its_rows_come_to_also_after_a_correction(tmp_path):
    built(tmp_path, LISTED, JANUARY, ANSWERS)
    snapshot = built(tmp_path, CORRECTED)

    audit = audited(snapshot, CATALOGUE.values())

    # three requests and an answer; one request is replaced by its correction, one is new
    assert (audit.parts, audit.rows, audit.differences) == (4, 5, ())


def test_a_tally_that_is_not_that_of_the_rows_is_named(tmp_path):
    snapshot = built(tmp_path, LISTED, JANUARY, ANSWERS)
    one, other = snapshot.parts
    wrong = replace(snapshot, parts=(replace(one, tally=other.tally), other))

    assert told(wrong) == [
        "service_requests of 2026-01, part 1: its tally is not what its rows come to."
    ]


def test_what_is_taken_away_for_dead_rows_is_counted_again_too(tmp_path):
    built(tmp_path, LISTED, JANUARY, ANSWERS)
    snapshot = built(tmp_path, CORRECTED)
    [changed] = [part for part in snapshot.parts if part.dead]
    forgotten = replace(changed, dead_tally=changed.tally)
    parts = [forgotten if part == changed else part for part in snapshot.parts]

    [difference] = told(replace(snapshot, parts=tuple(parts)))

    assert difference.startswith(
        f"service_requests of 2026-01, part {changed.number}: what is taken away for rows"
    )


def with_requests(folder, *requests):
    return built(folder, LISTED, promised("service_requests", requests), ANSWERS)


def test_a_number_of_the_cube_that_is_not_that_of_the_rows_is_told_with_its_place(tmp_path):
    digital = with_requests(tmp_path / "one", request(1, unit_code="D02", is_digital=True))
    by_hand = with_requests(tmp_path / "other", request(1, unit_code="D02", is_digital=False))

    # D02 has one request of known channel: it came digitally in the cube and did not in the rows;
    # so has everybody together, and the share differs as its numerator does
    place = "The first of them is of D02 in 2026-01: 1.0 in the cube, 0.0 from the rows."
    assert told(replace(by_hand, cube=digital.cube)) == [
        f"digital-share.{name}: 2 numbers of the cube are not what the rows come to. {place}"
        for name in ("numerator", "value")
    ]


def test_a_cube_of_other_months_is_not_compared_number_by_number(tmp_path):
    january = with_requests(tmp_path / "one", request(1, unit_code="D02"))
    february = with_requests(tmp_path / "other", request(1, month=2, unit_code="D02"))

    [difference] = told(replace(february, cube=january.cube))

    assert difference.startswith("The cube has other units, months or indicators than the rows")


def test_what_was_counted_by_other_definitions_or_not_at_all_cannot_be_compared(tmp_path):
    snapshot = built(tmp_path, LISTED, JANUARY)

    with pytest.raises(CannotRecount, match="counted by other definitions"):
        audited(snapshot, [CATALOGUE["digital-share"]])
    with pytest.raises(CannotRecount, match="nothing to compare"):
        audited(replace(snapshot, cube=None), CATALOGUE.values())


def checked(home, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    return CliRunner().invoke(check, ["--recount"])


def test_a_home_that_tells_what_its_rows_come_to_passes_the_check(tmp_path, monkeypatch):
    built(tmp_path / "warehouse", LISTED, JANUARY, ANSWERS)

    found = checked(tmp_path, monkeypatch)

    assert found.exit_code == 0, found.output
    assert "4 rows in 2 parts were counted again: all tallies and the whole cube" in found.output


def test_a_home_that_forgot_rows_does_not_pass(tmp_path, monkeypatch):
    built(tmp_path / "warehouse", LISTED, JANUARY, ANSWERS, kind=Forgetful)

    found = checked(tmp_path, monkeypatch)

    assert found.exit_code == 1
    assert "service_requests of 2026-01, part 1: its tally" in found.output
    assert "Do not publish these numbers" in found.output


def test_where_nothing_is_served_there_is_nothing_to_recount(tmp_path, monkeypatch):
    Store(tmp_path / "warehouse")

    assert checked(tmp_path, monkeypatch).exit_code == 0
