"""`dampak evaluate` and `dampak trace` on the invented regency, through every room."""

import csv
import json
import shutil
from html import unescape
from io import StringIO

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pypdf import PdfReader

from dampak.cli.evaluate import evaluate
from dampak.cli.simulate import write_sealed_world
from dampak.cli.speaking import REFUSED
from dampak.cli.trace import trace
from dampak.publication.document import schema
from dampak.simulation.world import build_world


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "pack"
    write_sealed_world(build_world("negeri-uji", seed=7, size="small"), folder)
    return folder


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twin") / "pack"
    write_sealed_world(build_world("negeri-uji-null", seed=7, size="small"), folder)
    return folder


def run(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


def document_of(pack):
    told = run(evaluate, pack, "--json", "--by", "Sri")
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def document(pack):
    return document_of(pack)


@pytest.fixture
def copy(pack, tmp_path):
    """A copy of the pack that a test may spoil."""
    return shutil.copytree(pack, tmp_path / "copy")


def primary(document):
    return next(study for study in document["studies"] if study["role"] == "primary")


def test_the_document_has_its_published_shape(document):
    Draft202012Validator(schema()).validate(document)


def test_every_planted_effect_lies_inside_its_interval(document, pack):
    planted = {
        effect["outcome"]: effect["effect"]
        for effect in json.loads((pack / "truth.json").read_text())["effects"]
    }
    outside = [
        study["outcome"]
        for study in document["studies"]
        if "estimate" in study
        and not study["estimate"]["low"] <= planted[study["outcome"]] <= study["estimate"]["high"]
    ]
    # Six intervals at 95 %: this seed has none outside; one would be no scandal, two would.
    assert not outside


def test_the_sealed_plan_of_the_pack_is_intact(document):
    seal = primary(document)["seal"]
    assert (seal["intact"], seal["before_first_training"]) == (True, True)


def test_the_null_twin_is_not_said_to_have_moved(twin):
    verdicts = {study["verdict"] for study in document_of(twin)["studies"]}
    assert verdicts <= {"did_not_move", "cannot_tell"}


def test_the_same_pack_gives_the_same_document(document, pack):
    def without_clock(each):
        return {
            **each,
            "made_by": None,
            "snapshot": each["snapshot"] | {"published_at": None},
        }

    assert without_clock(document_of(pack)) == without_clock(document)


def test_a_plan_changed_after_sealing_confesses_and_loses_its_words(copy):
    plan = copy / "study.toml"
    plan.write_text(plan.read_text().replace("smallest_effect = 1.0", "smallest_effect = 0.1"))

    study = primary(document_of(copy))

    assert study["grade"] == "C"
    assert "the plan was changed after sealing" in study["grade_reason"]["en"]
    assert any("sealed as 1.0, found as 0.1" in each["en"] for each in study["deviations"])


def test_without_a_plan_one_study_is_proposed_and_marked(copy):
    (copy / "study.toml").unlink()
    (copy / "study.seal.json").unlink()

    document = document_of(copy)

    assert [study["was_planned"] for study in document["studies"]] == [False]
    assert primary(document)["smallest_effect"] is None
    assert primary(document)["grade"] == "C"
    assert "Nobody handed in a plan" in document["notices"][0]["en"]


def test_without_training_there_are_indicators_and_no_study(copy):
    for name in ("study.toml", "study.seal.json", "pelatihan.csv"):
        (copy / name).unlink()

    document = document_of(copy)

    assert (document["studies"], len(document["catalogue"])) == ([], 10)
    assert "no training was handed in" in document["notices"][0]["en"]


@pytest.mark.parametrize("name", ["study:median-completion-time", "ikm"])
def test_a_figure_is_traced_through_eight_rooms_that_add_up(document, pack, name):
    unit = document["indicators"][0]["unit_code"]
    figure = name if name.startswith("study:") else f"{name}@{unit}@2023-06"

    told = run(trace, figure, "--pack", pack, "--json")
    rooms = json.loads(told.stdout)["rooms"]

    assert [room["room"] for room in rooms] == list(range(1, 9))
    assert all(room["rows_in"] == room["rows_out"] + room["set_aside"] for room in rooms)
    assert rooms[0]["rows_out"] == rooms[1]["rows_in"]
    assert rooms[1]["rows_out"] == rooms[2]["rows_in"]
    assert all(
        sum(each["rows"] for each in room["left_out"]) == room["set_aside"]
        for room in rooms
        if room["left_out"]
    )


def test_a_trace_ends_with_the_number_itself(document, pack):
    reading = next(each for each in document["indicators"] if each["code"] == "ikm")
    figure = f"ikm@{reading['unit_code']}@{reading['month']}"

    told = run(trace, figure, "--pack", pack)

    assert told.output.endswith(f"Shown as {reading['value']:.2f} IKM points.\n")


def test_a_trace_is_a_table_for_people(pack):
    told = run(trace, "study:ikm", "--pack", pack)

    assert told.exit_code == 0
    assert all(f"\n{room}. " in told.output for room in range(1, 9))


@pytest.mark.parametrize("figure", ["study:nothing", "nonsense", "ikm@NOWHERE@2023-06"])
def test_a_figure_that_is_not_there_is_refused_in_words(pack, figure):
    told = run(trace, figure, "--pack", pack)

    assert told.exit_code == REFUSED
    assert told.stderr.strip()


@pytest.fixture
def survey(copy):
    """The survey of satisfaction alone, with a plan of its own: little to draw, soon written."""
    kept = {"unit_kerja.xlsx", "pegawai.csv", "pelatihan.csv", "survei_kepuasan.csv"}
    for path in copy.iterdir():
        if path.name not in kept:
            path.unlink()
    (copy / "study.toml").write_text(
        '[plan]\nprogramme = "Loket Digital"\n[[study]]\noutcome = "ikm"\nsmallest_effect = 2\n'
    )
    return copy


@pytest.mark.slow
def test_an_evaluation_is_written_whole_and_replaces_an_earlier_one(survey, tmp_path):
    out = tmp_path / "written" / "out"

    first, again = run(evaluate, survey, "--out", out), run(evaluate, survey, "--out", out)

    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert {"index.html", "index.en.html", "laporan.pdf", "result.json", "rejected.csv"} <= {
        path.name for path in out.iterdir()
    }
    assert [path.name for path in out.parent.iterdir()] == ["out"]  # nothing half-made is left
    assert "SKM value (IKM)" in first.stdout
    assert "files are in" in first.stdout
    traced = run(trace, "study:ikm", "--in", out, "--json")
    assert len(json.loads(traced.stdout)["rooms"]) == 8


@pytest.mark.slow
def test_page_report_workbook_and_tables_say_the_numbers_of_the_document(survey, tmp_path):
    out = tmp_path / "out"
    assert run(evaluate, survey, "--out", out).exit_code == 0

    document = json.loads((out / "result.json").read_text())
    (study,) = document["studies"]
    estimate = study["estimate"]
    ends = [f"{estimate[key]:.{study['decimals']}f}".replace("-", "−") for key in ("low", "high")]
    for language, page in (("id", "index.html"), ("en", "index.en.html")):
        said = [study["sentence"][language], *(_in(language, end) for end in ends)]
        assert all(words in unescape((out / page).read_text()) for words in said)
    paper = " ".join(page.extract_text() for page in PdfReader(out / "laporan.pdf").pages)
    assert all(_in("id", end) in paper for end in ends)

    book = load_workbook(out / "evaluation.xlsx", read_only=True)
    summary = list(book["Ringkasan"].iter_rows(min_row=2, values_only=True))
    # a spreadsheet keeps the first fifteen digits
    assert summary[0][3:6] == pytest.approx(
        [estimate[key] for key in ("value", "low", "high")], rel=1e-14
    )
    values = [row[4] for row in book["Indikator"].iter_rows(min_row=2, values_only=True)]
    read = list(csv.DictReader(StringIO((out / "indicators.csv").read_text(encoding="utf-8-sig"))))
    counted = [reading["value"] for reading in document["indicators"]]
    assert values == pytest.approx(counted, rel=1e-14)
    assert [float(row["value"]) for row in read] == counted


def _in(language, number):
    return number.replace(".", ",") if language == "id" else number


def test_too_many_refused_rows_stop_the_evaluation_with_the_first_reasons(copy, tmp_path):
    checks = copy / "pemeriksaan_data.csv"
    head, *rows = checks.read_text(encoding="utf-8-sig").splitlines()
    checks.write_text("\n".join([head, *(";".join(["?"] * (head.count(";") + 1)) for _ in rows)]))

    told = run(evaluate, copy, "--out", tmp_path / "out")

    assert told.exit_code == REFUSED
    assert "were refused" in told.stderr
    assert "pemeriksaan_data.csv, row 2:" in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_bad_plan_is_refused_with_all_its_faults_and_nothing_is_written(copy, tmp_path):
    plan = copy / "study.toml"
    text = plan.read_text().replace("smallest_effect = 1.0", "smallest_effect = -1")
    plan.write_text(text.replace('"ikm"', '"ikn"'))

    told = run(evaluate, copy, "--out", tmp_path / "out")

    assert told.exit_code == REFUSED
    assert "must be a number above 0" in told.stderr
    assert "Did you mean ikm?" in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_with_somebodys_files_is_not_written_into(pack, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "thesis.docx").write_text("two years of work")

    told = run(evaluate, pack, "--out", folder)

    assert told.exit_code == REFUSED
    assert [path.name for path in folder.iterdir()] == ["thesis.docx"]


def test_an_empty_folder_is_no_pack(tmp_path):
    (tmp_path / "pack").mkdir()

    told = run(evaluate, tmp_path / "pack", "--out", tmp_path / "out")

    assert told.exit_code == REFUSED
    assert not (tmp_path / "out").exists()
