"""An evaluation is written whole or not at all, and nobody else's files are touched."""

import gzip
import json

import pytest
from tests.result_documents import document

from dampak.language.saying import say
from dampak.publication import outputs
from dampak.publication.outputs import CannotWriteOutputs, write_evaluation


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Pages and reports have specs of their own; here only the writing is tried."""
    monkeypatch.setattr(outputs, "evaluation_page", lambda *_, **__: "<!doctype html>")
    monkeypatch.setattr(outputs, "evaluation_report", lambda *_, **__: b"%PDF")
    monkeypatch.setattr(outputs, "on_paper", lambda *_: {"study-waktu-events": "<svg/>"})


def names(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_all_files_stand_in_the_folder(tmp_path):
    written = write_evaluation(document(), [], tmp_path / "hasil")

    assert {str(path.relative_to(tmp_path / "hasil")) for path in written} == names(
        tmp_path / "hasil"
    )
    assert names(tmp_path / "hasil") == {
        "index.html", "index.en.html", "laporan.pdf", "report.en.pdf", "evaluation.xlsx",
        "indicators.csv", "rejected.csv", "result.json", "charts/study-waktu-events.svg",
    }  # fmt: skip
    assert json.loads((tmp_path / "hasil" / "result.json").read_text("utf-8")) == document()


def test_writing_again_replaces_the_whole_evaluation(tmp_path):
    write_evaluation(document(), [], tmp_path / "hasil")
    (tmp_path / "hasil" / "charts" / "old.svg").write_text("old")

    write_evaluation(document(language_default="en"), [], tmp_path / "hasil")

    assert "charts/old.svg" not in names(tmp_path / "hasil")
    assert json.loads((tmp_path / "hasil" / "result.json").read_text())["language_default"] == "en"
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


@pytest.mark.parametrize(
    "step", ["evaluation_report", "evaluation_workbook", "rejected_csv", "text_of"]
)
def test_a_fault_at_any_step_leaves_the_old_evaluation(tmp_path, monkeypatch, step):
    write_evaluation(document(), [], tmp_path / "hasil")
    before = {path: path.read_bytes() for path in (tmp_path / "hasil").rglob("*") if path.is_file()}

    def break_down(*_args, **_named):
        raise RuntimeError(step)

    monkeypatch.setattr(outputs, step, break_down)
    with pytest.raises(RuntimeError):
        write_evaluation(document(language_default="en"), [], tmp_path / "hasil")

    assert {
        path: path.read_bytes() for path in (tmp_path / "hasil").rglob("*") if path.is_file()
    } == before
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_a_full_disk_is_told_in_words_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "evaluation_workbook", full)
    with pytest.raises(CannotWriteOutputs) as refusal:
        write_evaluation(document(), [], tmp_path / "hasil")

    assert "Periksa ruang kosong" in say(refusal.value.sentence, "id")
    assert not list(tmp_path.iterdir())


def test_a_folder_with_somebodys_files_is_left_alone(tmp_path):
    (tmp_path / "skripsi.docx").write_text("mine")

    with pytest.raises(CannotWriteOutputs) as refusal:
        write_evaluation(document(), [], tmp_path)

    assert "skripsi.docx" in say(refusal.value.sentence, "id")
    assert names(tmp_path) == {"skripsi.docx"}


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "hasil").write_text("mine")

    with pytest.raises(CannotWriteOutputs):
        write_evaluation(document(), [], tmp_path / "hasil")

    assert (tmp_path / "hasil").read_text() == "mine"


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "hasil").mkdir()

    assert write_evaluation(document(), [], tmp_path / "hasil")


def test_rejected_rows_are_read_once_and_written_twice(tmp_path):
    from tests.units.publication.test_tables import rejected

    write_evaluation(document(), iter([rejected("x"), rejected("y")]), tmp_path / "hasil")

    assert (tmp_path / "hasil" / "rejected.csv").read_text("utf-8-sig").count("permohonan.csv") == 2


def test_of_very_many_rejected_rows_all_are_in_a_packed_file(tmp_path, monkeypatch):
    from tests.units.publication.test_tables import rejected

    monkeypatch.setattr(outputs, "MOST_LINES", 2)
    rows = [rejected(str(number)) for number in range(5)]
    whole = "".join(outputs.rejected_csv(rows))

    written = write_evaluation(document(), iter(rows), tmp_path / "hasil")

    first = (tmp_path / "hasil" / "rejected.csv").read_bytes().decode()
    packed = (tmp_path / "hasil" / "rejected.csv.gz").read_bytes()
    assert first.splitlines() == whole.splitlines()[:3]  # a header and two rows
    assert gzip.decompress(packed).decode() == whole
    assert tmp_path / "hasil" / "rejected.csv.gz" in written

    write_evaluation(document(), iter(rows), tmp_path / "hasil")

    assert (tmp_path / "hasil" / "rejected.csv.gz").read_bytes() == packed


def test_rejected_rows_that_just_fit_are_not_packed(tmp_path, monkeypatch):
    from tests.units.publication.test_tables import rejected

    monkeypatch.setattr(outputs, "MOST_LINES", 2)
    write_evaluation(document(), [rejected("x"), rejected("y")], tmp_path / "hasil")

    assert "rejected.csv.gz" not in names(tmp_path / "hasil")
