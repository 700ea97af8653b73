"""Tables open in a spreadsheet and run nothing in it."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.result_documents import document

from dampak.foundation.spreadsheets import as_found, harmless
from dampak.foundation.text import Sentence
from dampak.publication import sheets
from dampak.publication.tables import indicators_csv, rejected_csv
from dampak.publication.workbook import evaluation_workbook
from dampak.warehouse.rejects import RejectedRow

FORMULA = '=HYPERLINK("http://example.test","x")'


def rejected(value=FORMULA):
    return RejectedRow(
        file="permohonan.csv",
        table="service_requests",
        row_number=812,
        column="closed_on",
        value=value,
        reason=Sentence("Nothing was counted for this outcome."),
    )


def book_of(*rows, **changes):
    return load_workbook(BytesIO(evaluation_workbook(document(**changes), rows)))


@pytest.mark.parametrize(
    "value",
    [
        FORMULA,
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "-inf",
        "＝1",
        "\xa0=1",
        "\u202e=1",
    ],
)
def test_a_formula_becomes_text(value):
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["-1", "-1,5", "+62812", "-1.5e3", "Loket 1", "", "a=b"])
def test_numbers_and_plain_words_stay_as_they_are(value):
    assert harmless(value) == value


def test_every_rejected_row_stands_there_with_its_reason_in_both_languages():
    text = "".join(rejected_csv([rejected("31/02/2024")]))

    assert text.startswith("\ufeff")  # Excel knows UTF-8 by it
    (row,) = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert row == {
        "file": "permohonan.csv",
        "table": "service_requests",
        "row": "812",
        "column": "closed_on",
        "value": "31/02/2024",
        "reason_id": "Tidak ada yang terhitung untuk hasil ini.",
        "reason_en": "Nothing was counted for this outcome.",
    }


def test_line_breaks_and_quotes_in_a_value_survive():
    text = "".join(rejected_csv([rejected('a "b"\nc;d,e')]))

    (row,) = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["value"] == 'a "b"\nc;d,e'


def test_readings_keep_every_digit():
    rows = list(csv.DictReader(StringIO(indicators_csv(document()).removeprefix("\ufeff"))))

    assert [float(row["value"]) for row in rows] == [0.25, 0.5, 0.3, 0.6]
    assert rows[0]["month"] == "2024-04"


def test_the_workbook_has_its_sheets_with_frozen_headings():
    book = book_of(rejected())

    assert book.sheetnames == [
        "Ringkasan", "Indikator", "Selisih per bulan", "Pemeriksaan", "Berkas",
        "Baris yang disisihkan", "Penjelasan",
    ]  # fmt: skip
    assert {sheet.freeze_panes for sheet in book} == {"A2"}


def test_the_summary_holds_numbers_as_numbers():
    moved, silent = list(book_of()["Ringkasan"].iter_rows(min_row=2))

    assert [cell.value for cell in moved[3:6]] == [-1.5, -2.1, -0.9]
    assert moved[3].number_format == "#,##0.0"
    assert [cell.value for cell in silent[3:6]] == [None, None, None]
    assert "Diperlukan: 5" in silent[13].value


def test_shares_are_formatted_per_cent_and_months_as_dates():
    first = book_of()["Indikator"][2]

    assert (first[4].value, first[4].number_format) == (0.25, "0.0%")
    assert (first[3].value.year, first[3].value.month, first[3].is_date) == (2024, 4, True)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link():
    book = book_of(
        rejected(),
        units=[{"code": "U1", "name": FORMULA, "parent_code": None, "first_trained": None}],
    )

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_explanation_is_in_both_languages():
    rows = [[cell.value for cell in row] for row in book_of()["Penjelasan"].iter_rows(min_row=2)]

    assert rows[0][0] == "Ringkasan"
    assert rows[0][2] == "Summary"


def test_too_many_rejected_rows_for_a_sheet_are_announced(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_REJECTED", 2)

    rows = list(book_of(*[rejected("x")] * 4)["Baris yang disisihkan"].iter_rows(min_row=2))
    assert len(rows) == 3
    assert "Hanya 2 baris pertama" in rows[2][0].value


def test_what_a_reader_must_know_first_is_printed_above_every_sheet():
    book = book_of(notes=[{"id": "Data & nama rekaan.", "en": "Invented data & names."}])

    assert {sheet.oddHeader.center.text for sheet in book} == {"Data && nama rekaan."}


def test_long_notes_do_not_spoil_the_workbook():
    book = book_of(notes=[{"id": "&" * 400, "en": "x"}])

    assert all(len(sheet.oddHeader.center.text) <= 255 for sheet in book)


@given(st.text(alphabet="'=+-1a \t", max_size=8))
def test_what_was_found_comes_back_whatever_made_it_harmless(text):
    assert as_found(harmless(text)) == text
