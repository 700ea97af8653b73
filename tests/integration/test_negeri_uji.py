"""The invented regency through landing, conforming and counting: files against truth."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from dampak.impact.evaluating import evaluate
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import seal_plans
from dampak.indicators.catalogue import CATALOGUE
from dampak.publication.document import document_of
from dampak.simulation.effects import NEVER
from dampak.simulation.measuring import MEASURES
from dampak.simulation.plan import plan_text, sealed_at
from dampak.simulation.scenario import SCENARIOS
from dampak.simulation.truth import trained_cells, truth_of
from dampak.simulation.world import build_world
from dampak.simulation.writing import write_world
from dampak.warehouse.landing import land_pack
from dampak.warehouse.panels import panel
from dampak.warehouse.readings import readings
from dampak.warehouse.store import build_snapshot

AT = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    return build_world("negeri-uji", seed=7, size="small")


def _snapshot(world, tmp: Path, *, is_dirty: bool):
    write_world(world, tmp / "pack", is_dirty=is_dirty)
    return build_snapshot(land_pack(tmp / "pack"), tmp / "home", at=AT, by="Sri")


@pytest.fixture(scope="module")
def dirty(world, tmp_path_factory):
    return _snapshot(world, tmp_path_factory.mktemp("dirty"), is_dirty=True)


@pytest.fixture(scope="module")
def clean(world, tmp_path_factory):
    return _snapshot(world, tmp_path_factory.mktemp("clean"), is_dirty=False)


@pytest.fixture(scope="module")
def without_training(world, tmp_path_factory):
    """The files of the life nobody saw: the same draws with every effect at nought."""
    other = replace(world, scenario=SCENARIOS["negeri-uji-null"])
    return _snapshot(other, tmp_path_factory.mktemp("without"), is_dirty=False)


def _table(snapshot, world, outcome):
    """The readings of an indicator as (n_units, n_months) of the simulated window."""
    table = np.full((len(world.counters.units), len(world.months)), np.nan)
    rows = {code: row for row, code in enumerate(world.counters.codes.tolist())}
    for reading in readings(snapshot, CATALOGUE[outcome]):
        table[rows[reading.unit_code], world.months.index(reading.month)] = reading.value
    return table


@pytest.mark.parametrize("outcome", MEASURES)
def test_the_warehouse_counts_what_the_simulation_counted(outcome, world, clean):
    expected = MEASURES[outcome](world, world.happened)
    np.testing.assert_allclose(_table(clean, world, outcome), expected, atol=1e-8)


@pytest.mark.parametrize("outcome", MEASURES)
def test_the_truth_is_the_difference_between_the_readings_of_two_lives(
    outcome, world, clean, without_training
):
    difference = _table(clean, world, outcome) - _table(without_training, world, outcome)
    stated = {effect["outcome"]: effect["effect"] for effect in truth_of(world)["effects"]}
    assert difference[trained_cells(world)].mean() == pytest.approx(stated[outcome], abs=1e-8)


@pytest.mark.parametrize("outcome", MEASURES)
def test_damage_in_the_files_changes_no_number(outcome, world, clean, dirty):
    np.testing.assert_array_equal(_table(dirty, world, outcome), _table(clean, world, outcome))


def test_the_panel_finds_who_was_trained_when(world, dirty):
    found = panel(dirty, "median-completion-time", programme="Loket Digital")
    starts = dict(zip(found.unit_codes, found.first_treated.tolist(), strict=True))
    expected = dict(zip(world.counters.codes.tolist(), world.first_trained.tolist(), strict=True))
    assert found.months == world.months
    assert starts == expected
    assert NEVER in starts.values()


def test_every_damaged_row_is_set_aside_and_no_other(world, dirty, clean, tmp_path):
    write_world(world, tmp_path / "pack")
    stated: Counter[str] = Counter()
    for stain in json.loads((tmp_path / "pack" / "truth.json").read_text())["dirt"]:
        if stain["treatment"] != "kept":
            stated[stain["table"]] += stain["rows"]
    rows = {(row.table, row.file, row.row_number) for row in dirty.rejected()}
    assert Counter(table for table, *_ in rows) == stated
    assert not list(clean.rejected())


def _primary(snapshot, world):
    """The study of the primary outcome, as `result.json` will carry it."""
    plans = parse_plans(plan_text(world))
    seal = seal_plans(plans, at=sealed_at(world), by="Sri")
    document = document_of(evaluate(snapshot, plans, seal=seal, at=AT, by="Sri"))
    return next(study for study in document["studies"] if study["role"] == "primary")


def test_the_planted_effect_lies_inside_the_interval_and_the_verdict_is_moved(world, dirty):
    study = _primary(dirty, world)
    planted = next(effect for effect in truth_of(world)["effects"])
    assert study["outcome"] == planted["outcome"]
    assert study["estimate"]["low"] <= planted["effect"] <= study["estimate"]["high"]
    assert (study["verdict"], study["grade"]) == ("moved", "B")


def test_of_a_training_that_does_nothing_nobody_is_told_that_it_helped(world, without_training):
    study = _primary(without_training, world)
    assert study["estimate"]["low"] <= 0 <= study["estimate"]["high"]
    assert study["verdict"] in {"did_not_move", "cannot_tell"}
