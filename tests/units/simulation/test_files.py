"""The files an invented office hands over: readable, damaged in known number, always the same."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
import time_machine

from dampak.cli.simulate import write_sealed_world
from dampak.datapack.headers import match
from dampak.datapack.recognition import table_named
from dampak.datapack.tables import TABLES
from dampak.impact.plan import Role
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import read_seal, was_sealed_before
from dampak.simulation.dirt import Treatment, soiled
from dampak.simulation.draws import luck
from dampak.simulation.handwriting import ENGLISH, INDONESIAN
from dampak.simulation.registers import satisfaction, service_requests
from dampak.simulation.stains import NOWHERE, STAINS, WINDOWS_REMARK
from dampak.simulation.world import build_world
from dampak.simulation.writing import CannotWriteWorld, write_world


@pytest.fixture(scope="module")
def world():
    return build_world("negeri-uji", seed=7, size="small")


@pytest.fixture(scope="module")
def pack(world, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    write_sealed_world(world, folder)
    return folder


def _rows(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    delimiter = ";" if text.splitlines()[0].count(";") else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_the_same_seed_gives_the_same_bytes_on_another_day(world, pack, tmp_path):
    with time_machine.travel("2031-05-06 07:08:09Z"):
        write_sealed_world(build_world("negeri-uji", seed=7, size="small"), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        p.name: p.read_bytes() for p in pack.iterdir()
    }


def test_every_file_is_recognised_by_its_name_and_its_headers(pack):
    for path in pack.glob("*.csv"):
        table = table_named(path.stem)
        found = match(_rows(path)[0], table)
        assert found.is_complete, path.name
        assert not found.ignored, path.name
        assert not found.twice, path.name


def test_a_full_folder_is_left_alone(world, tmp_path):
    (tmp_path / "surat.txt").write_text("jangan hilang")
    with pytest.raises(CannotWriteWorld, match="not empty"):
        write_world(world, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["surat.txt"]


def test_force_replaces_an_earlier_world_and_nothing_else(tmp_path):
    long = build_world("negeri-uji", seed=1, size="small")
    write_sealed_world(long, tmp_path)
    (tmp_path / "surat.txt").write_text("jangan hilang")
    write_world(build_world("one-month", seed=1, size="small"), tmp_path, overwrite=True)
    assert (tmp_path / "surat.txt").read_text() == "jangan hilang"
    assert not (tmp_path / "study.seal.json").exists()
    assert json.loads((tmp_path / "truth.json").read_text())["scenario"] == "one-month"


def test_force_never_follows_a_path_out_of_the_folder(world, tmp_path):
    outside = tmp_path / "penting.txt"
    outside.write_text("jangan hilang")
    folder = tmp_path / "pack"
    folder.mkdir()
    truth = {"format": "dampak-truth/1", "files": ["../penting.txt"]}
    (folder / "truth.json").write_text(json.dumps(truth))
    write_world(world, folder, overwrite=True)
    assert outside.exists()


def test_the_truth_counts_the_rows_for_units_that_do_not_exist(pack):
    truth = json.loads((pack / "truth.json").read_text())
    stated = Counter()
    for stain in truth["dirt"]:
        if stain["kind"] == "unknown-unit":
            stated[stain["table"]] += stain["rows"]
    found = Counter()
    for path in pack.glob("*.csv"):
        found[table_named(path.stem).name] += sum(NOWHERE in row for row in _rows(path))
    assert +found == stated


def test_damage_adds_rows_or_rewrites_them_and_loses_none(world):
    clean = service_requests(world, INDONESIAN)
    dirty, counts = soiled(clean, STAINS["service_requests"], luck(1, "a test"))
    added = sum(n for (_, how), n in counts.items() if how != Treatment.KEPT)
    rewritten = sum(n for (_, how), n in counts.items() if how == Treatment.KEPT)
    assert len(dirty.rows) == len(clean.rows) + added
    lost = Counter(map(tuple, clean.rows)) - Counter(map(tuple, dirty.rows))
    assert 0 < sum(lost.values()) <= rewritten
    numbers = {row[0] for row in dirty.rows}
    assert numbers >= {row[0] for row in clean.rows}


def test_damage_stays_below_what_a_load_may_refuse(pack, world):
    truth = json.loads((pack / "truth.json").read_text())
    refused = Counter()
    for stain in truth["dirt"]:
        if stain["treatment"] == "refused":
            refused[stain["table"]] += stain["rows"]
    total = Counter()
    for path in pack.glob("*.csv"):
        total[table_named(path.stem).name] += len(_rows(path)) - 1
    for table, rows in refused.items():
        assert rows / total[table] < TABLES[table].largest_refused_share / 2


def test_some_lines_hold_bytes_of_a_windows_code_page(pack):
    content = (pack / "survei_kepuasan.csv").read_bytes()
    assert WINDOWS_REMARK.encode("cp1252") in content
    assert WINDOWS_REMARK.encode() not in content


def test_one_world_reads_the_same_in_either_handwriting(world):
    indonesian, english = (satisfaction(world, style) for style in (INDONESIAN, ENGLISH))
    day, month, year = indonesian.rows[0][3].split("/")
    assert english.rows[0][3] == f"{year}-{month}-{day}"
    assert indonesian.rows[0][4:] == english.rows[0][4:]


def test_the_plan_was_sealed_before_the_first_training(pack, world):
    plans = parse_plans((pack / "study.toml").read_text())
    seal = read_seal((pack / "study.seal.json").read_text())
    starts = world.first_trained[world.first_trained >= 0]
    assert was_sealed_before(seal, world.months[starts.min()])
    assert [plan.role for plan in plans].count(Role.PRIMARY) == 1
    assert [plan.role for plan in plans].count(Role.GUARDRAIL) == 1
