"""Of rows with one key the last one's word counts, over however many files they are spread."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.warehouse.bulk.typed_and_written import (
    accounts_of,
    built,
    delivered,
    rejects_in,
    rows_in,
)

from dampak.warehouse.conformed import reasons

TABLE = "service_requests"
MORNING = datetime(2025, 1, 5, 9)  # noqa: DTZ001
MONTHS = {"A": 2, "B": 1, "C": 3}  # who corrects a row often corrects its day


def request(number, said):
    """One request; ``said`` is what its rows may say differently."""
    return {
        "request_id": number,
        "unit_code": "D01",
        "service": said,
        "channel": "web",
        "received_at": MORNING.replace(month=MONTHS.get(said, 1)),
        "closed_at": MORNING.replace(month=4),
        "status": "closed",
        "was_withdrawn": False,
    }


def spread(files):
    """The files of a delivery, each with rows of its own besides, so that not too much is lost."""
    padding = [[request(1000 + 100 * at + n, "own") for n in range(60)] for at in range(len(files))]
    return {
        TABLE: {
            f"file{at}": [*rows, *padding[at]]
            for at, rows in enumerate([request(1, said) for said in file] for file in files)
        }
    }


def kept_by_a_plain_loop(files):
    """The one that counts: its file, its row as a spreadsheet shows it, and what it says."""
    kept = None
    for at, file in enumerate(files):
        spoken = None
        for number, said in enumerate(file, start=2):
            if spoken is None or spoken[2] != said:
                spoken = (f"file{at}", number, said)
        if kept is None or kept[2] != spoken[2]:
            kept = spoken
    return kept


def counted(snapshot):
    """The same of a snapshot."""
    names = {file.sha256[:12]: file.file for file in snapshot.inputs}
    with snapshot.connect() as connection:
        ((file, number, said),) = connection.execute(
            f"SELECT source_file, source_row, service FROM {TABLE} WHERE request_id = '1'"
        ).fetchall()
    return Path(names[file]).stem, number, said


@pytest.mark.parametrize(
    "files",
    [
        [["A"], ["B"], ["A"]],
        [["A", "B", "A"]],
        [["A", "B"], ["B", "A", "A"], ["A"]],
        [["A"], ["A"], ["B"], ["B"], ["C"]],
        [["B"], ["B", "A", "B"]],
        [["A", "B", "C", "B", "B", "A", "A"]],
        [["C"], ["A", "B", "A"], ["B", "A", "B"]],
    ],
)
@pytest.mark.parametrize("most_rows", [1000, 20])
def test_who_gives_way_is_the_same_in_parts_and_in_whole_tables(files, most_rows, tmp_path):
    tables = spread(files)
    written = delivered(tmp_path, tables)
    typed = built(tmp_path, tables, {}, most_rows=most_rows)

    assert counted(typed) == counted(written) == kept_by_a_plain_loop(files)
    assert accounts_of(typed) == accounts_of(written)
    assert rejects_in(typed) == rejects_in(written)


@settings(max_examples=5, deadline=None)
@given(
    files=st.lists(
        st.lists(st.sampled_from("ABC"), min_size=1, max_size=5), min_size=1, max_size=3
    ),
    most_rows=st.sampled_from([1000, 10]),
)
def test_rows_of_one_key_give_way_as_in_a_plain_loop(files, most_rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    tables = spread(files)
    written = delivered(folder, tables)
    typed = built(folder, tables, {}, most_rows=most_rows)

    assert counted(typed) == counted(written) == kept_by_a_plain_loop(files)
    assert rejects_in(typed) == rejects_in(written)


def complaint(number, **said):
    """One complaint of the morning."""
    row = {"complaint_id": f"k{number}", "unit_code": "D01", "received_at": MORNING, "status": None}
    return row | said


@pytest.mark.parametrize("in_one_file", [True, False])
@pytest.mark.parametrize(
    "said", [{"received_at": MORNING + timedelta(hours=3)}, {"status": "open"}]
)
def test_rows_say_the_same_if_the_tables_would_hold_the_same(said, in_one_file, tmp_path):
    first = [complaint(number) for number in range(60)]
    again = [complaint(7, **said)]
    own = [complaint(number) for number in range(100, 160)]
    files = {"a": first + again, "b": own} if in_one_file else {"a": first, "b": own + again}
    written = delivered(tmp_path, {"complaints": files})
    typed = built(tmp_path, {"complaints": files}, {})

    assert [row.reason.message for row in written.rejected()] == [reasons.DUPLICATE]
    assert rejects_in(typed) == rejects_in(written)
    assert accounts_of(typed) == accounts_of(written)


def test_every_row_of_a_file_that_is_cut_is_met_once(tmp_path):
    people = ["199001012015011001", "198512312010122002"]
    rows = [
        {
            "unit_code": "D01" if at % 3 else None,
            "person_key": people[at % 2],
            "programme": f"Kursus {at % 110}",
            "cohort": None,
            "module": None,
            "started_on": MORNING.replace(month=1 + at * 7 % 12).date(),
        }
        for at in range(120)
    ]
    tables = {
        "people": {"people": [{"person_key": nip, "unit_code": "D01"} for nip in people]},
        "training": {"a": rows},
    }
    written = delivered(tmp_path, tables)
    typed = built(tmp_path, tables, {}, most_rows=9)

    assert rejects_in(typed) == rejects_in(written)
    assert accounts_of(typed) == accounts_of(written)
    assert Counter(rows_in(typed, "training")) == Counter(rows_in(written, "training"))
