"""The truth of a nation is what a plain count of two lives finds."""

import json
from collections import defaultdict
from datetime import date

import pytest
from tests.plain_nation import counted_by_hand, sound_requests

from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation

OUTCOMES = (
    "median-completion-time",
    "p90-completion-time",
    "finished-by-promised-day",
    "digital-share",
    "record-accuracy",
    "complaints-per-1000",
    "ikm",
)


def written(folder, *, is_null):
    write_nation(build_nation(Scale(rows=20_000, seed=3, is_null=is_null)), folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("nation"), is_null=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    return written(tmp_path_factory.mktemp("twin"), is_null=True)


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text())


@pytest.fixture(scope="module")
def lives(folder, twin):
    return counted_by_hand(folder), counted_by_hand(twin)


def since_training(truth, cell):
    unit, month = cell
    first = truth["first_trained"][unit]
    if first is None:
        return -1
    return (month.year - int(first[:4])) * 12 + month.month - int(first[5:])


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_truth_is_the_mean_difference_of_two_lives(outcome, truth, lives):
    happened, without = (life[outcome] for life in lives)
    differences = defaultdict(list)
    for cell in happened.keys() & without.keys():
        if cell[1] >= date(2025, 1, 1) and since_training(truth, cell) >= 0:
            differences[since_training(truth, cell)].append(happened[cell] - without[cell])
    (stated,) = (each for each in truth["effects"] if each["outcome"] == outcome)
    flat = [each for values in differences.values() for each in values]

    assert stated["n_unit_months"] == len(flat) > 20
    assert stated["effect"] == pytest.approx(sum(flat) / len(flat), rel=1e-9)
    for each in stated["by_months_since"]:
        found = differences[each["months_since"]]
        assert each["n_unit_months"] == len(found)
        assert each["effect"] == pytest.approx(sum(found) / len(found), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nothing_differs_before_the_training_and_where_there_is_none(outcome, truth, lives):
    happened, without = (life[outcome] for life in lives)
    apart = [
        cell
        for cell in happened.keys() | without.keys()
        if since_training(truth, cell) < 0 and happened.get(cell) != without.get(cell)
    ]

    assert not apart


def test_the_twin_says_that_nothing_was_planted(twin):
    truth = json.loads((twin / "truth.json").read_text())

    assert truth["scale"]["is_null"]
    assert [each["effect"] for each in truth["effects"]] == [0.0] * len(OUTCOMES)


def test_the_damage_that_the_truth_states_is_in_the_files(folder, truth):
    damage = truth["damage"]
    rows = sum(each["service_requests"] for each in truth["rows_sent"].values())
    bad = damage["closed-before-received"] + damage["impossible-year"] + damage["unknown-unit"]
    again = damage["sent-twice"] + damage["corrected-later"]
    sound = len(sound_requests(folder))

    # A damaged row may be among those sent twice, so the two overlap in a row or two.
    assert rows - again - bad <= sound <= rows - again - bad + 2
    assert damage["sent-twice"] > 0
