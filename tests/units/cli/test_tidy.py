"""`dampak tidy` at the terminal: what is old goes, what is served stays."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.pieces import AT, promised, request, rows_of, terms, units

from dampak.cli.tidy import tidy
from dampak.warehouse.store import Store, build, compact
from dampak.warehouse.store.lock import writing


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Four snapshots, a day apart, the last one compacted."""
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    kept = Store(tmp_path / "warehouse")
    for day in range(3):
        rows = [request(10 * day + number) for number in range(3)]
        pieces = promised("service_requests", rows, name=f"{day}.parquet")
        first = units("D01") if day == 0 else []
        build(kept, [*first, *pieces], terms(), at=AT + timedelta(days=day), by="sri")
    compact(kept, terms(), at=AT + timedelta(days=3), by="sri")
    return kept


def run(*arguments, answer=""):
    return CliRunner().invoke(tidy, [str(each) for each in arguments], input=answer)


def test_old_snapshots_go_and_what_is_served_stays(store):
    before = rows_of(store.head(), "service_requests")

    told = run("--keep", 1, "--yes", "--by", "budi")

    assert told.exit_code == 0, told.output
    assert "Snapshot 1 of 2026-04-01" in told.stdout
    assert "budi" in told.stdout
    assert "these snapshots: 1, 2." in told.stdout
    assert store.manifests.numbers() == [3, 4]
    assert rows_of(store.head(), "service_requests") == before
    assert store.check().is_whole
    assert "Nothing is there that may go." in run("--keep", 1).stdout


@pytest.mark.parametrize("arguments", [["--keep", 0, "--dry-run"], ["--keep", 0]])
def test_nothing_goes_that_was_only_shown_or_not_agreed_to(store, arguments):
    kept = sorted(path.name for path in store.objects.iterdir())

    told = run(*arguments, answer="n\n")

    assert "3 snapshots would go" in told.stdout
    assert store.manifests.numbers() == [1, 2, 3, 4]
    assert sorted(path.name for path in store.objects.iterdir()) == kept


def test_what_was_shown_is_what_goes_once_it_is_agreed_to(store):
    told = run("--keep", 0, answer="y\n")

    assert told.exit_code == 0
    shown = told.stdout.partition("and ")[2].partition(" (")[0]
    assert f"removed {shown} (" in told.stdout
    assert store.manifests.numbers() == [4]


def test_young_snapshots_stay(store, time_machine):
    time_machine.move_to(AT + timedelta(days=3, hours=23))

    run("--keep", 0, "--older-than", 3, "--yes")

    assert store.manifests.numbers() == [2, 3, 4]


def test_what_somebody_reads_stays_until_the_next_time(store):
    reader = store.snapshot(2)

    told = run("--keep", 0, "--yes")

    assert "stay until the next time: 2." in told.stdout
    assert len(rows_of(reader, "service_requests")) == 6


def test_it_is_refused_while_somebody_else_publishes(store):
    with writing(store.home):
        refused = run("--keep", 0, "--yes")

    assert refused.exit_code == 3
    assert "Another import is being published" in refused.stderr
    assert store.manifests.numbers() == [1, 2, 3, 4]
