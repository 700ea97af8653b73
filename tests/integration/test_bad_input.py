"""Bad input gets a message that helps, and leaves the served data and the ledger as they were.

Both roads are walked: `dampak import` at a terminal, and a delivery handed in on the site.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from tests import bad_files
from tests.integration.conftest import AT, PLAN, upload

from dampak.cli.evaluate import evaluate
from dampak.cli.import_files import import_files
from dampak.cli.speaking import REFUSED
from dampak.impact.services import keep_answer, seal_plan, write_plan
from dampak.intake.previewing import preview_of
from dampak.intake.selectors import served_snapshot
from dampak.intake.services import CannotAccept, accept_delivery

REQUESTS, UNITS, TRAINING = "permohonan_layanan.csv", "unit_kerja.csv", "pelatihan.csv"
GOOD = bad_files.requests()
MAY_GROW = {
    "intake.delivery",
    "intake.deliveredfile",
    "audit.entry",
    "audit.change",
    "sessions.session",
}
CIRCLE = ("K7,Tujuh,K8,2020-01-01", "K8,Delapan,K9,2020-01-01", "K9,Sembilan,K7,2020-01-01")
BORN_LATER = bad_files.training(("K1", "2019-12-31"), ("K2", "2024-02-01"))

# name of the case: file name, content, what must be said in Indonesian and in English
REFUSED_FILES = {
    "empty file": (REQUESTS, b"", ["kosong", "Ekspor ulang"], ["is empty", "Export it again"]),
    "workbook without a byte": (
        *("permohonan_layanan.xlsx", b""),
        *(["kosong", "Ekspor ulang"], ["is empty", "Export it again"]),
    ),
    "picture called CSV": (
        *(REQUESTS, bad_files.PICTURE),
        *(["adalah gambar, bukan tabel", "Serahkan"], ["a picture, not a table", "Hand in"]),
    ),
    "PDF called XLSX": (
        *("permohonan_layanan.xlsx", bad_files.PDF),
        *(["adalah PDF, bukan tabel", "Serahkan"], ["a PDF, not a table", "Hand in"]),
    ),
    "letter called XLSX": (
        *("permohonan_layanan.xlsx", bad_files.word_document()),
        *(["adalah dokumen Word", "Serahkan"], ["a Word document, not a table", "Hand in"]),
    ),
    "ZIP": (
        *("paket.zip", bad_files.archive(permohonan_layanan__csv=GOOD)),
        *(
            ["adalah arsip (ZIP", "serahkan berkas di dalamnya"],
            ["an archive (ZIP", "files inside"],
        ),
    ),
    "workbook with a password": (
        *("permohonan_layanan.xlsx", bad_files.locked_workbook()),
        *(["dilindungi kata sandi", "Hapus kata sandinya"], ["with a password", "Remove it"]),
    ),
    "header of one column twice": (
        *(REQUESTS, GOOD.replace("layanan,tanggal_masuk", "tanggal_masuk,tanggal_masuk")),
        *(["“tanggal_masuk” muncul 2 kali", "hapus"], ["“tanggal_masuk” stands 2 times", "remove"]),
    ),
    "one column missing": (
        *(REQUESTS, GOOD.replace("tanggal_masuk", "tgl")),
        *(["Kolom tanggal_masuk", "Yang ada: nomor_permohonan", "Tambahkan"],),
        *(["column received_at", "Found: nomor_permohonan", "Add the column"],),
    ),
    "headers of another country": (
        *(REQUESTS, GOOD.replace(bad_files.REQUESTS, "Nummer,Amt,Dienst,Eingang,Ende\n")),
        *(["Tidak ada judul kolom yang dikenal", "Nummer, Amt", "templat"],),
        *(["No header that dampak knows", "Nummer, Amt", "template"],),
    ),
    "header without rows": (
        *(REQUESTS, bad_files.REQUESTS),
        *(["hanya berisi judul kolom", "Isilah"], ["no rows below", "Fill it"]),
    ),
    "all rows refused": (
        *(REQUESTS, GOOD.replace("-01-", "-13-").replace("-02-", "-14-").replace("-03-", "-15-")),
        *(["Semua baris (216)", "2024-13-02", "Perbaiki tanggalnya"],),
        *(["All 216 rows", "2024-13-02", "Correct the date"],),
    ),
    "unknown units in half of the rows": (
        *(REQUESTS, GOOD.replace(",K1,", ",X1,").replace(",K2,", ",X1,").replace(",K3,", ",X1,")),
        *(["108 dari 216", "Unit X1", "perbaiki kodenya"], ["108 of 216", "Unit X1", "correct"]),
    ),
    "unit that is its own parent": (
        *(UNITS, bad_files.UNITS + "K9,Sembilan,K9,2020-01-01\n"),
        *(["K9 tercatat sebagai induknya sendiri", "kosongkan"], ["K9 is named as its own parent"]),
    ),
    "three units in a circle": (
        *(UNITS, bad_files.units(*CIRCLE)),
        *(["K7 → K8 → K9 → K7", "puncak"], ["K7 → K8 → K9 → K7", "at the top"]),
    ),
    "training before the birth of the unit": (
        *(TRAINING, BORN_LATER),
        *(["31 Desember 2019, sebelum unit K1 berdiri", "Perbaiki"],),
        *(["before unit K1 existed", "Correct the date"],),
    ),
    "months that come first": (
        *(REQUESTS, bad_files.REQUESTS + "R1,K1,KTP,02/25/2024,02/27/2024\n"),
        *(["02/25/2024", "mendahulukan bulan"], ["02/25/2024", "puts the month first"]),
    ),
    "NIP that a spreadsheet rounded": (
        "pelatihan.xlsx",
        bad_files.workbook(
            pelatihan=[
                ["kode_unit", "nip", "nama_program", "angkatan", "tanggal_mulai"],
                ["K1", 198501012010011001, "Loket Prima", 1, "2024-02-01"],
            ]
        ),
        *(["NIP pada kolom nip rusak", "teks"], ["The NIP in column nip was damaged", "as text"]),
    ),
    "five thousand columns": (
        *(REQUESTS, GOOD.replace("\n", "," + ",".join(f"k{n}" for n in range(5000)) + "\n", 1)),
        *(["5005 kolom", "paling banyak 2000"], ["5005 columns", "2000 are the most"]),
    ),
    "zeros in the midst of it": (
        *(REQUESTS, GOOD.encode()[:300] + bytes(5000) + GOOD.encode()[300:]),
        *(["tidak dikenal, bukan tabel"], ["of an unknown kind, not a table"]),
    ),
}

SPANISH = bad_files.units("K9,Kecamatan Añu,,2020-01-01")
# What can be read is read; it is told all the same, and nothing changes before it is accepted.
READ_WITH_A_WORD = {
    "UTF-16": (REQUESTS, GOOD.encode("utf-16"), ["dalam UTF-16"], ["written in UTF-16"]),
    "UTF-16 without a mark": (
        *(REQUESTS, GOOD.encode("utf-16-le")),
        *(["dalam UTF-16"], ["written in UTF-16"]),
    ),
    "Windows-1252": (
        *(UNITS, SPANISH.encode("cp1252")),
        *(["dalam Windows-1252"], ["written in Windows-1252"]),
    ),
    "two encodings": (
        *(UNITS, bad_files.units("K8,Désa,,2020-01-01").encode() + "K9,ñ,,\n".encode("cp1252")),
        *(["mencampur dua penyandian huruf", "Ekspor ulang"], ["mixes two encodings", "Export"]),
    ),
    "header as a row again": (
        *(REQUESTS, GOOD + bad_files.REQUESTS),
        *(["mengulang judul kolom", "Hapuslah"], ["repeats the header", "Remove it"]),
    ),
    "own parent among good units": (
        *(UNITS, bad_files.units("K9,Sembilan,K9,2020-01-01")),
        *(["K9 tercatat sebagai induknya sendiri"], ["K9 is named as its own parent"]),
    ),
    "NUL bytes in a row": (
        *(REQUESTS, GOOD.replace("R2024-01-1-3", "R\0\0")),
        *(["bita NUL", "Ekspor ulang"], ["NUL bytes", "Export the file again"]),
    ),
    "quotation mark left open": (
        *(REQUESTS, GOOD.replace("R2024-01-1-3,K1,KTP", 'R2024-01-1-3,K1,"KTP')),
        *(["tidak pernah ditutup"], ["is never closed"]),
    ),
}


@pytest.fixture
def office(served, home, monkeypatch):
    """Served data, a sealed plan and its answer; what the site and the terminal both look at."""
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    plan = seal_plan(write_plan(PLAN, by="sri", at=AT), by="sri", at=AT)
    snapshot = {"id": served.snapshot_id, "number": served.snapshot_number}
    keep_answer(plan, {"snapshot": snapshot, "studies": [], "figures": {}}, by="sri", at=AT)
    return home


def ledger():
    """Every row of every table of the ledger, by the name of its table."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def warehouse(home):
    """HEAD, manifests, objects and kept files: everything that is served, byte by byte."""
    root = home / "warehouse"
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


class Unchanged:
    """What the warehouse and the ledger held, to be compared with what they hold later."""

    def __init__(self, home):
        self.home, self.files, self.rows = home, warehouse(home), ledger()
        self.head = served_snapshot().id
        assert {"HEAD", "manifests/00000001.json"} <= self.files.keys()
        assert self.rows["impact.answer"]
        assert self.rows["accounts.user"]

    def hold(self):
        assert served_snapshot().id == self.head
        assert warehouse(self.home) == self.files
        rows = ledger()
        for name, before in self.rows.items():
            if name in MAY_GROW:
                assert rows[name][: len(before)] == before, name
            else:
                assert rows[name] == before, name
        deeds = {row["deed"] for row in rows["audit.entry"][len(self.rows["audit.entry"]) :]}
        assert deeds <= {"delivery.received"}
        assert all(
            row["accepted_at"] is None
            for row in rows["intake.delivery"][len(self.rows["intake.delivery"]) :]
        )


def imported(path, language, monkeypatch):
    """`dampak import` of one file; what it said, and that it stopped in words."""
    monkeypatch.setenv("DAMPAK_LANGUAGE", language)
    told = CliRunner().invoke(import_files, [str(path), "--by", "sri"])
    assert told.exit_code == REFUSED, told.output
    assert isinstance(told.exception, SystemExit)
    assert "Traceback" not in told.output
    assert not told.stdout
    return told.stderr


def sentences(preview, language):
    """Everything that the page of a delivery says about it."""
    told = [*preview["faults"], *(f for each in preview["unread"] for f in each["faults"])]
    for file in preview["files"]:
        told += file["notices"]
        told += [example["reason"] for reason in file["reasons"] for example in reason["examples"]]
    return "\n".join(sentence[language] for sentence in told)


def says(text, essentials):
    missing = [each for each in essentials if each not in text]
    assert not missing, text
    assert "%(" not in text


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED_FILES)
def test_import_refuses_in_words_and_changes_nothing(case, office, tmp_path, monkeypatch):
    name, content, indonesian, english = REFUSED_FILES[case]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = Unchanged(office)

    for language, essentials in (("id", indonesian), ("en", english)):
        told = imported(path, language, monkeypatch)
        says(told, essentials)
        assert name in told

    before.hold()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED_FILES)
def test_the_site_refuses_in_words_and_changes_nothing(case, office, hand_in):
    name, content, indonesian, english = REFUSED_FILES[case]
    before = Unchanged(office)

    delivery = hand_in([upload(name, content)])
    preview = preview_of(delivery)

    assert not preview["can_be_accepted"]
    says(sentences(preview, "id"), indonesian)
    says(sentences(preview, "en"), english)
    with pytest.raises(CannotAccept):
        accept_delivery(delivery, by="sri", at=AT)
    before.hold()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("case", READ_WITH_A_WORD)
def test_what_can_be_read_is_told_and_changes_nothing_before_it_is_accepted(case, office, hand_in):
    name, content, indonesian, english = READ_WITH_A_WORD[case]
    before = Unchanged(office)

    preview = preview_of(hand_in([upload(name, content)]))

    assert preview["can_be_accepted"]
    says(sentences(preview, "id"), indonesian)
    says(sentences(preview, "en"), english)
    before.hold()


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


def test_more_numbers_of_the_offices_own_than_can_be_read_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path / "home"))
    path = tmp_path / "nilai_bulanan.csv"
    header = ",".join(f"k{number}" for number in range(201))
    path.write_text(f"kode_unit,bulan,{header}\nK1,2024-01{',1' * 201}\n")

    says(imported(path, "id", monkeypatch), ["201 kolom buatan sendiri", "paling banyak 200"])


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


YEAR = [f"{date(2023, month, 1):%Y-%m}" for month in range(1, 13)]
ALL = [f"K{number}" for number in range(1, bad_files.N_UNITS + 1)]
# name: trained offices, months of data, why there is no answer, how many it needs and found
TOO_LITTLE = {
    "one month of data": (ALL[:3], YEAR[6:7], "TOO_FEW_MONTHS", (2, 1)),
    "one treated unit": (ALL[:1], YEAR, "TOO_FEW_TRAINED", (2, 1)),
    "nobody treated": ([], YEAR, "NOBODY_TRAINED", (1, 0)),
    "everybody treated at once": (ALL, YEAR, "EVERYBODY_AT_ONCE", (1, 0)),
}


@pytest.mark.parametrize("case", TOO_LITTLE)
def test_what_cannot_be_told_is_said_and_nothing_is_kept(case, tmp_path, monkeypatch):
    trained, months, why, (needed, found) = TOO_LITTLE[case]
    home, pack = tmp_path / "nobody made this", tmp_path / "pack"
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    pack.mkdir()
    (pack / UNITS).write_text(bad_files.units())
    (pack / REQUESTS).write_text(bad_files.requests(months=months))
    others = "" if trained else "K1,,Program Lain,1,2023-07-03\n"
    (pack / TRAINING).write_text(
        bad_files.training(*((unit, "2023-07-03") for unit in trained)) + others
    )
    (pack / "study.toml").write_text(PLAN)

    told = CliRunner().invoke(evaluate, [str(pack), "--json", "--by", "sri"])

    assert told.exit_code == 0, told.output
    study = json.loads(told.stdout)["studies"][0]
    assert study["verdict"] == "cannot_tell"
    assert "estimate" not in study
    answer = study["no_answer"]
    assert (answer["why"], answer["needed"], answer["found"]) == (why, needed, found)
    says(
        study["sentence"]["id"], ["belum dapat disimpulkan", f"ditemukan: {found}", "tanpa rentang"]
    )
    says(study["sentence"]["en"], ["cannot tell yet", f"found: {found}", "no interval"])
    assert study["next_step"]["id"] != study["next_step"]["en"]
    assert not home.exists()
