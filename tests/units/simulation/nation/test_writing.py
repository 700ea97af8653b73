"""A nation is written month by month: whole months or none, and the same bytes every time."""

import json
import os
from itertools import count

import pytest

from dampak.simulation.nation import months as months_module
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.months import UNFINISHED
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.tables import MONTHLY
from dampak.simulation.nation.writing import files_of, nation_in, write_nation
from dampak.simulation.writing import CannotWriteWorld

SCALE = Scale(rows=20_000, n_months=4)


def content(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def nation():
    return build_nation(SCALE)


@pytest.fixture(scope="module")
def folder(nation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    write_nation(nation, folder)
    return folder


def test_the_same_scale_gives_the_same_bytes(folder, tmp_path):
    write_nation(build_nation(SCALE), tmp_path)

    assert content(tmp_path) == content(folder)


def test_the_folder_holds_the_files_that_the_truth_names_and_nothing_else(folder):
    named = json.loads((folder / "truth.json").read_text())["files"]

    assert sorted(content(folder)) == sorted([*named, "truth.json"])
    assert len(named) == 2 + 5 * 4 == len(files_of(SCALE))


class Stop(KeyboardInterrupt):
    """Ctrl-C at a chosen moment."""


@pytest.fixture
def stopped_at(monkeypatch):
    """Break off in the making of the n-th part."""

    def stop(n):
        calls = count(1)

        def table(name):
            make = MONTHLY[name]

            def made(*args):
                if next(calls) == n:
                    raise Stop
                return make(*args)

            return made

        monkeypatch.setattr(months_module, "MONTHLY", {name: table(name) for name in MONTHLY})

    yield stop
    monkeypatch.undo()


def test_ctrl_c_leaves_whole_months_and_the_next_run_goes_on(
    nation, folder, tmp_path, stopped_at, monkeypatch
):
    stopped_at(13)  # the third table of the third month
    with pytest.raises(KeyboardInterrupt):
        write_nation(nation, tmp_path)
    shown = [path for path in content(tmp_path) if UNFINISHED not in path]
    monkeypatch.undo()
    january = (tmp_path / "service_requests" / "2025-01.parquet").stat().st_mtime_ns

    write_nation(nation, tmp_path)

    months = [f"{table}/2025-0{month}.parquet" for table in MONTHLY for month in (1, 2)]
    assert sorted(shown) == sorted(["units.csv", "study.toml", *months])
    assert content(tmp_path) == content(folder)
    assert (tmp_path / "service_requests" / "2025-01.parquet").stat().st_mtime_ns == january


@pytest.mark.parametrize("moves", range(1, 7))
def test_what_breaks_off_while_a_month_is_shown_takes_the_month_away(
    moves, nation, folder, tmp_path, monkeypatch
):
    # A month is five tables and its counts, each moved to its place.
    calls, replace = count(1), os.replace

    def stop(source, target):
        if "2025-02" in str(target) and next(calls) == moves:
            raise Stop
        replace(source, target)

    monkeypatch.setattr(months_module.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_nation(nation, tmp_path)
    monkeypatch.undo()

    assert {path.name for path in tmp_path.glob("*/*.parquet")} == {"2025-01.parquet"}
    write_nation(nation, tmp_path)
    assert content(tmp_path) == content(folder)


def test_an_unfinished_nation_is_not_mixed_with_another(nation, tmp_path, stopped_at):
    stopped_at(7)
    with pytest.raises(KeyboardInterrupt):
        write_nation(nation, tmp_path)

    with pytest.raises(CannotWriteWorld, match="not finished"):
        write_nation(build_nation(Scale(rows=20_000, n_months=4, seed=8)), tmp_path)


def test_a_full_folder_is_left_alone(nation, tmp_path):
    (tmp_path / "surat.txt").write_text("jangan hilang")

    with pytest.raises(CannotWriteWorld, match="not empty"):
        write_nation(nation, tmp_path)
    assert content(tmp_path) == {"surat.txt": b"jangan hilang"}


def test_another_nation_can_take_the_place_of_an_earlier_one(nation, folder, tmp_path):
    write_nation(build_nation(Scale(rows=20_000, n_months=5, seed=8)), tmp_path)
    (tmp_path / "surat.txt").write_text("jangan hilang")

    write_nation(nation, tmp_path, overwrite=True)

    assert content(tmp_path) == {**content(folder), "surat.txt": b"jangan hilang"}


def test_a_finished_nation_is_known_by_its_folder(folder, tmp_path):
    assert nation_in(folder).scale == SCALE
    with pytest.raises(CannotWriteWorld, match="written to its end"):
        nation_in(tmp_path)
