"""A machine that dies while files are landed, conformed or written down has lost nothing."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.failing_disks import Crash
from tests.office_files import REQUESTS, ROWS
from tests.pieces import AT, said

from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.landing import land_packs
from dampak.warehouse.store import Store, build, deliver

ROOMS = ("landing", "conformed", "bulk", "parts", "store")
MOMENTS = 6  # spread over all functions of a room that are entered
UNITS = "kode,nama\nU1,Unit satu\nU2,Unit dua\n"
MORE = "".join(f"B{row},U2,2026-04-0{row},2026-04-09,Selesai\n" for row in range(1, 9))
MORE += "B9,U9,2026-04-02,,Diproses\n"  # of a unit that nobody knows: it is set aside


def hand_in(folder, store):
    """As `dampak import`."""
    files = sorted(folder.iterdir())
    landed = land_packs(tuple(files), must_be_whole=False)
    return deliver(landed, store, at=AT, by="sri", sources=files)


def build_up(folder, store):
    """As `dampak build`."""
    delivery = delivery_in(folder, store)
    return build(store, delivery.promised, delivery.terms(), at=AT, by="sri")


WAYS_IN = {"import": hand_in, "build": build_up}


@pytest.fixture(scope="module", params=WAYS_IN)
def way_in(request, tmp_path_factory):
    """How files come in, a home that serves the first ones, and the folder with the next."""
    base, do = tmp_path_factory.mktemp(request.param), WAYS_IN[request.param]
    for folder, rows in (("first", ROWS), ("next", MORE + ROWS * (do is hand_in))):
        (base / folder).mkdir()
        (base / folder / "unit_kerja.csv").write_text(UNITS)
        (base / folder / "permohonan_layanan.csv").write_text(REQUESTS + rows)
    do(base / "first", Store(base / "home"))
    return do, base / "home", base / "next"


def content(home):
    snapshot = Store(home).head()
    with snapshot.connect() as connection:
        rows = connection.sql("FROM service_requests").to_arrow_table().to_pylist()
    told = [str(row.reason) for row in snapshot.rejected()]
    assert all(file.rows_in == file.rows_kept + file.rows_set_aside for file in snapshot.inputs)
    return snapshot.number, snapshot.id, said(rows), sorted(told)


class DyingAtCall:
    """Dies when a function of one room is entered for the n-th time; counts them."""

    def __init__(self, room, dies_at=0, die=None):
        self.room, self.dies_at, self.calls = f"/warehouse/{room}/", dies_at, 0
        self.die = die or self.crash

    def __call__(self, frame, event, _argument):
        if event == "call" and self.room in frame.f_code.co_filename:
            self.calls += 1
            if self.calls == self.dies_at:
                sys.setprofile(None)
                self.die()

    def crash(self):
        raise Crash

    def during(self, do, *given):
        sys.setprofile(self)
        try:
            do(*given)
        finally:
            sys.setprofile(None)


@pytest.mark.parametrize("room", ROOMS)
def test_whichever_function_is_the_last_one_entered(way_in, room, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    do, home, folder = way_in
    before = content(home)
    shutil.copytree(home, tmp_path / "whole")
    counting = DyingAtCall(room)
    counting.during(do, folder, Store(tmp_path / "whole"))
    after = content(tmp_path / "whole")
    assert after[0] == before[0] + 1

    for moment in range(min(MOMENTS, counting.calls)):
        copy = tmp_path / str(moment)
        shutil.copytree(home, copy)
        dying = DyingAtCall(room, 1 + moment * counting.calls // MOMENTS)
        try:
            dying.during(do, folder, Store(copy))
        except Crash:
            assert content(copy) in (before, after)
        do(folder, Store(copy))

        assert content(copy) == after
        assert Store(copy).check().is_whole
        assert not list(copy.rglob("*.aside"))
        shutil.rmtree(copy)


@pytest.mark.slow
@pytest.mark.parametrize("room", ["landing", "conformed"])
def test_a_process_killed_on_the_way_in_has_changed_nothing(way_in, room, tmp_path):
    do, home, folder = way_in
    before = content(home)
    name = next(name for name, each in WAYS_IN.items() if each is do)
    copy = tmp_path / "home"
    shutil.copytree(home, copy)

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(copy), name, room],
        check=False,
        cwd=Path(__file__).parents[4],
    )

    assert killed.returncode == -signal.SIGKILL
    assert content(copy) == before
    do(folder, Store(copy))
    assert Store(copy).check().is_whole
    assert content(copy)[0] == before[0] + 1


# The packages of the tests are found by path: an installed one may have the same name.
KILLED = """
import importlib.util, os, signal, sys, types
from pathlib import Path
tests = types.ModuleType("tests")
tests.__path__ = ["tests"]
sys.modules["tests"] = tests
spec = importlib.util.spec_from_file_location(
    "way_in", "tests/units/warehouse/store/test_surviving_the_way_in.py")
way_in = importlib.util.module_from_spec(spec)
spec.loader.exec_module(way_in)
folder, home, name, room = sys.argv[1:]
kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
dying = way_in.DyingAtCall(room, 40, kill)
dying.during(way_in.WAYS_IN[name], Path(folder), way_in.Store(Path(home)))
"""
