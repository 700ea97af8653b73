"""`dampak compact` at the terminal: fewer parts, the same numbers."""

import shutil

import pytest
from click.testing import CliRunner

from dampak.cli import build as building
from dampak.cli import compact as compacting
from dampak.cli.build import build_folder
from dampak.cli.compact import compact_months
from dampak.cli.simulate_nation import simulate_nation
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.readings import count_readings, cube_with, readings
from dampak.warehouse.store import Store
from dampak.warehouse.store.lock import writing

MEDIAN = CATALOGUE["median-completion-time"]


def run(command, *arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    assert run(simulate_nation, folder / "months", "--rows", "20k", "--months", 2).exit_code == 0
    told = run(simulate_nation, folder / "months", "--day", 1, "--out", folder / "day")
    assert told.exit_code == 0
    return folder


@pytest.fixture(scope="module")
def built(deliveries):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMPAK_HOME", str(deliveries / "home"))
        for delivery in ("months", "day"):
            assert run(build_folder, deliveries / delivery).exit_code == 0
    return deliveries / "home"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    return tmp_path / "home"


@pytest.fixture
def store(built, home):
    shutil.copytree(built, home)
    return Store(home / "warehouse")


def months_in_several_parts(snapshot):
    places = [(part.table, part.month) for part in snapshot.parts]
    return len(places) - len(set(places))


def test_months_are_written_together_and_no_number_changes(store):
    before = store.head()
    median = readings(before, MEDIAN)
    assert months_in_several_parts(before)

    told = run(compact_months, "--by", "sri")

    assert told.exit_code == 0, told.output
    after = store.head()
    assert (after.number, after.id, after.published_by) == (3, before.id, "sri")
    assert not months_in_several_parts(after)
    assert readings(after, MEDIAN) == median
    assert f"{len(before.parts)} parts became {len(after.parts)}" in told.stdout
    assert "Snapshot 3" in told.stdout
    assert "Nothing to do" in run(compact_months).stdout
    assert store.head() == after


def test_what_would_be_written_can_be_seen_beforehand(store):
    before = store.head()

    told = run(compact_months, "--dry-run")

    assert told.exit_code == 0
    assert "2025-02: 2 parts" in told.stdout
    assert store.head() == before


def test_a_stopped_compaction_serves_nothing_new_and_goes_on(store, monkeypatch):
    before, tell = store.head(), compacting.tell_progress

    def stop_at_the_third(step, done, of):
        if done == 3:
            raise KeyboardInterrupt
        tell(step, done, of)

    monkeypatch.setattr(compacting, "tell_progress", stop_at_the_third)
    stopped = run(compact_months)
    assert stopped.exit_code == 130
    assert "goes on from there" in stopped.stderr
    assert store.head() == before

    kept = {path.name for path in store.objects.iterdir()}
    monkeypatch.setattr(compacting, "tell_progress", tell)
    assert run(compact_months).exit_code == 0
    gone_on = {part.file for part in store.head().parts} & kept
    assert gone_on > {part.file for part in before.parts} & gone_on
    assert not list((store.home / "building").iterdir())


def test_it_is_refused_while_somebody_else_publishes(store):
    with writing(store.home):
        refused = run(compact_months)

    assert refused.exit_code == 3
    assert "Another import is being published" in refused.stderr


def test_after_an_upgrade_all_months_are_counted_anew(deliveries, home, monkeypatch):
    # Both quantiles are read off the same counts.
    older = {code: each for code, each in CATALOGUE.items() if "completion-time" not in code}
    monkeypatch.setattr(building, "CATALOGUE", older)
    assert run(build_folder, deliveries / "months").exit_code == 0
    monkeypatch.undo()
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    refused = run(build_folder, deliveries / "day")
    assert "counted by other definitions" in refused.stderr

    assert run(compact_months, "--recount").exit_code == 0

    snapshot = Store(home / "warehouse").head()
    assert cube_with(snapshot, MEDIAN)
    with snapshot.connect() as connection:
        assert readings(snapshot, MEDIAN) == count_readings(connection, MEDIAN)
    assert run(build_folder, deliveries / "day").exit_code == 0


def test_without_records_that_grow_there_is_nothing_to_write_together(home):
    refused = run(compact_months)

    assert refused.exit_code == 3
    assert "dampak build" in refused.stderr
