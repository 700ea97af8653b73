"""A cube renewed by what came is, byte for byte, the cube counted anew from all tallies."""

import os
import shutil
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.failing_disks import Crash, DyingDisk
from tests.pieces import AT, promised, request, terms

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store import Store, build, compact, remove_old
from dampak.warehouse.tallies.counting import CountingByTallies
from dampak.warehouse.tallies.cube import open_cube

UNITS = ("D01", "D02", "D03", "D04")
ANSWERED = {"waktu": 3, "biaya": 4}


@pytest.fixture(scope="module", autouse=True)
def patient():
    """Nobody waits for the disk: what is told to it is counted, and dies, without it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


def counting(*definitions):
    definitions = definitions or CATALOGUE.values()
    return CountingByTallies(definitions, units=UNITS[:3], calendar=WEEK_ONLY)


def built(store, *lots, **given):
    promises = [each for lot in lots for each in lot]
    counted = given.pop("counting", None) or counting()
    return build(store, promises, terms(counting=counted), at=AT, by="sri")


def listed(above, name="units.csv"):
    rows = [{"code": code, "name": code, "parent_code": up} for code, up in above.items()]
    return promised("units", rows, name=name)


def bytes_of(snapshot):
    """What is served, and what the same parts come to when they are all counted anew."""
    again = counting()
    again.take_up(pq.read_table(snapshot.numbers))
    made = again.cube(snapshot, None)
    served = {name: path.read_bytes() for name, path in snapshot.sums.items()}
    return (snapshot.cube.read_bytes(), served), (bytes(made.cube), dict(made.sums))


def assert_counted_right(snapshot):
    served, anew = bytes_of(snapshot)
    assert served == anew


# -- random worlds ----------------------------------------------------------------------------

days = st.dates(date(2026, 1, 1), date(2026, 6, 30))
requests = st.builds(
    lambda number, month, unit, closed, is_digital: request(
        number, month, unit_code=unit, closed_on=closed, status="closed", is_digital=is_digital
    ),
    st.integers(1, 9),
    st.integers(1, 4),
    st.sampled_from(UNITS),
    st.none() | st.dates(date(2026, 4, 3), date(2026, 8, 30)),
    st.none() | st.booleans(),
)
complaints = st.builds(
    lambda number, unit, day: {"complaint_id": f"C{number}", "unit_code": unit, "received_on": day},
    st.integers(1, 6),
    st.sampled_from(UNITS),
    days,
)
answers = st.builds(
    lambda number, unit, day: {
        "response_id": f"S{number}",
        "unit_code": unit,
        "answered_on": day,
        **ANSWERED,
    },
    st.integers(1, 6),
    st.sampled_from(UNITS),
    days,
)
organisations = st.none() | st.sampled_from(
    [
        {"D01": None, "D02": "D01", "D03": "D01"},
        {"D01": None, "D02": "D01", "D03": "D02"},
        {"D01": None, "D02": None, "D03": "D01", "D04": "D02"},
    ]
)


def once(rows, key):
    return list({row[key]: row for row in rows}.values())


deliveries = st.tuples(
    organisations,
    st.lists(requests, max_size=6).map(lambda rows: once(rows, "request_id")),
    st.lists(complaints, max_size=4).map(lambda rows: once(rows, "complaint_id")),
    st.lists(answers, max_size=4).map(lambda rows: once(rows, "response_id")),
)


def delivered(nth, delivery):
    above, *rows = delivery
    lots = [listed(above, name=f"units-{nth}.csv")] if above else []
    names = ("service_requests", "complaints", "satisfaction")
    return [
        *lots,
        *(
            promised(table, some, name=f"{table}-{nth}")
            for table, some in zip(names, rows, strict=True)
            if some
        ),
    ]


@given(first=deliveries, later=st.lists(deliveries, min_size=1, max_size=2), tidies=st.booleans())
@settings(max_examples=8, deadline=None)
def test_whatever_comes_the_cube_is_that_of_all_rows(tmp_path_factory, first, later, tidies):
    """Late rows, corrections, rows said twice, units that move, new ones, months that appear."""
    store = Store(tmp_path_factory.mktemp("home"))
    known = listed({"D01": None, "D02": "D01", "D03": "D01"})
    built(store, known, *delivered(0, first))

    for nth, delivery in enumerate(later, start=1):
        snapshot = built(store, *delivered(nth, delivery)) if any(delivery) else store.head()
        if snapshot.parts:
            assert_counted_right(snapshot)
    if tidies:
        snapshot = compact(store, terms(counting=counting()), at=AT, by="sri")
        if snapshot.parts:
            assert_counted_right(snapshot)


# -- one by one -------------------------------------------------------------------------------

LISTED = listed({"D01": None, "D02": "D01", "D03": "D01"})
FIRST = promised(
    "service_requests",
    [
        request(1, unit_code="D02", closed_on=date(2026, 1, 9), status="closed"),
        request(2, unit_code="D03", is_digital=True),
        request(3, 2, unit_code="D02"),
    ],
)
DAY = promised(
    "service_requests",
    [
        request(2, unit_code="D03", closed_on=date(2026, 2, 6), status="closed"),
        request(4, 2, unit_code="D02", closed_on=date(2026, 2, 5), status="closed"),
    ],
    name="day.parquet",
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home")


def test_a_day_reads_no_tally_of_an_earlier_part(store):
    first = built(store, LISTED, FIRST)
    for part in first.parts:
        (store.objects / part.tally).unlink()

    after = built(store, DAY)

    assert after.cube != first.cube
    assert after.sums["tree"] == first.sums["tree"]
    assert after.sums["2026-01-01"] != first.sums["2026-01-01"]


def test_a_month_to_which_nothing_happened_keeps_its_sums(store):
    first = built(store, LISTED, FIRST)
    march = promised("service_requests", [request(9, 3, unit_code="D02")], name="march")

    after = built(store, march)

    assert {name for name in after.sums if after.sums[name] != first.sums.get(name)} == {
        "2026-03-01"
    }
    assert_counted_right(after)


@pytest.mark.parametrize("damaged", ["cube", "sums"])
def test_what_is_damaged_is_counted_anew(store, damaged):
    first = built(store, LISTED, FIRST)
    path = first.cube if damaged == "cube" else first.sums["2026-01-01"]
    path.write_bytes(path.read_bytes()[:-9])

    assert_counted_right(built(store, DAY))


def test_a_cube_of_another_version_of_an_indicator_is_made_anew(store):
    first = built(store, LISTED, FIRST, counting=counting(CATALOGUE["digital-share"]))
    newer = counting(replace(CATALOGUE["digital-share"], version=99))
    assert newer.marks == first.marks  # the same rows are counted by the same conditions

    after = built(store, DAY, counting=newer)

    assert open_cube(after.cube).versions == {"digital-share": 99}


def test_a_damaged_cube_is_refused_in_words(store):
    snapshot = built(store, LISTED, FIRST)
    open_cube(snapshot.cube)
    data = bytearray(snapshot.cube.read_bytes())
    data[len(data) // 2] ^= 1
    snapshot.cube.write_bytes(data)

    with pytest.raises(CannotRead, match=r"cannot be read: .*\.cube is damaged.*dampak check"):
        open_cube(snapshot.cube)
    assert [fault.values["file"] for fault in store.check().faults] == [str(snapshot.cube)]


def test_sums_that_no_snapshot_names_are_removed(store):
    old = built(store, LISTED, FIRST).sums["2026-01-01"]
    after = built(store, DAY)

    remove_old(store, keep=0)

    assert not old.exists()
    assert store.check().is_whole
    assert_counted_right(after)


class NotingDisk(DyingDisk):
    """Says which steps are about the cube and what it is made from."""

    def passed(self, step):
        super().passed(step)
        if ".cube" in step or ".sums" in step:
            self.noted = [*getattr(self, "noted", []), self.steps]


def test_a_machine_that_dies_while_a_cube_is_renewed_leaves_the_one_before(store, tmp_path):
    built(store, LISTED, FIRST)
    shutil.copytree(store.home, tmp_path / "whole")
    whole = NotingDisk()
    expected = bytes_of(built(Store(tmp_path / "whole", disk=whole), DAY))[0]
    assert len(whole.noted) > 10

    for step in whole.noted:
        home = tmp_path / str(step)
        shutil.copytree(store.home, home)
        with pytest.raises(Crash):
            built(Store(home, disk=DyingDisk(step)), DAY)
        assert Store(home).head().number == 1
        assert Store(home).check().is_whole
        assert bytes_of(built(Store(home), DAY))[0] == expected
