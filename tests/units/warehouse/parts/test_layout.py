"""What is written of a part does not depend on how its words came."""

from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dampak.warehouse.parts import layout
from dampak.warehouse.parts.layout import write_part

ROWS = 10


def training(people):
    return pa.table({"unit_code": pa.array(["D01"] * ROWS), "person_key": people})


def written(rows):
    sink = BytesIO()
    write_part(sink, "training", rows)
    return sink.getvalue()


@pytest.mark.parametrize("rows_in_a_group", [4, 100])
def test_a_list_of_words_is_written_as_the_words(monkeypatch, rows_in_a_group):
    monkeypatch.setattr(layout, "ROWS_IN_A_GROUP", rows_in_a_group)
    people = pa.array([f"{number:032x}" for number in range(ROWS - 1)] + [None])

    file = written(training(people.dictionary_encode()))

    assert pq.read_table(BytesIO(file)).column("person_key").to_pylist() == people.to_pylist()


def test_a_list_longer_than_a_row_group_leaves_no_trace_in_the_file(monkeypatch):
    monkeypatch.setattr(layout, "ROWS_IN_A_GROUP", 4)
    people = pa.array([f"{number:032x}" for number in range(ROWS)])

    assert written(training(people.dictionary_encode())) == written(training(people))
