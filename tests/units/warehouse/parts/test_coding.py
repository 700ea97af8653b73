"""What lies in a part comes back letter by letter, whatever was in the column."""

import hashlib
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pieces import request

from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.parts.coding import Coding, Running, coded, named
from dampak.warehouse.parts.keys import keyed_rows
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP, laid_out, write_part
from dampak.warehouse.parts.part import Part, part_from_json
from dampak.warehouse.parts.views import view_sql

TABLE = "service_requests"
UNITS = ("D02", "D01")  # in the order of the tree


def as_rows(*requests):
    return pa.Table.from_pylist(list(requests), schema=SHAPES[TABLE])


def written(folder, rows):
    laid = laid_out(TABLE, rows, UNITS)
    write_part(folder / "part.parquet", TABLE, laid.rows)
    return Part(
        table=TABLE,
        month=rows.column("received_on")[0].as_py().replace(day=1),
        number=1,
        rows=rows.num_rows,
        bytes=0,
        file="part.parquet",
        keys="",
        codings=laid.codings,
        running=laid.running,
        first_on=laid.first_on,
        last_on=laid.last_on,
    )


def read_again(folder, part):
    with duckdb.connect() as connection:
        connection.execute(view_sql(TABLE, [part], Path(folder)))
        return connection.sql(f"FROM {TABLE}").to_arrow_table()


NAMES = st.one_of(
    st.lists(st.integers(0, 10**17).map(str)),
    st.lists(st.integers(0, 999).map("SR-{:04d}".format)),
    st.lists(st.integers(0, 99_999).map("SR-{}".format)),
    st.lists(st.text(alphabet="0A'-é", max_size=6)),
    st.lists(st.sampled_from(["7", "07", "+7", "-7", " 7", "", "٣", "9" * 19])),
)


@settings(max_examples=60, deadline=None)
@given(names=NAMES, seconds=st.sampled_from([0, 30, 30.5]), years=st.integers(1900, 2099))
def test_every_row_comes_back_as_it_was(tmp_path_factory, names, seconds, years):
    moment = datetime(years, 3, 1, 9, 5, int(seconds), int(seconds % 1 * 1e6))  # noqa: DTZ001
    rows = as_rows(*(request(0, request_id=name, closed_at=moment) for name in (*names, "SR-5")))
    folder = tmp_path_factory.mktemp("part")

    again = read_again(folder, written(folder, rows))

    assert again.schema == SHAPES[TABLE]
    assert sorted(again.to_pylist(), key=str) == sorted(rows.to_pylist(), key=str)


@pytest.mark.parametrize(
    ("names", "coding"),
    [
        (["SR-0001", "SR-0900"], Coding(word="SR-", width=4)),
        (["SR-1", "SR-900"], Coding(word="SR-")),
        (["12", "7"], Coding()),
        (["SR-1", "SR-09"], None),  # some have zeros that a number lacks
        (["SR-1", "SK-2"], None),
        (["SR-1", "SR-"], None),
        (["9" * 19, "1" * 19], None),  # more than 63 bits hold
    ],
)
def test_names_become_numbers_only_where_nothing_is_lost(names, coding):
    rows = as_rows(*(request(0, request_id=name) for name in names))

    assert coded(TABLE, rows)[1].get("request_id") == coding


def test_numbers_written_alike_can_be_told_apart_by_their_ends():
    first, later = (
        named(TABLE, as_rows(*map(request, numbers))) for numbers in ((1, 7, 5), (8, 9))
    )

    assert first.running == Running(coding=Coding(word="R", width=4), first=1, last=7)
    assert not first.running.meets(later.running)
    assert first.running.meets(first.running)
    assert first.running.meets(None)


def test_only_rows_between_the_ends_of_others_may_be_named_there():
    rows = named(TABLE, as_rows(*map(request, (1, 7, 5, 12))))
    word = Coding(word="R", width=4)
    near, far = (Running(coding=word, first=first, last=first + 2) for first in (5, 90))

    assert rows.rows_in([near, far]).tolist() == [False, True, True, False]
    assert rows.rows_in([far]).tolist() == [False] * 4
    assert rows.rows_in([near, None]).all()
    assert rows.rows_in([Running(coding=Coding(word="S", width=4), first=5, last=5)]).all()


@pytest.mark.parametrize("numbers", [[10, 99], [7, 12_000], [0, 5], [-3, 4]])
def test_whole_numbers_that_stand_for_names_lie_and_are_found_as_the_names_do(numbers):
    names = as_rows(*(request(0, request_id=str(number)) for number in numbers))
    whole = names.set_column(0, "request_id", pa.array(numbers, pa.int64()))

    as_names, as_numbers = coded(TABLE, names), coded(TABLE, whole)
    assert names.column_names[0] == "request_id"
    assert as_numbers[1] == as_names[1]
    assert as_numbers[0].column(0).equals(as_names[0].column(0))
    assert keyed_rows(TABLE, whole)[1].tolist() == keyed_rows(TABLE, names)[1].tolist()


def test_rows_lie_unit_by_unit_in_the_order_of_the_tree_and_of_time(tmp_path):
    rows = as_rows(
        request(1, unit_code="D01"),
        request(2, unit_code="D99"),  # unknown to the tree: last
        request(3, unit_code="D02", received_at=datetime(2026, 1, 9)),  # noqa: DTZ001
        request(4, unit_code="D02", received_at=datetime(2026, 1, 2)),  # noqa: DTZ001
        request(5, unit_code="D01"),
    )

    again = read_again(tmp_path, written(tmp_path, rows))

    order = ["R0004", "R0003", "R0001", "R0005", "R0002"]
    assert again.column("request_id").to_pylist() == order
    assert laid_out(TABLE, rows, UNITS).places.tolist() == [2, 4, 1, 0, 3]


def test_a_part_is_one_of_few_groups_with_the_ends_of_units_and_days(tmp_path):
    part = written(tmp_path, as_rows(*map(request, range(3))))

    told = pq.read_metadata(tmp_path / part.file)
    assert ROWS_IN_A_GROUP == 131_072
    columns = {
        told.row_group(0).column(at).path_in_schema: told.row_group(0).column(at)
        for at in range(told.num_columns)
    }
    assert columns["unit_code"].statistics.min == "D01"
    assert columns["received_on"].statistics.has_min_max
    assert columns["request_id"].statistics is None
    assert "DELTA_BINARY_PACKED" in columns["source_row"].encodings
    assert {column.compression for column in columns.values()} == {"ZSTD"}


def test_a_part_told_as_json_is_the_same_part(tmp_path):
    part = written(tmp_path, as_rows(*map(request, range(3))))

    assert part_from_json(part.as_json()) == part


def test_the_same_rows_give_the_same_file(tmp_path):
    rows = as_rows(*map(request, range(50)))
    prints = set()
    for _ in range(2):
        written(tmp_path, rows)
        prints.add(hashlib.sha256((tmp_path / "part.parquet").read_bytes()).hexdigest())
    assert len(prints) == 1
    assert np.unique(laid_out(TABLE, rows, UNITS).places).size == 50
