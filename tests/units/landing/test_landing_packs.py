"""A pack is taken in whole or refused with every fault of every file."""

import os

import pytest
from tests.office_files import REQUESTS, ROWS

from dampak.datapack.mapping import Mapping, header_fingerprint
from dampak.warehouse.landing import CannotLand, Format, land_pack

UNITS = "kode,nama\nU1,Loket A\n"


def faults(path, **more):
    with pytest.raises(CannotLand) as refusal:
        land_pack(path, **more)
    return str(refusal.value).splitlines()


@pytest.fixture
def pack(file, tmp_path):
    file(UNITS, "pack/unit_kerja.csv")
    file(REQUESTS + ROWS, "pack/permohonan_layanan.csv")
    return tmp_path / "pack"


def test_a_folder_gives_its_tables(pack):
    assert {each.table for each in land_pack(pack)} == {"units", "service_requests"}


def test_one_workbook_gives_all_its_sheets_and_passes_over_empty_ones(workbook):
    path = workbook(
        Petunjuk=[["Isi lembar"], ["unit_kerja", "kode_unit", "code", "nama_unit"]],
        unit_kerja=[["kode_unit", "nama_unit"], ["U1", "Loket"]],
        pengaduan=[["nomor_pengaduan", "kode_unit", "tanggal_masuk"], ["P1", "U1", "2026-03-01"]],
        biaya=[["program", "kelompok_biaya", "realisasi"]],
        Catatan=[["apa saja"]],
    )
    landed = land_pack(path)
    assert [each.table for each in landed] == ["units", "complaints"]
    assert landed[0].notices[-1].values["found"] == "paket.xlsx [biaya], paket.xlsx [Catatan]"


def test_letters_pictures_and_settings_beside_the_tables_are_left(pack, file):
    for name in ("surat.pdf", "study.toml", "truth.json", ".hidden", "~$unit.xlsx", "README.md"):
        file(b"%PDF", f"pack/{name}")
    landed = land_pack(pack)
    assert len(landed) == 2
    assert landed[0].notices[-1].values["found"] == "surat.pdf"


def test_every_fault_of_every_file_is_told_at_once(pack, file):
    file("", "pack/pengaduan.csv")
    file(b"PK\x05\x06" + bytes(18), "pack/lama.zip")
    file("a,b\n1,2\n", "pack/lain.csv")
    told = faults(pack)
    assert len(told) == 3
    assert "lama.zip is an archive" in told[1]


def test_one_faulty_file_keeps_the_others_out(pack, file):
    file("kode,jenis\n1,2\n", "pack/unit_kerja.csv")
    (fault,) = faults(pack)
    assert "name (nama_unit) of units is missing" in fault


def test_a_register_may_come_in_a_file_a_year(pack, file):
    file(REQUESTS + ROWS, "pack/permohonan_2025.csv")
    assert [each.table for each in land_pack(pack)].count("service_requests") == 2


def test_two_lists_of_units_are_refused(pack, file):
    file(UNITS, "pack/unit_kerja_2.csv")
    (fault,) = faults(pack)
    assert "units stands in 2 places: unit_kerja.csv, unit_kerja_2.csv" in fault


def test_a_folder_without_a_table_is_refused(tmp_path):
    assert "holds no table" in faults(tmp_path)[0]


def test_a_pack_without_units_is_refused(pack):
    (pack / "unit_kerja.csv").unlink()
    (fault,) = faults(pack)
    assert "no table of units" in fault
    assert "units_from" in fault


def test_a_pack_with_nothing_to_count_is_refused(pack):
    (pack / "permohonan_layanan.csv").unlink()
    assert "nothing to count" in faults(pack)[0]


def test_a_file_that_only_adds_need_not_be_whole(pack):
    (landed,) = land_pack(pack / "permohonan_layanan.csv", must_be_whole=False)
    assert landed.table == "service_requests"


FOREIGN = (
    "id;dept;opened;state\n1;AIR,;2026-03-01;Done\n2;JALAN,;2026-03-02;NA\n3;NA;x;y\n4;AIR,;x;y\n"
)
MAPPING = Mapping(
    table="service_requests",
    columns={"request_id": "id", "unit_code": "dept", "received_at": "opened", "status": "state"},
    trims={"unit_code": ","},
    null_words=("NA",),
    units_from="dept",
)


def test_units_are_derived_from_a_column_where_the_mapping_says_so(file):
    units, requests = land_pack(file(FOREIGN, "export.csv"), mappings=[MAPPING])
    assert units.format is Format.DERIVED
    assert units.rows.to_pylist() == [
        {"code": "AIR", "name": "AIR", "row_number": 2},
        {"code": "JALAN", "name": "JALAN", "row_number": 3},
    ]
    assert requests.rows.column("unit_code").to_pylist() == ["AIR,", "JALAN,", "NA", "AIR,"]


def test_units_of_two_exports_are_derived_once_each(file, tmp_path):
    file(FOREIGN, "pack/export_1.csv")
    file(FOREIGN.replace("JALAN", "TAMAN"), "pack/export_2.csv")
    landed = land_pack(tmp_path / "pack", mappings=[MAPPING])
    units = [each for each in landed if each.table == "units"]
    assert [each.rows.column("code").to_pylist() for each in units] == [["AIR", "JALAN"], ["TAMAN"]]


def test_a_table_of_units_is_preferred_to_a_derived_one(pack, file):
    file(FOREIGN, "pack/permohonan_layanan.csv")
    landed = land_pack(pack, mappings=[MAPPING])
    assert [each.format for each in landed] == [Format.CSV, Format.CSV]


def test_a_saved_mapping_is_found_again_by_the_fingerprint_of_the_header(file):
    told = header_fingerprint(["ID", "Dept", "Opened", "State"])
    saved = Mapping(
        table="service_requests",
        columns=MAPPING.columns,
        units_from="dept",
        files="january.csv",
        header_sha256=told,
    )
    landed = land_pack(file(FOREIGN, "february.csv"), mappings=[saved])
    assert landed[1].mapping is saved


def test_a_mapping_for_another_file_is_not_used(file):
    other = Mapping(table="service_requests", columns=MAPPING.columns, files="january.csv")
    assert "is none of the tables" in faults(file(FOREIGN, "february.csv"), mappings=[other])[0]


def test_a_mapping_in_the_folder_is_read(file, tmp_path):
    file(FOREIGN, "pack/export.csv")
    file(
        'format = "dampak-mapping/1"\n[[file]]\ntable = "service_requests"\nunits_from = "dept"\n'
        'columns = { request_id = "id", unit_code = "dept", received_at = "opened" }\n',
        "pack/mapping.toml",
    )
    assert [each.table for each in land_pack(tmp_path / "pack")] == ["units", "service_requests"]


def test_a_broken_mapping_in_the_folder_is_told_with_the_rest(pack, file):
    file("format = ", "pack/mapping.toml")
    assert "mapping.toml cannot be read as TOML" in faults(pack)[0]


def test_headers_the_mapping_expects_and_the_file_lacks_are_told(file):
    mapping = Mapping(
        table="service_requests", columns={**MAPPING.columns, "service": "kind"}, files="*.csv"
    )
    (fault,) = faults(file(FOREIGN, "export.csv"), mappings=[mapping], must_be_whole=False)
    assert "expects the header “kind” (for service)" in fault


def test_a_pack_larger_than_allowed_is_refused(pack):
    os.truncate(pack / "unit_kerja.csv", 2 << 30)
    assert "too large" in faults(pack)[0]


def test_a_calendar_that_nobody_keeps_is_told(pack):
    abroad = Mapping(table="service_requests", files="x.csv", calendar="usa-5")
    with pytest.raises(CannotLand, match="found: usa-5"):
        land_pack(pack, mappings=[abroad])
