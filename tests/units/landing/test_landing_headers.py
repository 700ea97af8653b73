"""The header is found under titles, over two rows, in either language."""

import pytest
from tests.office_files import REQUESTS, ROWS

from dampak.datapack.mapping import Mapping
from dampak.warehouse.landing import CannotLand, land


def faults(path, **more):
    with pytest.raises(CannotLand) as refusal:
        land(path, **more)
    return str(refusal.value).splitlines()


def test_titles_above_the_header_are_passed_over(file):
    titles = "DINAS PERIZINAN\nRegister permohonan, Maret 2026\n\n"
    landed = land(file(titles + REQUESTS + ROWS))
    assert (landed.header_row, landed.records_in) == (4, 2)
    assert landed.rows.column("row_number").to_pylist() == [5, 6]
    assert "taken for titles" in landed.notices[0].message


def test_case_spaces_and_punctuation_do_not_matter(file):
    header = "No. Permohonan;Kode  Unit;TGL MASUK;Tanggal-Selesai;Status\n"
    landed = land(file(header + ROWS.replace(",", ";")))
    assert dict(landed.columns) == {
        "request_id": "No. Permohonan",
        "unit_code": "Kode  Unit",
        "received_at": "TGL MASUK",
        "closed_at": "Tanggal-Selesai",
        "status": "Status",
    }


def test_english_headers_are_as_good(file):
    header = "request_id,unit_code,received_at,closed_at,status\n"
    assert land(file(header + ROWS, "anything.csv")).table == "service_requests"


def test_two_merged_rows_are_joined(workbook):
    landed = land(
        workbook(
            permohonan_layanan=[
                ["Register 2026"],
                ["Nomor", "Kode", "Tanggal", None, "Status"],
                ["Permohonan", "Unit", "Masuk", "Selesai", None],
                ["(1)", "(2)", "(3)", "(4)", "(5)"],
                ["A1", "U1", "2026-03-02", "2026-03-05", "Selesai"],
            ]
        )
    )
    assert dict(landed.columns) == {
        "request_id": "Nomor Permohonan",
        "unit_code": "Kode Unit",
        "received_at": "Tanggal Masuk",
        "closed_at": "Tanggal Selesai",
        "status": "Status",
    }
    assert landed.rows.column("row_number").to_pylist() == [5]


def test_columns_nobody_asked_for_are_left_out_and_named(file):
    header = REQUESTS.replace(",status", ",status,nama_pemohon")
    landed = land(file(header + "A1,U1,2026-03-02,,Selesai,Budi\n"))
    assert landed.ignored == ("nama_pemohon",)
    assert "nama_pemohon" not in landed.rows.column_names
    assert landed.notices[0].values["columns"] == "nama_pemohon"


def test_a_missing_column_is_named_with_what_was_found_and_what_is_near(file):
    header = "nomor_permohonan,kode_unit,tanggal_masukk,status\n"
    (fault,) = faults(file(header + "A1,U1,x,y\n"))
    assert "received_at (tanggal_masuk) of service_requests is missing" in fault
    assert "Found: nomor_permohonan, kode_unit, tanggal_masukk, status." in fault
    assert "“tanggal_masukk” is meant" in fault


def test_all_faults_are_told_at_once(file):
    told = faults(file("nomor_permohonan,status,Status\nA1,x,y\n"))
    assert len(told) == 3
    assert "stands 2 times" in told[0]
    assert "unit_code" in told[1]
    assert "received_at" in told[2]


def test_a_better_header_wins_over_an_alias(file):
    landed = land(file("kode,kode_unit,nama_unit\n9,U1,Loket\n", "units.csv"))
    assert landed.columns["code"] == "kode_unit"
    assert landed.ignored == ("kode",)


def test_the_same_header_twice_is_refused(file):
    (fault,) = faults(file(REQUESTS.replace("status", "Kode Unit") + ROWS))
    assert "“kode_unit” stands 2 times" in fault


def test_a_row_without_any_known_header_is_refused(file):
    (fault,) = faults(file("x,y\n1,2\n", "data.csv"))
    assert "No header that dampak knows" in fault
    assert "x, y" in fault


def test_an_unknown_table_is_told_with_the_nearest_one(file):
    (fault,) = faults(file("kode_unit,layanan,kategori\nU1,KTP,x\n", "data.csv"))
    assert "is none of the tables" in fault
    assert "closest to" in fault


def test_the_file_name_decides_between_tables_that_fit_equally(file):
    header = "unit_code,month\nU1,2026-03\n"
    assert land(file(header, "panel.csv")).table == "unit_months"


def test_the_offices_own_numbers_are_kept_in_a_table_of_months(file):
    landed = land(file("kode_unit,bulan,volume,Waktu Tunggu\nU1,2026-03,5,12\n", "unit_bulan.csv"))
    assert landed.rows.column_names == [
        "unit_code",
        "month",
        "volume",
        "Waktu Tunggu",
        "row_number",
    ]
    assert landed.ignored == ()


def test_the_offices_own_numbers_may_be_renamed_by_a_mapping(file):
    mapping = Mapping(table="unit_months", columns={"scrap_rate": "Scrap (%)"})
    landed = land(file("unit_code,month,Scrap (%)\nU1,1987,12\n"), mapping=mapping)
    assert landed.rows.column("scrap_rate").to_pylist() == ["12"]


def test_an_own_number_cannot_take_the_place_of_the_row_numbers(file):
    landed = land(file("unit_code,month,row_number\nU1,1987,12\n"))
    assert landed.rows.column("row_number").to_pylist() == [2]
    assert landed.ignored == ("row_number",)


SKM = "kode_unit,tanggal_survei," + ",".join(f"U{number}" for number in range(1, 10)) + "\n"
ANSWERS = "K1,2026-03-02,1,2,3,4,1,2,3,4,1\n"


def test_numbered_unsur_are_refused_because_u8_and_u9_swap(file):
    (fault,) = faults(file(SKM + ANSWERS, "survei_kepuasan.csv"))
    assert "U8 is the handling of complaints in some offices" in fault


def test_numbered_unsur_are_taken_once_a_mapping_tells_u8_from_u9(file):
    mapping = Mapping(table="satisfaction", columns={"pengaduan": "U9", "sarpras": "U8"})
    row = land(file(SKM + ANSWERS, "skm.csv"), mapping=mapping).rows.to_pylist()[0]
    assert (row["persyaratan"], row["perilaku"]) == ("1", "3")
    assert (row["sarpras"], row["pengaduan"]) == ("4", "1")


def test_a_mapping_that_names_only_one_of_u8_and_u9_is_not_enough(file):
    mapping = Mapping(table="satisfaction", columns={"pengaduan": "U9"})
    assert any(
        "numbers its unsur" in fault for fault in faults(file(SKM + ANSWERS), mapping=mapping)
    )
