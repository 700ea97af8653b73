"""More than can be read: bytes, or columns of the office's own."""

import os

import pytest
from tests.integration.bad_input.files import GOOD, REQUESTS
from tests.integration.bad_input.telling import imported, says, sentences
from tests.integration.bad_input.unchanged import Unchanged
from tests.integration.conftest import upload

from dampak.intake.previewing import preview_of


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("name", [REQUESTS, "permohonan_layanan.xlsx"])
def test_two_gigabytes_are_refused_at_the_terminal(name, office, tmp_path, monkeypatch):
    path = tmp_path / name
    path.write_text(GOOD)
    os.truncate(path, 2 << 30)
    before = Unchanged(office)

    says(imported(path, "id", monkeypatch), [name, "2048 MiB", "1024 MiB", "Bagilah berkasnya"])
    says(imported(path, "en", monkeypatch), [name, "MiB is the most", "Split it"])

    before.hold()


@pytest.mark.database
@pytest.mark.django_db
def test_too_large_a_file_of_the_site_is_told_like_any_other(office, hand_in, settings):
    settings.LARGEST_DELIVERY_BYTES = 1 << 20
    before = Unchanged(office)

    preview = preview_of(hand_in([upload(REQUESTS, GOOD + "\n" * (3 << 20))]))

    says(sentences(preview, "id"), [REQUESTS, "3 MiB", "paling banyak 1 MiB", "Bagilah"])
    before.hold()


def test_more_numbers_of_the_offices_own_than_can_be_read_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path / "home"))
    path = tmp_path / "nilai_bulanan.csv"
    header = ",".join(f"k{number}" for number in range(201))
    path.write_text(f"kode_unit,bulan,{header}\nK1,2024-01{',1' * 201}\n")

    says(imported(path, "id", monkeypatch), ["201 kolom buatan sendiri", "paling banyak 200"])
