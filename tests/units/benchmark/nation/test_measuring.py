"""Processor time and memory are those of all processes of a side."""

import subprocess
import sys

import numpy as np
import pytest

from dampak.benchmark.nation import running
from dampak.benchmark.nation.measuring import cpu_seconds, measured
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.running import in_turn, run_task
from dampak.benchmark.nation.seen import MEBIBYTE, Broken, NotInstalled, Seen
from dampak.benchmark.nation.task import Side, Task

WORK = "sum(n * n for n in range(3_000_000))"


def test_preparing_and_telling_are_outside_the_clock():
    def work(_given):
        return sum(n * n for n in range(3_000_000))

    idle = measured(Side(name="x", prepare=lambda: work(0), ask=str, tell=lambda _: work(0) and {}))
    busy = measured(Side(name="x", prepare=dict, ask=work))

    assert idle.cpu_seconds < busy.cpu_seconds / 5


def test_what_a_child_did_counts_while_it_lives_and_when_it_has_ended():
    before = cpu_seconds()
    child = subprocess.Popen(
        [sys.executable, "-c", f"{WORK}; print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child.stdout.readline()
    alive = cpu_seconds() - before
    child.communicate(b"\n")
    ended = cpu_seconds() - before

    assert alive > 0.02
    assert ended >= alive * 0.9


def test_the_peak_is_what_all_of_it_held():
    found = measured(Side(name="x", prepare=dict, ask=lambda _: np.ones(8 * MEBIBYTE).sum()))

    assert found.peak_bytes > 64 * MEBIBYTE


def test_each_round_begins_with_another_side():
    task = Task(
        code="N0", title="t", sides=tuple(Side(name=n, prepare=dict, ask=dict) for n in "abc")
    )

    assert "".join(side.name for side in in_turn(task)) == "abcbca"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a task whose sides show what they are told to."""

    def with_showings(showings, **modules):
        asked = []

        def shown(_task, side, *_others):
            asked.append(side.name)
            return showings[side.name].pop(0)

        monkeypatch.setattr(running, "_asked", shown)
        sides = tuple(
            Side(name=name, prepare=dict, ask=dict, module=modules.get(name, "dampak"))
            for name in showings
        )
        task = Task(code="N0", title="t", sides=sides)
        return run_task(task, Prepared(folder=tmp_path, size=1)).showings, asked

    return with_showings


def cost(cpu):
    return Seen(cpu_seconds=cpu, wall_seconds=0, peak_bytes=0)


def test_of_each_side_the_cheapest_time_counts(run):
    showings, asked = run({"ours": [cost(3), cost(1)], "peer": [cost(4), cost(6)]})

    assert [showings[name].cpu_seconds for name in ("ours", "peer")] == [1, 4]
    assert len(asked) == 4


def test_who_breaks_or_takes_very_long_is_not_asked_again(run):
    showings, asked = run({"ours": [cost(1), cost(1)], "a": [Broken("no")], "b": [cost(99)]})

    assert isinstance(showings["a"], Broken)
    assert (asked.count("a"), asked.count("b"), asked.count("ours")) == (1, 1, 2)


def test_a_missing_program_is_named_and_not_asked(run):
    showings, asked = run({"ours": [cost(1)] * 2, "peer": []}, peer="no_such_module")

    assert showings["peer"] == NotInstalled("no_such_module")
    assert "peer" not in asked


def test_a_side_that_falls_over_says_why(tmp_path):
    task = Task(
        code="N2", title="t", sides=(Side(name="nobody", prepare=dict, ask=dict),), repeats=1
    )

    found = run_task(task, Prepared(folder=tmp_path, size=0.02)).showings["nobody"]

    assert isinstance(found, Broken)
    assert "StopIteration" in found.why
