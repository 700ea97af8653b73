"""`dampak import`: an account of every file, and nothing changed when it is refused."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dampak.cli.import_files import import_files

UNITS = "kode_unit;nama_unit\nK01;Kecamatan Satu\nK02;Kecamatan Dua\n"
REQUESTS = "nomor_permohonan;kode_unit;tanggal_masuk;tanggal_selesai\n" + "".join(
    f"R{number};K0{number % 2 + 1};0{number}/03/2026;1{number}/03/2026\n" for number in range(1, 9)
)


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """A folder of files, and a home of its own."""
    monkeypatch.setenv("DAMPAK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "unit_kerja.csv").write_text(UNITS)
    (folder / "permohonan_layanan.csv").write_text(REQUESTS + "R9;K09;31/02/2026;\n")
    return folder


def run(*paths):
    return CliRunner().invoke(import_files, [*map(str, paths), "--by", "sri"])


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_tells_what_was_taken_and_every_reason_against_the_rest(pack):
    told = run(pack)

    assert told.exit_code == 0, told.output
    assert "permohonan_layanan.csv (service_requests): 9 rows, 8 taken, 1 set aside." in told.output
    assert "row 10: Column tanggal_masuk holds 31/02/2026, a day that does not exist" in told.output
    assert "row 10: Unit K09 does not occur in the table of units" in told.output
    assert "Snapshot 1 " in told.output


def test_it_speaks_indonesian_unless_asked_otherwise(pack, monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "id")
    assert "9 baris, 8 diterima, 1 disisihkan" in run(pack).output


def test_the_same_folder_twice_changes_nothing(pack, tmp_path):
    run(pack)
    before = contents(tmp_path / "home")

    assert "Nothing changed" in run(pack).output
    assert contents(tmp_path / "home") == before


def test_a_file_with_only_refused_rows_leaves_everything_as_it_was(pack, tmp_path):
    run(pack)
    before = contents(tmp_path / "home")
    bad = tmp_path / "permohonan_layanan.csv"
    bad.write_text(REQUESTS.replace("/03/2026", "/13/2026"))

    told = run(bad)

    assert told.exit_code == 3
    assert "All 8 rows of the table service_requests were refused" in told.output
    assert "row 2:" in told.output
    assert contents(tmp_path / "home") == before


def test_what_was_handed_over_is_kept_as_it_came(pack, tmp_path):
    run(pack)
    kept = {path.name: path.read_text() for path in (tmp_path / "home").glob("warehouse/raw/*/*")}
    assert kept == {path.name: path.read_text() for path in pack.iterdir()}


def test_it_takes_parquet_and_json_lines_too(pack):
    day = date(2026, 3, 2)
    codes = ["K01"] * 9 + ["K09"]
    columns = {"complaint_id": range(10), "unit_code": codes, "received_at": [day] * 10}
    complaints = pa.table({name: list(values) for name, values in columns.items()})
    pq.write_table(complaints, pack / "pengaduan.parquet")
    answer = '{"unit_code": "K01", "answered_on": "2026-03-02", "waktu": %s}\n'
    (pack / "survei_kepuasan.jsonl").write_text("".join(answer % mark for mark in (4, 3, 4, 2, 1)))

    told = run(pack).output

    assert "pengaduan.parquet (complaints): 10 rows, 9 taken, 1 set aside." in told
    assert "pengaduan.parquet, row 10: Unit K09 does not occur" in told
    assert "survei_kepuasan.jsonl (satisfaction): 5 rows, 5 taken, 0 set aside." in told
