"""The invented nation through landing, conforming and counting: its files against its truth."""

import csv
import json
from datetime import UTC, datetime

import pytest
from tests.plain_nation import counted_by_hand, rows_of

from dampak.indicators.catalogue import CATALOGUE
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.tables import MONTHLY
from dampak.simulation.nation.writing import write_nation
from dampak.warehouse.landing import land_pack
from dampak.warehouse.readings import readings
from dampak.warehouse.store import build_snapshot
from dampak.warehouse.training_starts import training_starts

AT = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    write_nation(build_nation(Scale(rows=20_000)), folder)
    return folder


@pytest.fixture(scope="module")
def truth(nation):
    return json.loads((nation / "truth.json").read_text())


@pytest.fixture(scope="module")
def snapshot(nation, tmp_path_factory):
    """The same rows as an office of today would hand them over: one CSV a table."""
    pack = tmp_path_factory.mktemp("pack")
    (pack / "units.csv").write_bytes((nation / "units.csv").read_bytes())
    for table in MONTHLY:
        rows = rows_of(nation, table)
        with (pack / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    return build_snapshot(land_pack(pack), pack / "home", at=AT, by="Sri")


@pytest.mark.parametrize(
    "outcome",
    [
        "median-completion-time",
        "p90-completion-time",
        "finished-by-promised-day",
        "digital-share",
        "record-accuracy",
        "complaints-per-1000",
        "ikm",
    ],
)
def test_the_warehouse_counts_what_a_plain_loop_counts(outcome, nation, snapshot):
    by_hand = counted_by_hand(nation)[outcome]
    found = {
        (each.unit_code, each.month): each.value for each in readings(snapshot, CATALOGUE[outcome])
    }
    in_window = {cell: value for cell, value in by_hand.items() if cell[1].year == 2025}

    assert {cell: value for cell, value in found.items() if cell[1].year == 2025} == pytest.approx(
        in_window, abs=1e-8
    )


def test_only_the_damaged_rows_are_set_aside(snapshot, truth):
    (account,) = (each for each in snapshot.inputs if each.table == "service_requests")
    damage = truth["damage"]
    not_counted = sum(damage.values()) - damage["closing-not-recorded"]

    assert account.rows_set_aside == not_counted
    for each in snapshot.inputs:
        if each.table not in {"service_requests"}:
            assert each.rows_set_aside == 0, each.table


def test_the_programme_says_when_each_unit_was_first_trained(snapshot, truth):
    with snapshot.connect() as connection:
        starts = training_starts(connection, programme=truth["programme"])
    stated = {unit: month for unit, month in truth["first_trained"].items() if month}

    assert {each.unit_code: f"{each.first_day:%Y-%m}" for each in starts} == stated
