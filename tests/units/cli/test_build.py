"""`dampak build` and `dampak check` at the terminal, on a small nation."""

import pytest
from click.testing import CliRunner

from dampak.cli import build as building
from dampak.cli.build import build_folder
from dampak.cli.check import check
from dampak.cli.evaluate import evaluate
from dampak.cli.simulate_nation import simulate_nation
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.readings import count_readings, cube_with, readings
from dampak.warehouse.store import Store


def run(command, *arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation") / "negeri"
    assert run(simulate_nation, folder, "--rows", "20k", "--months", 3).exit_code == 0
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    return tmp_path


def served(home):
    return Store(home / "warehouse").head()


def test_every_row_of_a_nation_is_taken_or_set_aside_and_read_as_the_sql_reads_it(nation, home):
    told = run(build_folder, nation)

    assert told.exit_code == 0, told.output
    assert "Snapshot 1" in told.output
    snapshot = served(home)
    assert all(file.rows_in == file.rows_kept + file.rows_set_aside for file in snapshot.inputs)
    definition = CATALOGUE["median-completion-time"]
    with snapshot.connect() as connection:
        assert readings(snapshot, definition) == count_readings(connection, definition)
    assert cube_with(snapshot, definition) is not None


def test_building_the_same_folder_again_changes_nothing(nation, home):
    run(build_folder, nation)
    before = served(home)

    assert run(build_folder, nation).exit_code == 0
    assert served(home) == before


def test_a_build_that_was_stopped_serves_nothing_and_goes_on_where_it_stopped(
    nation, home, monkeypatch
):
    tell, steps = building._tell_step, []

    def stop_at_the_fifth(step):
        steps.append(step)
        if len(steps) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(building, "_tell_step", stop_at_the_fifth)
    stopped = run(build_folder, nation)
    assert (stopped.exit_code, served(home)) == (130, None)
    assert "goes on from there" in stopped.stderr

    monkeypatch.setattr(building, "_tell_step", tell)
    finished = run(build_folder, nation)
    assert finished.exit_code == 0
    assert finished.stderr.count("finished last time") == 5


def test_what_is_damaged_is_named_and_the_last_whole_snapshot_served_again(nation, home, tmp_path):
    run(build_folder, nation)
    assert run(simulate_nation, nation, "--day", 1, "--out", tmp_path / "day").exit_code == 0
    assert run(build_folder, tmp_path / "day").exit_code == 0
    assert run(check).exit_code == 0
    newest = served(home).parts[-1]
    damaged = home / "warehouse" / "objects" / newest.file
    damaged.write_bytes(damaged.read_bytes()[:-9])

    found = run(check)
    assert found.exit_code == 1
    assert newest.file in found.output
    assert "Snapshot 1 is whole" in found.output

    assert run(check, "--fall-back").exit_code == 0
    assert served(home).number == 3, "an order by number, never by clock"
    assert newest not in served(home).parts
    assert run(check).exit_code == 0


def test_what_is_served_can_be_evaluated_by_the_plan_of_a_folder(nation, home):
    run(build_folder, nation)

    told = run(evaluate, nation, "--served", "--json")

    assert told.exit_code == 0, told.output
    assert '"median-completion-time"' in told.stdout


def test_a_folder_without_tables_is_refused(home, tmp_path):
    (tmp_path / "nothing").mkdir()

    refused = run(build_folder, tmp_path / "nothing")

    assert refused.exit_code == 3
    assert served(home) is None
