"""`dampak simulate-nation` at the terminal."""

import json

import pytest
from click.testing import CliRunner

from dampak.cli import simulate_nation as module
from dampak.cli.simulate_nation import simulate_nation
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import read_seal, was_sealed_before
from dampak.simulation.nation.scale import FIRST_MONTH


def _run(*arguments):
    return CliRunner().invoke(simulate_nation, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "negeri"
    assert _run(folder, "--rows", "20k", "--months", 3, "--seed", 5).exit_code == 0
    return folder


def test_it_writes_the_deliveries_with_a_sealed_plan_and_the_truth(folder):
    truth = json.loads((folder / "truth.json").read_text())

    assert truth["scale"] == {"rows": 20_000, "seed": 5, "n_months": 3, "is_null": False}
    assert parse_plans((folder / "study.toml").read_text())[0].programme == truth["programme"]
    seal = read_seal((folder / "study.seal.json").read_text())
    assert was_sealed_before(seal, FIRST_MONTH.replace(month=2))
    assert (folder / "service_requests" / "2025-03.parquet").is_file()


@pytest.mark.parametrize(
    ("written", "rows"), [("20000", 20_000), ("500k", 500_000), ("10M", 10**7), ("1b", 10**9)]
)
def test_rows_are_written_as_people_write_them(written, rows):
    assert module.Rows().convert(written, None, None) == rows


@pytest.mark.parametrize("written", ["banyak", "10k", "2B", "-1", "1.5M", ""])
def test_a_number_of_rows_that_cannot_be_is_wrong_use(written, tmp_path):
    refused = _run(tmp_path / "negeri", "--rows", written)

    assert refused.exit_code == 2
    assert not (tmp_path / "negeri").exists()


def test_a_day_and_a_correction_are_written_beside_the_nation(folder):
    assert _run(folder, "--day", 2).exit_code == 0
    assert _run(folder, "--correction").exit_code == 0

    assert (folder.parent / "negeri-day-2" / "complaints" / "day-2.parquet").is_file()
    assert (folder.parent / "negeri-correction" / "service_requests").is_dir()


def test_a_day_can_be_written_elsewhere(folder, tmp_path):
    assert _run(folder, "--day", 1, "--out", tmp_path).exit_code == 0

    assert (tmp_path / "service_requests" / "day-1.parquet").is_file()


def test_a_day_of_no_nation_is_refused(tmp_path):
    refused = _run(tmp_path, "--day", 1)

    assert refused.exit_code == 3
    assert str(tmp_path) in refused.output


def test_ctrl_c_ends_with_a_sentence(tmp_path, monkeypatch):
    def stop(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write_nation", stop)

    stopped = _run(tmp_path / "negeri", "--rows", "20k")
    assert stopped.exit_code == 130
    assert stopped.output.strip()
