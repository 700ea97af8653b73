"""Rows are counted while they are at hand; what dies is taken away; numbers are given once."""

import json
from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.pieces import AT, promised, request, rows_of, terms, units

from dampak.warehouse.store import Store, build, compact, remove_old
from dampak.warehouse.store.counting import NextCube


class Counted:
    """Counts rows by unit and status, under numbers of units, from a mark on every row."""

    marks = "units by status/1"

    def __init__(self):
        self.known, self.marked_rows = [], 0

    def take_up(self, numbers):
        self.known = numbers.column("unit").to_pylist()

    def numbers(self):
        return pa.table({"unit": pa.array(self.known, pa.string())})

    def marked(self, table, rows):
        self.marked_rows += rows.num_rows
        codes = rows.column("unit_code").to_pylist()
        self.known += [code for code in dict.fromkeys(codes) if code not in self.known]
        closed = [status == "closed" for status in rows.column("status").to_pylist()]
        numbers = [self.known.index(code) for code in codes]
        return rows.append_column("~closed", pa.array(closed)).append_column(
            "~unit", pa.array(numbers, pa.uint32())
        )

    def columns_counted(self, table):
        return ("~unit", "~closed")

    def tallied(self, table, rows):
        assert set(rows.column_names) >= {"~unit", "~closed"}
        pairs = zip(
            rows.column("~unit").to_pylist(), rows.column("~closed").to_pylist(), strict=True
        )
        counted = Counter(f"{unit} {closed}" for unit, closed in pairs)
        return json.dumps(counted, sort_keys=True).encode()

    def cube(self, now, before):
        self.before = before
        total = Counter()
        for part in now.parts:
            total.update(json.loads((now.folder / part.tally).read_bytes()))
            if part.dead_tally:
                total.subtract(json.loads((now.folder / part.dead_tally).read_bytes()))
        cube = json.dumps({key: rows for key, rows in total.items() if rows}).encode()
        return NextCube(cube=cube, sums={})


ROWS = [request(number, 1 + number % 2, unit_code=f"D0{number % 3}") for number in range(30)]
CORRECTED = [request(number, 1, unit_code="D07", status="closed") for number in (3, 4, 5)]


def bring(store, counting, rows, name, **given):
    pieces = promised("service_requests", rows, name=name)
    first = units("D00", "D01", "D02", "D07") if store.head() is None else []
    return build(store, [*first, *pieces], terms(counting=counting), at=AT, by="sri", **given)


def counted_by_a_plain_loop(snapshot):
    known = json_numbers(snapshot)
    counts = Counter()
    for row in rows_of(snapshot, "service_requests"):
        counts[f"{known.index(row['unit_code'])} {row['status'] == 'closed'}"] += 1
    return dict(counts)


def json_numbers(snapshot):
    return pq.read_table(snapshot.numbers).column("unit").to_pylist()


def test_what_died_is_taken_away_and_compaction_changes_no_count(tmp_path):
    store, counting = Store(tmp_path), Counted()
    first = bring(store, counting, ROWS, "a")
    assert counting.before is None
    snapshot = bring(store, counting, CORRECTED, "b")
    assert (counting.before, counting.before.cube) == (first, first.cube)
    assert any(part.dead_tally for part in snapshot.parts)
    assert json.loads(snapshot.cube.read_bytes()) == counted_by_a_plain_loop(snapshot)

    again = compact(store, terms(counting=counting), at=AT, by="sri")
    remove_old(store, keep=0)

    assert not any(part.dead_tally for part in again.parts)
    assert json.loads(again.cube.read_bytes()) == counted_by_a_plain_loop(again)
    assert again.marks == counting.marks


def test_marks_are_seen_by_counting_alone(tmp_path):
    snapshot = bring(Store(tmp_path), Counted(), ROWS, "a")

    with snapshot.connect() as connection:
        names = connection.sql("FROM service_requests").columns
    assert not [name for name in names if name.startswith("~")]


def test_numbers_go_on_where_a_build_was_broken_off(tmp_path):
    store = Store(tmp_path)

    def stops(progress):
        if progress.month == date(2026, 1, 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(store, Counted(), ROWS, "a", told=stops)
    fresh = Counted()  # a new process knows no numbers
    snapshot = bring(store, fresh, ROWS, "a")

    assert fresh.marked_rows == 15  # only the month that was not finished
    assert json.loads(snapshot.cube.read_bytes()) == counted_by_a_plain_loop(snapshot)
    later = bring(store, Counted(), CORRECTED, "b")
    assert json_numbers(later)[:3] == json_numbers(snapshot)
    assert json.loads(later.cube.read_bytes()) == counted_by_a_plain_loop(later)


def test_recounting_reads_every_row_again_and_changes_none(tmp_path):
    store = Store(tmp_path)
    bring(store, Counted(), ROWS, "a")
    before = bring(store, Counted(), CORRECTED, "b")

    class Other(Counted):
        marks = "units by status/2"

    counting = Other()
    after = compact(store, terms(counting=counting), at=AT, by="sri", recount=True)

    assert (after.marks, after.id) == (Other.marks, before.id)
    assert counting.marked_rows == len(rows_of(after, "service_requests")) == 30
    assert json.loads(after.cube.read_bytes()) == counted_by_a_plain_loop(after)
