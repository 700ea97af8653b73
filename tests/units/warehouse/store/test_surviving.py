"""Whatever happens at whichever step, the last whole snapshot is served and the work goes on."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from tests.failing_disks import Crash, DyingDisk, RefusingDisk
from tests.pieces import AT, promised, request, rows_of, said, terms, units

from dampak.warehouse.store import CannotPublish, Store, build, compact, remove_old
from dampak.warehouse.store.lock import writing

JANUARY = tuple(request(number) for number in range(12))
CORRECTED = (request(1, 1, status="closed"), request(90))


def bring_first(store):
    pieces = [*units("D01", "D02"), *promised("service_requests", JANUARY, name="a.parquet")]
    return build(store, pieces, terms(), at=AT, by="sri")


def bring_second(store, asked=None):
    pieces = promised("service_requests", CORRECTED, name="b.parquet", asked=asked)
    return build(store, pieces, terms(), at=AT, by="sri")


def tidy_up(store):
    return compact(store, terms(), at=AT, by="sri")


def throw_away(store):
    return remove_old(store, keep=0)


# What is done, what has to have been done before.
DEEDS = {
    "publishing": (bring_second, [bring_first]),
    "compaction": (tidy_up, [bring_first, bring_second]),
    "retention": (throw_away, [bring_first, bring_second, tidy_up]),
    "the first build": (bring_first, []),
}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody waits for the disk: what is told to it is counted, and dies, without it."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def content(home):
    snapshot = Store(home).head()
    return snapshot and (snapshot.id, said(rows_of(snapshot, "service_requests")))


@pytest.fixture(scope="module", params=DEEDS)
def deed(request, tmp_path_factory):
    """A deed, a home in which it may be done, and what is served before and after it."""
    folder = tmp_path_factory.mktemp("deed")
    do, before = DEEDS[request.param]
    for earlier in before:
        earlier(Store(folder / "home"))
    Store(folder / "home")
    shutil.copytree(folder / "home", folder / "done")
    disk = DyingDisk()
    do(Store(folder / "done", disk=disk))
    assert disk.steps > 5
    return do, folder / "home", disk.steps, (content(folder / "home"), content(folder / "done"))


def copied(home, tmp_path, name):
    copy = tmp_path / str(name)
    shutil.copytree(home, copy)
    return copy


def assert_whole(home, allowed):
    assert content(home) in allowed
    assert Store(home).check().is_whole


def test_every_step_may_be_the_last(deed, tmp_path):
    do, home, steps, (before, after) = deed
    for step in range(1, steps + 1):
        copy = copied(home, tmp_path, step)
        with pytest.raises(Crash):
            do(Store(copy, disk=DyingDisk(step)))

        assert_whole(copy, (before, after))
        do(Store(copy))
        assert_whole(copy, (after,))
        do(Store(copy))
        assert_nothing_is_left_over(copy)
        shutil.rmtree(copy)


def assert_nothing_is_left_over(home):
    assert not list(home.rglob("*.aside"))
    assert not list((home / "building").iterdir())


def test_a_disk_that_is_full_at_any_step_is_told_and_nothing_half_written_stays(deed, tmp_path):
    do, home, steps, (before, after) = deed
    for step in range(1, steps + 1):
        copy = copied(home, tmp_path, step)
        told = told_by(do, Store(copy, disk=RefusingDisk(step, errno.ENOSPC)))

        assert_whole(copy, (before, after) if "the disk is full" in told else (after,))
        assert not list(copy.rglob("*.aside"))
        shutil.rmtree(copy)


def told_by(do, store):
    """What the deed says against the disk; nothing where it is through all the same."""
    try:
        do(store)
    except CannotPublish as refusal:
        return str(refusal)
    return ""


def test_a_disk_that_fails_to_keep_at_any_moment_is_told(deed, tmp_path, monkeypatch):
    do, home, _steps, (before, after) = deed
    monkeypatch.setattr(os, "fsync", counting := FailingToKeep(0))
    do(Store(copied(home, tmp_path, "counting")))
    assert counting.calls > 2
    for at in range(1, counting.calls + 1):
        copy = copied(home, tmp_path, at)
        monkeypatch.setattr(os, "fsync", FailingToKeep(at))
        told = told_by(do, Store(copy))

        assert_whole(copy, (before, after) if "disk reports a fault" in told else (after,))
        assert not list(copy.rglob("*.aside"))
        shutil.rmtree(copy)


class FailingToKeep:
    """In place of `os.fsync`: the disk reports a fault at one call."""

    def __init__(self, at):
        self.at, self.calls = at, 0

    def __call__(self, descriptor):
        self.calls += 1
        if self.calls == self.at:
            raise OSError(errno.EIO, "refused")


@pytest.mark.slow
@pytest.mark.parametrize("name", DEEDS)
def test_a_killed_process_leaves_the_last_whole_snapshot(name, tmp_path):
    do, before = DEEDS[name]
    for earlier in before:
        earlier(Store(tmp_path / "home"))
    was = content(tmp_path / "home")
    for step in (1, 5):
        copy = copied(tmp_path / "home", tmp_path, step) if before else tmp_path / str(step)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(copy), name, str(step)],
            check=False,
            cwd=Path(__file__).parents[4],
        )
        assert killed.returncode == -9

        found = content(copy)
        do(Store(copy))
        assert found in (was, content(copy))
        assert Store(copy).check().is_whole
        assert not list(copy.rglob("*.aside"))


# The packages of the tests are found by path: an installed one may have the same name.
KILLED = """
import sys, types
from pathlib import Path
tests = types.ModuleType("tests")
tests.__path__ = ["tests"]
sys.modules["tests"] = tests
import importlib.util
from tests.failing_disks import KillingDisk
spec = importlib.util.spec_from_file_location(
    "surviving", "tests/units/warehouse/store/test_surviving.py")
surviving = importlib.util.module_from_spec(spec)
spec.loader.exec_module(surviving)
home, name, step = sys.argv[1:]
disk = KillingDisk(int(step))
surviving.DEEDS[name][0](surviving.Store(Path(home), disk=disk))
"""


# -- broken off, and going on -----------------------------------------------------------------


def a_year(asked):
    rows = [request(100 * month + number, month) for month in range(1, 13) for number in range(3)]
    return [*units("D01"), *promised("service_requests", rows, asked=asked)]


class BrokenOff(BaseException):
    """As a key pressed, or a worker that is told to stop."""


def stopping_after(month):
    def told(progress):
        if progress.month == date(2026, month, 1):
            raise BrokenOff

    return told


def test_a_build_broken_off_after_month_7_of_12_starts_again_at_month_8(tmp_path):
    store, asked = Store(tmp_path), []
    with pytest.raises(BrokenOff):
        build(store, a_year(asked), terms(), at=AT, by="sri", told=stopping_after(7))
    assert store.head() is None
    assert [month.month for _, month in asked if month] == [1, 2, 3, 4, 5, 6, 7]

    asked.clear()
    seen = []
    snapshot = build(store, a_year(asked), terms(), at=AT, by="sri", told=seen.append)

    assert [month.month for _, month in asked if month] == [8, 9, 10, 11, 12]
    assert [each.was_there for each in seen] == [True] * 8 + [False] * 5
    assert len(rows_of(snapshot, "service_requests")) == 36
    assert not list((tmp_path / "building").iterdir())
    at_once = build(Store(tmp_path / "other"), a_year([]), terms(), at=AT, by="budi")
    assert at_once.id == snapshot.id
    assert at_once.parts == snapshot.parts


def test_a_conforming_that_dies_leaves_the_months_before_it(tmp_path):
    store, asked = Store(tmp_path), []
    pieces = a_year(asked)

    def dies():
        raise Crash

    broken = type(pieces[5])(
        file=pieces[5].file, table=pieces[5].table, month=pieces[5].month, make=dies
    )
    with pytest.raises(Crash):
        build(store, [*pieces[:5], broken, *pieces[6:]], terms(), at=AT, by="sri")
    asked.clear()
    build(store, a_year(asked), terms(), at=AT, by="sri")

    assert [month.month for _, month in asked if month] == [5, 6, 7, 8, 9, 10, 11, 12]


def test_a_cancelled_build_leaves_nothing_served_and_nothing_half_written(tmp_path):
    store = Store(tmp_path)
    bring_first(store)

    def cancelled(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, a_year([]), terms(), at=AT, by="sri", told=cancelled)

    assert store.head().number == 1
    assert not list(tmp_path.rglob("*.aside"))


def test_under_other_rules_nothing_is_found_again(tmp_path):
    store, asked = Store(tmp_path), []
    with pytest.raises(BrokenOff):
        build(store, a_year([]), terms(), at=AT, by="sri", told=stopping_after(2))

    build(store, a_year(asked), terms(rules="2"), at=AT, by="sri")

    assert len(asked) == 12


def test_a_compaction_under_newer_rules_is_still_the_same_snapshot(tmp_path):
    store = Store(tmp_path)
    bring_first(store)
    before = bring_second(store)

    after = compact(store, terms(rules="2"), at=AT, by="sri")

    assert (after.number, after.id) == (before.number + 1, before.id)


def test_what_is_found_again_damaged_is_made_again(tmp_path):
    store, asked = Store(tmp_path), []
    with pytest.raises(BrokenOff):
        build(store, a_year([]), terms(), at=AT, by="sri", told=stopping_after(2))
    for path in store.objects.iterdir():
        path.write_bytes(path.read_bytes()[:-1])

    build(store, a_year(asked), terms(), at=AT, by="sri")

    assert len(asked) == 12
    assert store.check().is_whole


def test_what_a_published_build_could_not_clear_away_goes_the_next_time(tmp_path):
    bring_first(Store(tmp_path / "counting", disk=(counting := DyingDisk())))
    home = tmp_path / "home"
    # The last step: what is published is cleared away.
    bring_first(Store(home, disk=RefusingDisk(counting.steps, errno.ENOSPC)))
    bring_first(Store(tmp_path / "kept", disk=RefusingDisk(counting.steps - 1, errno.ENOSPC)))

    for each in (home, tmp_path / "kept"):
        assert Store(each).head().number == 1
        remove_old(Store(each), keep=9)
        assert_nothing_is_left_over(each)


def test_what_only_saves_time_may_fail_to_be_written(tmp_path, monkeypatch):
    store = Store(tmp_path)
    monkeypatch.setattr(Path, "write_text", refuse := FailingToKeep(1))

    assert bring_first(store) == store.head()
    assert refuse.calls
    assert not list(tmp_path.rglob("*.aside"))


# -- one writer -------------------------------------------------------------------------------


def test_a_second_build_is_refused_in_words(tmp_path):
    store = Store(tmp_path)
    with writing(tmp_path):
        for do, _ in DEEDS.values():
            with pytest.raises(CannotPublish, match="Another import is being published"):
                do(store)


def test_a_second_build_may_wait_for_the_first(tmp_path):
    store, held, may_end = Store(tmp_path), threading.Event(), threading.Event()

    def first():
        with writing(tmp_path):
            held.set()
            may_end.wait(10)

    writer = threading.Thread(target=first)
    writer.start()
    held.wait(10)
    threading.Timer(0.1, may_end.set).start()
    snapshot = build(store, a_year([]), terms(), at=AT, by="sri", wait=True)
    writer.join()

    assert may_end.is_set()
    assert snapshot.number == 1
