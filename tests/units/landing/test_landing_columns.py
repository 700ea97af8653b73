"""Parquet and JSON lines: the same rows as in a CSV, whatever types they came in."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.warehouse.landing import CannotLand, Format, land

FIELDS = ["request_id", "unit_code", "received_at", "service"]
CELLS = st.text(alphabet="a1é;,\"' ٣.-", max_size=5)
TABLES = st.lists(st.tuples(*[CELLS] * len(FIELDS)), min_size=1, max_size=5)
SOUND = {"request_id": "R1", "unit_code": "K01", "received_at": "2026-03-02"}


def parquet(path, table, **how):
    pq.write_table(pa.table(table), path, **how)
    return path


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)


def reasons(landed):
    return {row.row_number: row.reason.message for row in landed.set_aside}


@settings(max_examples=40)
@given(rows=TABLES)
def test_the_same_rows_land_alike_from_every_kind_of_file(rows, file, tmp_path):
    rows = [("x", *row[1:]) for row in rows]  # a row of empty cells is a blank line in a CSV
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([FIELDS, *rows])
    objects = [dict(zip(FIELDS, row, strict=True)) for row in rows]
    columns = {name: [row[name] for row in objects] for name in FIELDS}
    landed = [
        land(file(text.getvalue(), "service_requests.csv")),
        land(file(lines(*objects), "service_requests.jsonl")),
        land(parquet(tmp_path / "service_requests.parquet", columns)),
    ]
    assert [each.format for each in landed] == [Format.CSV, Format.JSON_LINES, Format.PARQUET]
    assert [each.rows.select(FIELDS).to_pylist() for each in landed] == [objects] * 3
    assert [each.rows["row_number"][0].as_py() for each in landed] == [2, 1, 1]


def test_types_become_what_a_person_would_have_written(tmp_path):
    moment = datetime(2026, 3, 31, 8, 15, 30)  # noqa: DTZ001 - on the clock of the office
    columns = {
        "unit_code": pa.array([7]),
        "month": pa.array([date(2026, 3, 31)]),
        "whole": pa.array([2.0]),
        "thousandths": pa.array([1.125]),
        "money": pa.array([Decimal("12.500")]),
        "moment": pa.array([moment], pa.timestamp("ns")),
        "abroad": pa.array([moment.replace(tzinfo=UTC)], pa.timestamp("ms", "Asia/Jayapura")),
        "instant": pa.array([moment.replace(microsecond=5)], pa.timestamp("us")),
        "flag": pa.array([True]),
        "word": pa.array(["a"]).dictionary_encode(),
        "letters": pa.array([b"\xc3\xa9"]),
        "nothing": pa.nulls(1),
    }
    landed = land(parquet(tmp_path / "unit_months.parquet", columns))
    (row,) = landed.rows.to_pylist()
    del row["row_number"]
    assert row == {
        "unit_code": "7",
        "month": "2026-03-31",
        "whole": "2",
        "thousandths": "1.1250",  # a fourth decimal: nobody takes the point for a thousands mark
        "money": "12.5000",
        "moment": "2026-03-31 08:15:30",
        "abroad": "2026-03-31 08:15:30Z",
        "instant": "2026-03-31 08:15:30.000005",
        "flag": "true",
        "word": "a",
        "letters": "é",
        "nothing": "",
    }


def test_a_number_in_json_keeps_every_digit(file):
    row = '{"request_id": 199001312020121901, "unit_code": 1.125, "received_at": null'
    row += ', "service": true}'
    landed = land(file(lines(row), "service_requests.ndjson"))
    assert landed.rows.drop_columns("row_number").to_pylist() == [
        {
            "request_id": "199001312020121901",
            "unit_code": "1.1250",
            "received_at": "",
            "service": "true",
        }
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"request_id": "R2", "unit_co', "cut off or is damaged"),
        ('{"request_id": "R2"} {"request_id": "R3"}', "cut off or is damaged"),
        ("[" * 100_000, "cut off or is damaged"),
        ('["R2", "K01"]', "no object"),
        ("17", "no object"),
        ('{"request_id": "R2", "request_id": "R3"}', "two values"),
        ('{"request_id": "R\\u0000"}', "half a letter"),
        ('{"request_id": "\\ud800"}', "half a letter"),
        ('{"request_id": ["R2"]}', "several values"),
        ('{"request_id": {"number": "R2"}}', "several values"),
    ],
)
def test_a_line_that_is_no_row_is_set_aside_alone(file, line, told):
    landed = land(file(lines(SOUND, line, "", SOUND), "service_requests.jsonl"))

    assert landed.rows["row_number"].to_pylist() == [1, 4]
    assert list(reasons(landed)) == [2]
    assert told in reasons(landed)[2]
    assert landed.records_in == 3


def test_a_line_in_another_encoding_is_set_aside_alone(file):
    odd, even = (json.dumps(SOUND | {"service": "José"}, ensure_ascii=False) for _ in range(2))
    content = odd.encode() + b"\n" + even.encode("latin-1") + b"\n" + json.dumps(SOUND).encode()
    landed = land(file(content, "service_requests.jsonl"))

    assert landed.rows["row_number"].to_pylist() == [1, 3]
    assert "another encoding" in reasons(landed)[2]


def test_what_stands_in_a_column_that_nobody_needs_harms_no_row(file, tmp_path):
    nested = SOUND | {"attachments": [1, 2]}
    json_file = land(file(lines(SOUND, nested), "service_requests.jsonl"))
    columns = {name: [value] * 2 for name, value in SOUND.items()} | {"attachments": [[1], [2]]}
    parquet_file = land(parquet(tmp_path / "service_requests.parquet", columns))

    for landed in (json_file, parquet_file):
        assert (landed.rows.num_rows, landed.set_aside) == (2, ())
        assert landed.ignored == ("attachments",)


def test_a_cell_of_several_values_sets_its_row_aside(tmp_path):
    columns = {name: [value] * 3 for name, value in SOUND.items()}
    columns["service"] = pa.array([None, [1, 2], None], pa.list_(pa.int64()))
    landed = land(parquet(tmp_path / "service_requests.parquet", columns))

    assert landed.rows["row_number"].to_pylist() == [1, 3]
    (row,) = landed.set_aside
    assert (row.column, row.value, row.row_number) == ("service", "[1, 2]", 2)
    assert "several values" in row.reason.message


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()])
def test_bytes_that_are_no_letters_set_their_row_aside(tmp_path, kind):
    letters = pa.array([b"KTP", b"Jos\xe9", None])
    if kind != pa.binary():  # written by a program that did not look
        letters = pa.Array.from_buffers(
            kind,
            3,
            pa.array(
                letters, pa.large_binary() if kind == pa.large_string() else pa.binary()
            ).buffers(),
        )
    columns = {name: [value] * 3 for name, value in SOUND.items()} | {"service": letters}
    landed = land(parquet(tmp_path / "service_requests.parquet", columns))

    assert landed.rows["service"].to_pylist() == ["KTP", ""]
    (row,) = landed.set_aside
    assert (row.row_number, row.value) == (2, "Jos\ufffd")
    assert "another encoding" in row.reason.message


def refused(path, **more):
    with pytest.raises(CannotLand) as refusal:
        land(path, **more)
    return str(refusal.value)


def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path):
    columns = {name: [value] * 2000 for name, value in SOUND.items()}
    whole = parquet(tmp_path / "service_requests.parquet", columns).read_bytes()
    for length in (4, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / "service_requests.parquet").write_bytes(whole[:length])
        assert "cut off or is damaged" in refused(tmp_path / "service_requests.parquet")


def test_a_parquet_file_with_a_damaged_page_is_refused(tmp_path):
    columns = {name: [f"{value}{place}" for place in range(2000)] for name, value in SOUND.items()}
    path = tmp_path / "service_requests.parquet"
    parquet(path, columns, write_page_checksum=True, compression="none", use_dictionary=False)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 3] ^= 0xFF
    path.write_bytes(damaged)

    assert "cut off or is damaged" in refused(path)


def test_ten_thousand_columns_are_refused_by_their_number(tmp_path):
    columns = {name: [value] for name, value in SOUND.items()}
    columns |= {f"month {place}": [place] for place in range(10_000)}
    path = parquet(tmp_path / "service_requests.parquet", columns)

    assert "has 10003 columns, where 2000 are the most" in refused(path)


def test_a_small_file_that_would_fill_the_memory_is_refused(tmp_path):
    columns = {name: pa.repeat(value, 200_000) for name, value in SOUND.items()}
    path = parquet(tmp_path / "service_requests.parquet", columns)

    assert path.stat().st_size < 1 << 20
    assert "is too large" in refused(path, largest_bytes=1 << 20)


def test_columns_without_rows_are_refused(tmp_path):
    columns = {name: pa.array([], pa.string()) for name in SOUND}
    path = parquet(tmp_path / "service_requests.parquet", columns)

    assert "holds no rows" in refused(path)


@pytest.mark.parametrize(
    "content", [json.dumps([SOUND, SOUND]), json.dumps(SOUND, indent=2), '[{"a": 1},\n{"a": 2}]']
)
def test_json_in_one_piece_is_refused_with_what_to_do(file, content):
    assert "Export it as JSON lines" in refused(file(content, "service_requests.json"))


VALUES = st.one_of(
    CELLS, st.integers(-(10**20), 10**20), st.booleans(), st.none(), st.floats(-9, 9), st.just([1])
)
OBJECTS = st.lists(
    st.dictionaries(st.sampled_from([*FIELDS, "more"]), VALUES), min_size=1, max_size=6
)


@settings(max_examples=60)
@given(objects=OBJECTS)
def test_lines_read_at_once_say_what_each_says_by_itself(objects, file):
    """One line that is no JSON makes all lines of its block be read one by one."""
    sound = [SOUND, *objects]
    ways = [land(file(lines(*sound, *more), "service_requests.jsonl")) for more in ((), ("{",))]
    assert ways[0].rows == ways[1].rows.select(ways[0].rows.column_names)
    assert ways[0].set_aside == ways[1].set_aside[:-1]
    assert ways[0].records_in == len(sound)
