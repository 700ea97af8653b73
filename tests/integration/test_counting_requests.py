"""The counts of requests: a broken file is replaced, a busy one holds nobody up."""

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from dampak.listening.limits import PATIENCE_SECONDS, counts_in, times_asked

AT = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
WHO = "survey bcdfghj 10.1.2.3"


def asked(home) -> int:
    return times_asked(WHO, at=AT, home=home)


def spoil(home) -> None:
    """Overwrite what lies there, as a failing disk would."""
    file = counts_in(home)
    for each in (file, file.with_name(f"{file.name}-wal")):
        if each.exists():
            each.write_bytes(b"\xff" * each.stat().st_size)


def test_a_broken_file_is_set_aside_and_counting_begins_anew(tmp_path, caplog):
    counts_in(tmp_path).parent.mkdir()
    counts_in(tmp_path).write_bytes(b"no counts at all" * 512)
    assert [asked(tmp_path) for _ in range(3)] == [1, 2, 3]
    assert counts_in(tmp_path).with_suffix(".broken").read_bytes().startswith(b"no counts")
    told = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert len(told) == 1
    assert "set aside" in told[0].getMessage()


def test_a_file_that_breaks_while_threads_count_in_it_is_replaced_for_all(tmp_path, caplog):
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(asked, [tmp_path] * 40))
        spoil(tmp_path)
        list(hands.map(asked, [tmp_path] * 40))
        counted = [*hands.map(asked, [tmp_path] * 40)]
    assert len(set(counted)) == 40
    assert sum("set aside" in each.getMessage() for each in caplog.records) == 1


def test_a_file_that_is_taken_away_is_begun_anew(tmp_path):
    assert asked(tmp_path) == 1
    counts_in(tmp_path).unlink()
    with ThreadPoolExecutor(1) as other:
        assert [asked(tmp_path), other.submit(asked, tmp_path).result()] == [1, 2]


def test_who_is_served_waits_for_no_lock(tmp_path):
    asked(tmp_path)
    with sqlite3.connect(counts_in(tmp_path), isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert asked(tmp_path) == 1
        other.execute("ROLLBACK")
    assert PATIENCE_SECONDS <= 0.05
    assert asked(tmp_path) == 2
