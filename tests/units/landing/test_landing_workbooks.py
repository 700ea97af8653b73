"""Excel's cells arrive as the text that stands in them."""

from datetime import date

import openpyxl
import xlsxwriter

from dampak.warehouse.landing import land


def test_a_nip_typed_as_text_keeps_its_eighteen_digits(workbook):
    landed = land(
        workbook(
            pelatihan=[
                ["nip", "program", "tanggal_mulai"],
                ["199001312020121901", "Layanan Prima", "31/03/2026"],
            ]
        )
    )
    assert landed.rows.column("person_key").to_pylist() == ["199001312020121901"]


def test_cells_become_text_and_rows_keep_excels_numbers(tmp_path):
    path = tmp_path / "unit_bulan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Rekap")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(2, 1, "Rekap bulanan")
        sheet.write_row(4, 1, ["kode_unit", "bulan", "volume", "rerata"])
        sheet.write(6, 1, "007")
        sheet.write_datetime(6, 2, date(2026, 3, 31), day)
        sheet.write_row(6, 3, [12, 3.5])
        sheet.write(9, 1, "008")
        sheet.write_formula(9, 4, "=1/0", None, "#DIV/0!")
    landed = land(path)
    assert landed.header_row == 5
    assert landed.rows.to_pylist() == [
        {
            "unit_code": "007",
            "month": "2026-03-31 00:00:00",
            "volume": "12",
            "rerata": "3.5",
            "row_number": 7,
        },
        {
            "unit_code": "008",
            "month": "",
            "volume": "",
            "rerata": "#DIV/0!",
            "row_number": 10,
        },
    ]


def test_a_merged_header_cell_speaks_for_the_columns_under_it(tmp_path):
    path = tmp_path / "pengaduan.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nomor Pengaduan", "Kode Unit", "Tanggal", None])
    sheet.append([None, None, "Masuk", "Selesai"])
    sheet.append(["P1", "U1", "02-03-2026", "05-03-2026"])
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(cells)
    book.save(path)
    landed = land(path)
    assert landed.columns["resolved_at"] == "Tanggal Selesai"
    assert landed.rows.column("row_number").to_pylist() == [3]


def test_the_header_again_inside_a_sheet_is_set_aside(workbook):
    header = ["kode", "nama"]
    landed = land(workbook(units=[header, ["U1", "x"], header, ["U2", "y"]]))
    assert landed.rows.column("row_number").to_pylist() == [2, 4]
    assert [each.row_number for each in landed.set_aside] == [3]


def test_hidden_sheets_are_not_read(tmp_path):
    path = tmp_path / "paket.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("units", "peristiwa"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["kode", "nama"] if name == "units" else ["kode_unit", "sejak"])
            sheet.write_row(1, 0, ["U1", "x"])
        sheet.hide()
    assert land(path).table == "units"
