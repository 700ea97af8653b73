"""The tasks of a nation at the terminal, and as a page of the manual."""

import numpy as np
import pytest
from click.testing import CliRunner

from dampak.benchmark.nation.demands import LessBy
from dampak.benchmark.nation.outcome import Outcome
from dampak.benchmark.nation.seen import Broken, NotInstalled, Seen
from dampak.benchmark.nation.task import Side, Task
from dampak.cli import bench as verb
from dampak.cli.speaking import REFUSED
from dampak.foundation.text import Sentence


def side(name, **changes):
    return Side(name=name, prepare=dict, ask=dict, **changes)


TASK = Task(
    code="N2",
    title="A full build",
    sides=(side("ours", remark=lambda _: Sentence("7 of 7 steps")), side("peer"), side("other")),
    demands=(LessBy(side="ours", times=4, than=("peer", "other")),),
    note="A note.",
)


def seen(cpu, *numbers):
    answer = {"a": np.array(numbers, float)}
    return Seen(cpu_seconds=cpu, wall_seconds=9, peak_bytes=2**20 * 30, answer=answer)


@pytest.fixture
def told(monkeypatch, tmp_path):
    """What the verb says when the sides show these."""
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path))
    monkeypatch.setattr(verb, "every_task", lambda _nation: (TASK,))
    monkeypatch.setattr(verb, "prepare", lambda *_, **_size: None)

    def run(ours, peer, *words, other=None):
        other = other or NotInstalled("no_such_module")
        showings = {"ours": ours, "peer": peer, "other": other}
        outcome = Outcome(task=TASK, showings=showings)
        monkeypatch.setattr(verb, "run_task", lambda _task, _prepared: outcome)
        return CliRunner().invoke(verb.bench, ["--nation", "1", *words])

    return run


def row_of(name, found):
    line = next(line for line in found.output.splitlines() if line.strip().startswith(f"{name} "))
    return line.split()


def test_what_is_reached_is_told_and_ends_well(told):
    found = told(seen(1.5, 1, 2), seen(6, 1, 2))

    # 6 / 1.5 is 4
    assert found.exit_code == 0
    assert row_of("ours", found) == ["ours", "1.500", "9.000", "30"]
    assert row_of("peer", found) == ["peer", "6.000", "4.00", "9.000", "30", "yes", "(2)"]
    assert (
        "at least 4 times less processor time than peer / other: 4.00 (peer), yes" in found.output
    )
    assert "ours: 7 of 7 steps" in found.output


def test_a_demand_that_is_missed_ends_with_one(told):
    found = told(seen(1.5), seen(5))

    assert found.exit_code == 1
    assert "3.33 (peer), no" in found.output


def test_a_wrong_answer_is_told_and_ends_with_one(told):
    found = told(seen(1, 1, 2, 3), seen(9, 1, 2, 4))

    assert found.exit_code == 1
    assert row_of("peer", found)[-4:] == ["no", "(1", "/", "3)"]


def test_a_peer_that_is_missing_is_named_with_the_way_to_get_it(told):
    found = told(seen(1), NotInstalled("no_such_module"))

    assert found.exit_code == 0
    assert "not measured" in found.output
    assert "not compared with: other, peer. `make bench`" in found.output.replace("\n", " ")


def test_a_side_that_broke_says_why(told):
    found = told(Broken("MemoryError: no"), seen(1))

    assert found.exit_code == 1
    assert "MemoryError: no" in found.output


def test_the_table_becomes_a_page_of_the_manual(told, tmp_path):
    told(seen(1, 1), seen(5, 1), "--table", str(tmp_path / "page.md"))

    page = (tmp_path / "page.md").read_text()
    assert (
        "| N2 | ours: at least 4 times less processor time than peer / other | 5.00 (peer) | yes |"
        in page
    )
    assert "| peer | 5.000 | 5.00 | 9.000 | 30 | yes (1) |" in page
    assert "| other | not installed |" in page
    assert "`dampak bench --nation 1`" in page
    assert "A note." in page


def test_tasks_are_named_beside_the_methods_and_alone_with_a_size(told):
    both = CliRunner().invoke(verb.bench, ["--list"]).output.split()
    alone = CliRunner().invoke(verb.bench, ["--list", "--nation", "10"]).output.split()

    assert both[-1] == "N2"
    assert len(both) > 1
    assert alone == ["N2"]


def test_an_unknown_task_is_refused(told):
    found = told(seen(1), seen(1), "--only", "N10")

    assert found.exit_code == REFUSED
    assert "There is no case N10. There are: N2." in found.output
