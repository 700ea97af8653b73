"""`dampak bench` at the terminal."""

import pytest
from click.testing import CliRunner

from dampak.benchmark.case import Case, Side
from dampak.benchmark.measuring import Measured
from dampak.benchmark.running import Cell
from dampak.cli import bench as verb
from dampak.cli.speaking import REFUSED

OURS = Side(name="dampak", prepare=dict, ask=float)
PEER = Side(name="slowpoke", module="no_such_module", prepare=dict, ask=float)
CASE = Case(
    code="one", title="A method", size="5 × 5", ours=OURS, peer=PEER, demanded=25, note="A note."
)


@pytest.fixture
def told(monkeypatch):
    """What the verb says of a case whose peer took so many seconds."""
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    monkeypatch.setattr(verb, "every_case", lambda: (CASE,))
    monkeypatch.setattr(verb, "every_task", lambda _nation: ())

    def run(peer_seconds, words=()):
        one = Measured(seconds=0.1, extra_bytes=2_000_000, value=1.0, n_calls=4)
        other = Measured(seconds=peer_seconds, extra_bytes=0, value=1.0, n_calls=4)
        cell = Cell(case=CASE, ours=one, peer=other if peer_seconds else None)
        monkeypatch.setattr(verb, "run_case", lambda _case: cell)
        return CliRunner().invoke(verb.bench, words)

    return run


def test_a_ratio_that_is_reached_ends_well(told):
    found = told(3.0)

    assert found.exit_code == 0
    row = next(line for line in found.output.splitlines() if line.startswith("one "))
    assert row.split()[-5:] == ["30", "25", "yes", "2.0", "yes"]
    assert "A note." in found.output


def test_a_ratio_that_is_not_reached_ends_with_one(told):
    found = told(2.0)

    assert found.exit_code == 1
    assert " no " in found.output


def test_without_the_peer_it_says_how_to_get_it(told):
    found = told(None)

    assert found.exit_code == 0
    assert "not compared with: slowpoke. `make bench`" in found.output.replace("\n", " ")


def test_an_unknown_case_is_refused_with_those_there_are(told):
    found = told(3.0, ["--only", "two"])

    assert found.exit_code == REFUSED
    assert "There is no case two. There are: one." in found.output


def test_the_cases_can_be_listed(told):
    assert told(3.0, ["--list"]).output == "one\n"


def test_it_speaks_indonesian(told, monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "id")

    assert "Kali lebih cepat" in told(3.0).output
