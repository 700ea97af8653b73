"""A long list is read in portions as it would be read whole."""

import pyarrow as pa
import pytest

from dampak.datapack.staff import STAFF_TABLES
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.staff import portions
from dampak.warehouse.staff.portions import portions_of

HEADER = "nip,nama,kode_unit,jabatan"


def rows_of(path):
    found = list(portions_of(path, STAFF_TABLES))
    set_aside = [row.row_number for each in found for row in each.set_aside]
    return len(found), pa.concat_tables([each.rows for each in found]).to_pylist(), set_aside


def written(tmp_path, lines, *, encoding="utf-8"):
    path = tmp_path / "pegawai.csv"
    path.write_bytes("\n".join([HEADER, *lines, ""]).encode(encoding))
    return path


def test_portions_together_are_the_whole_with_the_same_row_numbers(tmp_path, monkeypatch):
    lines = [f"{n:018},Orang {n},U{n % 7},Guru" for n in range(500)]
    lines[100] = '000,"Dua\nbaris, satu sel",U1,Guru'  # takes two lines of the file
    lines[300] = "terlalu,sedikit"
    path = written(tmp_path, lines)
    whole = rows_of(path)
    monkeypatch.setattr(portions, "PORTION_BYTES", 2_000)
    number, rows, set_aside = rows_of(path)
    assert number > 5
    assert (rows, set_aside) == (whole[1], whole[2])
    assert set_aside == [303]  # counted as a text editor counts
    assert len(rows) == 499


@pytest.mark.parametrize("portion", [200, 333, 471])
def test_a_value_over_two_lines_is_never_cut(tmp_path, monkeypatch, portion):
    path = written(tmp_path, [f'{n:018},"Orang\n{n}",U1,Guru' for n in range(60)])
    monkeypatch.setattr(portions, "PORTION_BYTES", portion)
    assert [row["name"] for row in rows_of(path)[1]] == [f"Orang\n{n}" for n in range(60)]


def test_windows_letters_are_read_in_every_portion(tmp_path, monkeypatch):
    names = [f"André {n}" for n in range(200)]
    path = written(
        tmp_path, [f"{n},{name},U1,Guru" for n, name in enumerate(names)], encoding="cp1252"
    )
    monkeypatch.setattr(portions, "PORTION_BYTES", 1_000)
    assert [row["name"] for row in rows_of(path)[1]] == names


def test_a_long_file_of_something_else_says_what_is_missing(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("satu,dua\n" + "1,2\n" * 1_000, encoding="utf-8")
    monkeypatch.setattr(portions, "PORTION_BYTES", 1_000)
    with pytest.raises(CannotLand):
        list(portions_of(path, STAFF_TABLES))
