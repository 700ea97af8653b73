"""What is no file, is named like none, comes twice, or has nowhere to be kept."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests import bad_files
from tests.integration.bad_input.files import REQUESTS, UNITS
from tests.integration.bad_input.telling import imported, says, sentences
from tests.integration.bad_input.unchanged import Unchanged
from tests.integration.conftest import upload

from dampak.cli.import_files import import_files
from dampak.cli.speaking import REFUSED
from dampak.intake.previewing import preview_of


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pipe", "folder", "loop in a folder", "file of a system"])
def test_what_is_no_file_is_told_at_once(kind, office, tmp_path, monkeypatch):
    before = Unchanged(office)
    path = tmp_path / REQUESTS
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "loop in a folder":
        path = tmp_path / "paket"
        path.mkdir()
        (path / REQUESTS).symlink_to(path / REQUESTS)
    else:
        path = Path("/dev/zero")

    told = imported(path, "id", monkeypatch)

    says(told, ["tidak memuat tabel"] if kind == "folder" else ["tidak dapat dibuka", "Pastikan"])
    before.hold()


@pytest.mark.database
@pytest.mark.django_db
def test_a_name_that_is_no_name_commands_no_terminal(office, tmp_path, monkeypatch):
    before = Unchanged(office)
    path = os.fsencode(tmp_path) + b"/unit\xff\x1b[2J%(file)s.csv"
    Path(os.fsdecode(path)).write_bytes(b"")

    told = imported(os.fsdecode(path), "id", monkeypatch)

    assert told == "unit��[2J%(file)s.csv kosong. Ekspor ulang berkasnya.\n"
    before.hold()


def test_a_name_that_is_no_name_is_kept_as_far_as_it_can_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path / "home"))
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/unit_kerja\xff.csv"))
    path.write_text(bad_files.units())

    told = CliRunner().invoke(import_files, [str(path)])

    assert told.exit_code == 0, told.output
    assert "unit_kerja�.csv" in told.output


@pytest.mark.database
@pytest.mark.django_db
def test_two_lists_of_units_are_refused_however_they_are_named(
    office, hand_in, tmp_path, monkeypatch
):
    before = Unchanged(office)
    monkeypatch.setenv("DAMPAK_LANGUAGE", "id")
    for name in (UNITS, "units.csv"):
        (tmp_path / name).write_text(bad_files.units())
    paths = [str(tmp_path / UNITS), str(tmp_path / "units.csv")]

    told = CliRunner().invoke(import_files, paths)
    both = hand_in([upload(UNITS, bad_files.units()), upload("units.csv", bad_files.units())])

    assert told.exit_code == REFUSED
    says(told.stderr, ["Tabel unit_kerja ada di 2 tempat: unit_kerja.csv, units.csv", "Gabungkan"])
    says(sentences(preview_of(both), "id"), ["Tabel unit_kerja ada di 2 tempat", "Gabungkan"])
    before.hold()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_home_that_cannot_be_written_is_told(language, tmp_path, monkeypatch):
    home = tmp_path / "a file where the folder should be"
    home.write_text("")
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    path = tmp_path / UNITS
    path.write_text(bad_files.units())

    told = imported(path, language, monkeypatch)

    says(
        told,
        {"id": ["tidak dapat ditulisi", "ada berkas"], "en": ["could not be written"]}[language],
    )
