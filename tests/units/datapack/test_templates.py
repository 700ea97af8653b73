"""The empty workbooks: what an office fills in is what lands."""

from io import BytesIO

import openpyxl
import pytest

from dampak.datapack.tables import TABLES
from dampak.datapack.template import header_of, sheet_name, workbook_template
from dampak.language.saying import say
from dampak.warehouse.landing import CannotLand, land_pack


def opened(language):
    content = workbook_template(TABLES.values(), language=language, say=say)
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_table_has_a_sheet_with_its_headers(language):
    book = opened(language)
    for table in TABLES.values():
        headers = [cell.value for cell in book[sheet_name(table, language)][1]]
        assert headers == [header_of(column, language) for column in table.columns]


def test_every_header_carries_its_explanation_in_the_readers_language():
    sheet = opened("id")["permohonan_layanan"]
    assert "Nomor permohonan di instansi Anda" in sheet["A1"].comment.text
    assert "wajib" in sheet["A1"].comment.text


def test_the_guide_explains_every_column_in_both_languages():
    rows = list(opened("id")["Petunjuk"].iter_rows(values_only=True))
    n_columns = sum(len(table.columns) for table in TABLES.values())
    explained = [row for row in rows if row[6] and row[5] != "Keterangan"]
    assert len(explained) == n_columns
    assert all(row[5] != row[6] for row in explained)


def test_a_nip_typed_into_the_template_stays_text():
    sheet = opened("id")["pegawai"]
    assert sheet.column_dimensions["A"].number_format == "@"


def test_closed_lists_stop_other_words_and_open_ones_only_warn():
    rules = {
        str(rule.sqref).split("2:")[0]: (rule.formula1, rule.errorStyle)
        for rule in opened("id")["permohonan_layanan"].data_validations.dataValidation
    }
    assert rules["H"][0] == '"Diproses,Selesai,Dicabut,Ditolak"'
    assert rules["H"][1] in {None, "stop"}
    assert rules["D"][1] == "warning"


def test_the_same_template_is_always_the_same_bytes():
    first, second = (workbook_template(TABLES.values(), language="en", say=say) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_filled_template_lands_as_it_is(language, tmp_path):
    book = opened(language)
    for name, cells in (("units", {"A2": "U1", "B2": "Loket A"}), ("complaints", {})):
        for place, value in cells.items():
            book[sheet_name(TABLES[name], language)][place] = value
    book[sheet_name(TABLES["complaints"], language)].append(["P1", "U1", "KTP", "x", "2026-03-02"])
    path = tmp_path / "paket.xlsx"
    book.save(path)
    assert [each.table for each in land_pack(path)] == ["units", "complaints"]


def test_an_empty_template_is_refused_as_headers_without_rows(tmp_path):
    path = tmp_path / "paket.xlsx"
    path.write_bytes(workbook_template(TABLES.values(), language="id", say=say))
    with pytest.raises(CannotLand, match="holds a header") as refusal:
        land_pack(path)
    assert len(refusal.value.faults) == len(TABLES)
