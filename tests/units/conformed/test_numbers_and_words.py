"""Numbers in both styles, months, yes and no, and the words of the lists."""

import pytest
from tests.landed_files import SECRET, landed_rows, units

from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.landing import Format


def read(table, field, *cells, others=None):
    """What became of these cells of one field, row by row."""
    own = {"unit_code": "K01"} if "unit_code" in SHAPES[table].names else {}
    fixed = own | (others or {})
    rows = [[*fixed.values(), cell] for cell in cells]
    file = landed_rows(table, [*fixed, field], rows)
    conformed = conform_at_any_loss([keyed(each, secret=SECRET) for each in (units("K01"), file)])
    done = conformed.tables[table]
    values = dict(zip(done["source_row"].to_pylist(), done[field].to_pylist(), strict=True))
    return [values.get(row, "refused") for row in range(2, 2 + len(rows))]


def spent(*cells):
    return read("costs", "spent", *cells, others={"programme": "P", "cost_class": "C"})


def test_the_other_values_of_a_column_settle_its_style():
    assert spent("1.250.000,50", "78,74", "1.250") == [1250000.5, 78.74, 1250.0]
    assert spent("1,250,000.50", "78.74", "1.250") == [1250000.5, 78.74, 1.25]


def test_a_number_that_nothing_settles_is_refused_rather_than_guessed():
    assert spent("1.250", "2.500", "12") == ["refused", "refused", 12.0]


def test_a_column_in_both_styles_keeps_what_is_clear():
    assert spent("78,74", "78.75", "1.250") == [78.74, 78.75, "refused"]


def test_money_is_read_with_its_currency_and_text_is_not():
    assert spent("Rp 1.000.000", "Rp2.000.000,00", "gratis") == [1e6, 2e6, "refused"]


def test_in_a_whole_number_a_mark_can_only_mean_thousands():
    checked = {"checked_on": "2026-03-31", "fields_correct": "0"}
    found = read("accuracy_checks", "fields_checked", "1.250", "12.0", "12,5", others=checked)
    assert found == [1250, 12, "refused"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03", "2026-03-01"),
        ("03/2026", "2026-03-01"),
        ("Maret 2026", "2026-03-01"),
        ("31/03/2026", "2026-03-01"),
        ("TW II 2026", "2026-04-01"),
        ("2026-Q4", "2026-10-01"),
        ("1987", "1987-01-01"),
    ],
)
def test_a_period_is_named_by_its_first_month(written, meant):
    assert str(read("unit_months", "month", written)[0]) == meant


def test_yes_and_no_are_read_in_both_languages():
    request = {"request_id": "R", "received_at": "2026-03-31"}
    for cell, meant in {
        **dict.fromkeys(("Ya", "YES", "1", "true", "TRUE", "1.0"), True),
        **dict.fromkeys(("Tidak", "no", "0", "False"), False),
        "barangkali": "refused",
    }.items():
        assert read("service_requests", "record_correct", cell, others=request) == [meant]


def test_a_status_is_read_in_both_languages_and_a_foreign_word_is_refused():
    request = {"request_id": "R", "received_at": "2026-03-31"}
    for cell, meant in {"Ditolak": "refused", "Diproses": "open", "Dicabut": "withdrawn"}.items():
        assert read("service_requests", "status", cell, others=request) == [meant]
    row = {"request_id": "R", "received_at": "2026-03-31"}
    assert read("service_requests", "status", "entah", others=row) == ["refused"]


def test_an_answer_lies_between_1_and_4_in_digits_or_words():
    answered = {"answered_on": "2026-03-31", "produk": "3"}
    cells = ("4", "4.0", "Sangat cepat", "", "5", "0")
    assert read("satisfaction", "waktu", *cells, others=answered) == [
        *(4, 4, 4, None, "refused", "refused")
    ]


def test_a_channel_tells_whether_a_request_is_digital_where_it_can():
    request = {"request_id": "R", "received_at": "2026-03-31"}
    for cell, meant in {
        "Loket": False,
        "WhatsApp": True,
        "lainnya": None,
        "DEPT_REF": None,
    }.items():
        file = landed_rows(
            "service_requests",
            [*request, "unit_code", "channel"],
            [[*request.values(), "K01", cell]],
        )
        conformed = conform_at_any_loss(
            [keyed(each, secret=SECRET) for each in (units("K01"), file)]
        )
        assert conformed.tables["service_requests"]["is_digital"].to_pylist() == [meant]


def test_a_number_of_a_spreadsheet_has_a_point_and_typed_text_stays_in_doubt():
    fields = ["programme", "cost_class", "spent"]
    rows = [["P", "C", "1.125"], ["P", "D", "1.250"], ["P", "E", "3"], ["P", "F", "0.5"]]
    costs = landed_rows("costs", fields, rows, format=Format.XLSX)
    conformed = conform_at_any_loss([keyed(each, secret=SECRET) for each in (units("K01"), costs)])
    assert conformed.tables["costs"]["spent"].to_pylist() == [1.125, 3.0, 0.5]
