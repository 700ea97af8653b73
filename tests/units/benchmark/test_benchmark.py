"""The clock, the scales, and what a table of the benchmark may claim."""

import time
from functools import partial

import numpy as np
import pytest

from dampak.benchmark.case import CannotMeasure, Case, Side, answered
from dampak.benchmark.cases import every_case
from dampak.benchmark.measuring import Measured, measure
from dampak.benchmark.panels import panel, table
from dampak.benchmark.running import Cell, run_case
from dampak.foundation.answers import NoAnswer, Silence

MEGABYTE = 1_000_000


def side(ask, prepare=lambda: None, **changes):
    return Side(**{"name": "x", "prepare": prepare, "ask": ask, **changes})


def case(**changes):
    given = {"code": "c", "title": "t", "size": "s", "ours": side(float), "peer": side(float)}
    return Case(**{**given, **changes})


def measured(seconds, *, extra=0, value=1.0):
    return Measured(seconds=seconds, extra_bytes=extra, value=value, n_calls=4)


def test_the_first_call_and_the_preparing_are_outside_the_clock():
    calls = []

    def slow_at_first(_data):
        calls.append(1)
        time.sleep(0.2 if len(calls) == 1 else 0.01)
        return 7.0

    found = measure(side(slow_at_first, prepare=partial(time.sleep, 0.2)))

    assert 0.01 <= found.seconds < 0.1
    assert found.value == 7.0
    assert found.n_calls == len(calls) >= 4


def test_the_scales_see_what_lies_beside_the_data_and_not_the_data():
    data_weigh, needs = 40 * MEGABYTE, 60 * MEGABYTE

    def fills_memory(data):
        return float(np.ones(needs // 8)[0] + data[0])

    found = measure(side(fills_memory, prepare=lambda: np.zeros(data_weigh // 8)))

    assert needs * 0.9 < found.extra_bytes < needs * 1.2


def test_what_takes_too_long_is_asked_once(monkeypatch):
    monkeypatch.setattr("dampak.benchmark.measuring.PATIENCE", 0.01)

    found = measure(side(lambda _data: time.sleep(0.05) or 1.0))

    assert found.n_calls == 1
    assert found.seconds >= 0.05


@pytest.mark.parametrize(("peer_seconds", "is_reached"), [(2.6, True), (2.4, False)])
def test_the_ratio_demanded_is_reached_or_not(peer_seconds, is_reached):
    cell = Cell(case=case(demanded=25), ours=measured(0.1), peer=measured(peer_seconds))

    assert cell.is_reached is is_reached
    assert cell.is_good is is_reached


def test_a_quick_wrong_answer_is_no_good():
    cell = Cell(case=case(), ours=measured(0.1), peer=measured(9.0, value=1.00001))

    assert cell.is_same is False
    assert not cell.is_good


def test_a_large_panel_may_cost_two_panels_and_a_small_one_is_not_judged():
    large, small = (case(panel_bytes=size * MEGABYTE) for size in (20, 2))

    assert Cell(case=large, ours=measured(1, extra=39 * MEGABYTE), peer=None).is_light
    assert not Cell(case=large, ours=measured(1, extra=41 * MEGABYTE), peer=None).is_good
    assert Cell(case=small, ours=measured(1, extra=41 * MEGABYTE), peer=None).is_light is None


def test_without_the_peer_nothing_is_claimed_about_it():
    cell = Cell(case=case(demanded=25), ours=measured(0.1), peer=None)

    assert cell.ratio is cell.is_reached is cell.is_same is None
    assert cell.is_good


def test_a_side_that_fell_over_says_why_and_is_no_good():
    cell = Cell(case=case(), ours="MemoryError", peer=measured(1.0))

    assert cell.ratio is None
    assert not cell.is_good


def test_a_method_that_is_silent_cannot_be_measured():
    with pytest.raises(CannotMeasure, match="Too few units"):
        answered(NoAnswer(why=Silence.TOO_FEW_TRAINED))


@pytest.mark.slow
def test_a_case_is_run_in_a_process_of_its_own():
    small = next(each for each in every_case() if each.code == "staggered-500")
    absent = Side(name="nobody", module="no_such_module", prepare=dict, ask=float)

    cell = run_case(Case(**{name: getattr(small, name) for name in FIELDS} | {"peer": absent}))

    assert isinstance(cell.ours, Measured), cell.ours
    assert cell.peer is None
    assert 0 < cell.ours.seconds < 30


FIELDS = ("code", "title", "size", "ours", "demanded", "panel_bytes", "tolerance", "note")


def test_a_case_that_does_not_end_is_told():
    small = next(each for each in every_case() if each.code == "staggered-500")

    assert run_case(small, time_limit=0.01).ours == "> 0.01 s"


def test_every_case_has_its_own_code():
    codes = [each.code for each in every_case()]

    assert len(codes) == len(set(codes))


def test_table_and_matrix_are_the_same_panel():
    wide, rows = panel(30, 24), table(30, 24)

    assert rows["y"].to_numpy().reshape(30, 24).tolist() == wide.outcomes.tolist()
    first = rows.groupby("unit")["first"].first().to_numpy()
    assert (np.where(first == 0, -1, first - 1) == wide.first_treated).all()
    trained = rows["trained"].to_numpy().reshape(30, 24)
    assert trained[wide.first_treated == -1].sum() == 0
    assert (trained.sum(axis=1) == np.where(first == 0, 0, 25 - first)).all()
