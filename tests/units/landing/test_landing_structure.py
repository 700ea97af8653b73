"""Records are kept or set aside with their reason, and none is lost."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.office_files import REQUESTS, ROWS

from dampak.warehouse.landing import land
from dampak.warehouse.landing.lines import measured
from dampak.warehouse.landing.records import cut


def reasons(landed):
    return {each.row_number: each.reason.message for each in landed.set_aside}


def ids(landed):
    return landed.rows.column("request_id").to_pylist()


def test_values_come_through_untouched(file):
    landed = land(file(REQUESTS + 'A1," U1 ",02/03/2026,,"Selesai, ""benar"""\n'))
    assert landed.rows.to_pylist() == [
        {
            "request_id": "A1",
            "unit_code": " U1 ",
            "received_at": "02/03/2026",
            "closed_at": "",
            "status": 'Selesai, "benar"',
            "row_number": 2,
        }
    ]


def test_na_is_a_word_until_a_mapping_says_otherwise(file):
    landed = land(file(REQUESTS + "NA,null,NaN,N/A,\n"))
    assert list(landed.rows.to_pylist()[0].values())[:4] == ["NA", "null", "NaN", "N/A"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(file, delimiter):
    landed = land(file((REQUESTS + ROWS).replace(",", delimiter)))
    assert (landed.delimiter, landed.records_in) == (delimiter, 2)


def test_excels_own_separator_line_is_passed_over(file):
    landed = land(file("sep=;\n" + (REQUESTS + ROWS).replace(",", ";")))
    assert landed.header_row == 2
    assert landed.rows.column("row_number").to_pylist() == [3, 4]


def test_short_and_long_rows_are_set_aside_and_the_others_stay(file):
    landed = land(file(REQUESTS + ROWS + "A3,U1\nA4,U1,2026-03-04,,Selesai,78,5\n" + "A5,U1,x,,\n"))
    assert ids(landed) == ["A1", "A2", "A5"]
    assert landed.records_in == 5
    assert "some are missing" in reasons(landed)[4]
    assert "decimal comma" in reasons(landed)[5]


def test_empty_fields_beyond_the_last_column_do_no_harm(file):
    assert ids(land(file(REQUESTS + "A1,U1,2026-03-02,,Selesai,,\n"))) == ["A1"]


def test_an_unclosed_quotation_mark_costs_its_own_row_only(file):
    landed = land(file(REQUESTS + 'A1,U1,"2026-03-02,,Selesai\nA2,U1,2026-03-03,,\nA3,U1,x,,\n'))
    assert ids(landed) == ["A2", "A3"]
    assert "never closed" in reasons(landed)[2]


def test_two_unclosed_quotation_marks_do_not_make_one_value(file):
    landed = land(file(REQUESTS + 'A1,U1,x,,"open\nA2,U1,x,,\nA3,U1,x,,"open\nA4,U1,x,,\n'))
    assert ids(landed) == ["A2", "A4"]
    assert list(reasons(landed)) == [2, 4]


def test_a_value_over_several_lines_is_one_record_and_rows_keep_their_numbers(file):
    landed = land(file(REQUESTS + 'A1,U1,x,,"baris satu\n\nbaris tiga"\nA2,U1,x,,\n'))
    assert landed.rows.column("status").to_pylist() == ["baris satu\n\nbaris tiga", ""]
    assert landed.rows.column("row_number").to_pylist() == [2, 5]


def test_a_mark_of_inches_inside_a_value_is_a_letter(file):
    assert land(file(REQUESTS + 'A1,U1,x,,Pipa 5" bocor\n')).rows.column("status").to_pylist() == [
        'Pipa 5" bocor'
    ]


def test_a_mark_that_closes_in_the_midst_is_set_aside(file):
    landed = land(file(REQUESTS + 'A1,U1,x,,"Pipa" bocor\nA2,U1,x,,\n'))
    assert ids(landed) == ["A2"]
    assert "midst" in reasons(landed)[2]


def test_a_row_with_a_nul_byte_is_set_aside(file):
    landed = land(file(REQUESTS + "A1,U1,x,,\0\nA2,U1,x,,\n"))
    assert ids(landed) == ["A2"]
    assert "NUL" in reasons(landed)[2]


def test_the_header_again_inside_the_rows_is_set_aside(file):
    landed = land(file(REQUESTS + ROWS + REQUESTS + "A3,U1,x,,\n"))
    assert ids(landed) == ["A1", "A2", "A3"]
    assert reasons(landed) == {4: "The row repeats the header. Remove it."}


def test_empty_rows_are_passed_over_and_row_numbers_stay_true(file):
    landed = land(file(REQUESTS + "\n,,,,\nA1,U1,x,,\n\n,,,,\n\n"))
    assert landed.rows.column("row_number").to_pylist() == [4]
    assert landed.records_in == 1
    assert [each.values["count"] for each in landed.notices] == [2]


def test_windows_and_old_macintosh_line_ends_are_the_same(file):
    unix = land(file(REQUESTS + ROWS)).rows
    for end in ("\r\n", "\r"):
        assert land(file((REQUESTS + ROWS).replace("\n", end))).rows.equals(unix)


def test_a_file_without_a_last_line_break_keeps_its_last_row(file):
    assert ids(land(file((REQUESTS + ROWS).removesuffix("\n")))) == ["A1", "A2"]


def test_a_very_long_value_fits(file):
    long = "x" * 3_000_000
    landed = land(file(REQUESTS + f'A1,U1,x,,"{long}\n{long}"\nA2,U1,{long},,\n'))
    assert [len(each) for each in landed.rows.column("status").to_pylist()] == [6_000_001, 0]


def test_the_account_of_an_adversarial_file_adds_up(file):
    landed = land(
        file(
            (REQUESTS + ROWS).encode()
            + b'A3,U1,"open,,\nA4,U1\nA5,U1,x,,\xe9\nA6,U1,x,,caf\xc3\xa9\n\0\nA7,U1,"a\nb",,\n'
            + REQUESTS.encode()
        )
    )
    assert ids(landed) == ["A1", "A2", "A6", "A7"]
    assert list(reasons(landed)) == [4, 5, 6, 8, 11]
    assert landed.records_in == 9


DIRTY = (REQUESTS + 'A1,U1,"a, ""b""",,é\nA2,U1,x,,\n"A3",U1,"y\nz",,\n').encode()


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(len(REQUESTS), len(DIRTY)),
    inserted=st.binary(max_size=4) | st.sampled_from([b'"', b'\n"', b"\r", b"\0", b"\xe9", b",,"]),
    removed=st.integers(0, 5),
)
def test_no_damage_below_the_header_loses_the_rows_above_it(
    tmp_path_factory, place, inserted, removed
):
    path = tmp_path_factory.mktemp("damaged") / "permohonan_layanan.csv"
    path.write_bytes(DIRTY + DIRTY[len(REQUESTS) : place] + inserted + DIRTY[place + removed :])
    assert ids(land(path))[:3] == ["A1", "A2", "A3"]


cells = st.text(st.sampled_from(list('ab";, \n\r1é')), max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(cells, cells, cells), max_size=12), end=st.sampled_from(["\n", "\r\n"])
)
def test_whatever_a_csv_writer_writes_is_read_back_by_the_guard(rows, end):
    if end == "\n":  # Python's writer leaves a bare return unquoted, and nobody can tell it apart
        rows = [tuple(cell.replace("\r", "") for cell in row) for row in rows]
    rows = [row for row in rows if any(cell.strip(' \t\r\n,"') for cell in row)]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    records = cut(text.getvalue().encode(), delimiter=",", width=3, first_row=1)
    found = list(csv.reader(io.StringIO(records.text.decode(), newline="")))
    assert found == [list(row) for row in rows]
    assert not records.refused


def plain_count(text: str) -> list[int]:
    return [len(next(csv.reader([line]), [""])) for line in text.split("\n")[:-1]]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.sampled_from(["", "a", "b c", "d,e", 'f"g']), min_size=1, max_size=4),
        min_size=1,
        max_size=20,
    )
)
def test_fields_are_counted_as_a_plain_loop_counts_them(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    expected = [max(count, 1) for count in plain_count(text.getvalue())]
    assert measured(text.getvalue().encode(), ",").fields.tolist() == expected
