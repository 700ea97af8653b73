"""A nation's deliveries: what is served is what a plain loop over all rows would keep."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pieces import AT, promised, request, rows_of, said, terms, units

from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.readings import readings
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.store import CannotPublish, Store, build, compact, deliver
from dampak.warehouse.together import readings_together

UNITS = units("D01", "D02")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "warehouse")


def built(store, *files, **given):
    pieces = [each for file in files for each in file]
    return build(store, pieces, given.pop("terms", terms()), at=AT, by="sri", **given)


def requests(*rows, name="a.parquet", **given):
    return promised("service_requests", list(rows), name=name, **given)


def numbers_by_file(snapshot):
    return {
        file.file: (file.rows_in, file.rows_kept, file.rows_set_aside) for file in snapshot.inputs
    }


def test_a_table_in_parts_has_exactly_the_shape_of_the_warehouse(store):
    snapshot = built(store, UNITS, requests(request(1), request(2, 2), request(3, 2)))

    with snapshot.connect() as connection:
        shown = connection.sql("FROM service_requests").to_arrow_table()
        assert shown.schema == SHAPES["service_requests"]
        assert sorted(shown.column("request_id").to_pylist()) == ["R0001", "R0002", "R0003"]
        # the calendar covers every month in which something happened
        days = connection.execute("SELECT min(day), max(day) FROM working_days").fetchone()
    assert days == (date(2026, 1, 1), date(2026, 2, 28))
    assert [(part.month, part.rows) for part in snapshot.parts] == [
        (date(2026, 1, 1), 1),
        (date(2026, 2, 1), 2),
    ]
    assert snapshot.tables == {"units", "service_requests"}


def test_a_later_row_replaces_the_earlier_one_wherever_it_lies(store):
    built(store, UNITS, requests(request(1), request(2)))

    # R0001 turns out to be of February
    snapshot = built(store, requests(request(1, 2, status="closed"), name="b.parquet"))

    assert said(rows_of(snapshot, "service_requests")) == said(
        [request(2), request(1, 2, status="closed")]
    )
    assert numbers_by_file(snapshot)["a.parquet"] == (2, 1, 1)
    assert [(part.rows, part.dead_rows) for part in snapshot.parts] == [(2, 1), (1, 0)]
    [gone] = snapshot.rejected()
    assert (gone.file, gone.row_number) == ("a.parquet", 2)
    assert dict(gone.reason.values) == {"file": "b.parquet", "key": "request_id", "row": "2"}


def test_a_row_that_says_the_same_again_is_counted_once(store):
    built(store, UNITS, requests(request(1), request(2)))

    snapshot = built(store, requests(request(1), request(3), name="b.parquet"))

    assert numbers_by_file(snapshot) == {
        "units.csv": (2, 2, 0),
        "a.parquet": (2, 2, 0),
        "b.parquet": (2, 1, 1),
    }
    [gone] = snapshot.rejected()
    assert (gone.file, gone.row_number, gone.reason.values["file"]) == ("b.parquet", 2, "a.parquet")


def test_within_one_file_the_row_further_down_counts_whichever_month_comes_first(store):
    others = [request(number, source_row=number) for number in range(20, 29)]
    twice = request(1, 2, status="closed", source_row=9), request(1, 1, source_row=5)
    file = requests(*twice, *others)

    forth = built(store, UNITS, file)
    back = built(Store(store.home / "other"), UNITS, file[::-1])

    for snapshot in (forth, back):
        [row] = [
            row for row in rows_of(snapshot, "service_requests") if row["request_id"] == "R0001"
        ]
        assert (row["status"], row["source_row"]) == ("closed", 9)
        assert numbers_by_file(snapshot)["a.parquet"] == (11, 10, 1)
    assert forth.id == back.id


def test_two_citizens_may_give_the_same_answers(store):
    answer = {"unit_code": "D01", "answered_on": date(2026, 1, 5), "waktu": 3}
    first = promised("satisfaction", [answer, {**answer, "response_id": "1"}], name="a")
    again = promised("satisfaction", [answer, {**answer, "response_id": "1"}], name="b")

    snapshot = built(store, UNITS, first, again)

    assert len(rows_of(snapshot, "satisfaction")) == 3  # only the numbered one is the same


def test_the_same_files_twice_change_nothing(store):
    file = requests(request(1))
    first = built(store, UNITS, file)

    assert built(store, UNITS, file) == first
    assert store.manifests.numbers() == [1]


def test_a_new_list_of_units_takes_the_place_of_the_old_one(store):
    built(store, UNITS, requests(request(1)))

    both = units("D01", "D02", "D03", name="new.csv"), units("D03", "D04", name="more.csv")
    snapshot = built(store, *both)

    assert [row["code"] for row in rows_of(snapshot, "units")] == ["D01", "D02", "D03", "D04"]
    assert numbers_by_file(snapshot) == {
        "a.parquet": (1, 1, 0),
        "new.csv": (3, 3, 0),
        "more.csv": (2, 1, 1),
    }


def test_numbers_of_the_offices_own_keep_their_column(store):
    months = [{"unit_code": "D01", "month": date(2026, 1, 1), "volume": 2.0}]
    [plain] = promised("unit_months", months)
    own = plain.make().rows.append_column("queue", [[7.5]])
    made = plain.make()
    file = type(plain)(
        file=plain.file,
        table="unit_months",
        month=None,
        make=lambda: type(made)(
            table="unit_months",
            month=None,
            rows=own,
            rejected=made.rejected,
            account=made.account,
            source=made.source,
        ),
    )

    snapshot = built(store, UNITS, [file])

    assert rows_of(snapshot, "unit_months")[0]["queue"] == 7.5


def test_too_great_a_loss_is_refused_and_nothing_is_served(store):
    refused = [
        RejectedRow(
            file="a.parquet",
            table="service_requests",
            row_number=row,
            column="",
            value="",
            reason=Sentence("Not good."),
        )
        for row in range(10, 19)
    ]

    with pytest.raises(TooManyRefused):
        built(store, UNITS, requests(request(1), rejected=refused))

    assert store.head() is None


def test_every_indicator_is_read_as_from_tables_delivered_whole(store):
    rows = [
        request(
            number,
            1 + number % 3,
            unit_code=f"D0{1 + number % 2}",
            status="closed",
            closed_on=date(2026, 1 + number % 3, 4 + number),
            promised_on=date(2026, 1 + number % 3, 9),
            was_withdrawn=False,
            is_digital=number % 4 == 0,
        )
        for number in range(12)
    ]
    late = [{**row, "closed_on": date(2026, 3, 20)} for row in rows[2:5]]
    in_parts = built(store, UNITS, requests(*rows), requests(*late, name="late"))
    whole = {row["request_id"]: row for row in (*rows, *late)}.values()
    at_once = built(Store(store.home / "other"), UNITS, requests(*whole))

    for definition in CATALOGUE.values():
        assert readings(in_parts, definition) == readings(at_once, definition)
        assert readings_together(in_parts, definition) == readings_together(at_once, definition)


def test_homes_of_two_kinds_are_not_mixed(store, tmp_path):
    from tests.landed_files import landed
    from tests.landed_files import units as landed_units

    office = [landed_units("D01"), landed("unit_months", "unit_code|month\nD01|2026-01")]
    whole = Store(tmp_path / "office")
    deliver(office, whole, at=AT, by="sri")
    built(store, UNITS, requests(request(1)))

    with pytest.raises(CannotPublish, match="would only add"):
        built(whole, UNITS)
    with pytest.raises(CannotPublish, match="take the place"):
        deliver(office, store, at=AT, by="sri")


def test_other_clocks_and_other_definitions_are_refused(store):
    built(store, UNITS, requests(request(1)))
    more = requests(request(2), name="b")

    with pytest.raises(CannotPublish, match="Build with one clock"):
        built(store, more, terms=terms(zone="Asia/Jayapura"))

    class Other(type(terms().counting)):
        marks = "others"

    with pytest.raises(CannotPublish, match="a home of their own"):
        built(store, more, terms=terms(counting=Other()))
    compact(store, terms(counting=Other()), at=AT, by="sri", recount=True)
    assert built(store, more, terms=terms(counting=Other())).marks == "others"


def test_nothing_delivered_is_said_so(store):
    with pytest.raises(CannotPublish, match="Nothing was delivered"):
        built(store)


# -- against a plain loop ---------------------------------------------------------------------

KEYS = st.integers(0, 6)
FILES = st.lists(
    st.dictionaries(
        KEYS,
        st.fixed_dictionaries(
            {
                "month": st.integers(1, 3),
                "unit_code": st.sampled_from(["D01", "D02", "D09"]),
                "status": st.sampled_from(["open", "closed", None]),
                "seconds": st.sampled_from([0, 0, 30]),
            }
        ),
        max_size=6,
    ),
    min_size=1,
    max_size=3,
)
DELIVERIES = st.lists(FILES, min_size=1, max_size=2)


def as_requests(file):
    for number, told in file.items():
        received = datetime(2026, told["month"], 3, 9, 30, told["seconds"])  # noqa: DTZ001
        yield request(
            number,
            unit_code=told["unit_code"],
            status=told["status"],
            received_at=received,
            received_on=received.date(),
        )


def kept_by_a_plain_loop(deliveries):
    kept = {}
    for delivery in deliveries:
        for file in delivery:
            for row in as_requests(file):
                if kept.get(row["request_id"]) != row:
                    kept[row["request_id"]] = row
    return list(kept.values())


@settings(max_examples=8, deadline=None)
@given(deliveries=DELIVERIES, compacts=st.booleans())
def test_what_is_served_is_what_a_plain_loop_over_all_rows_keeps(
    tmp_path_factory, deliveries, compacts
):
    store = Store(tmp_path_factory.mktemp("home"))
    first_of_all = [
        {
            number: {"month": 1, "unit_code": "D01", "status": None, "seconds": 0}
            for number in range(50, 90)
        }
    ]  # so that repeats never become too great a loss
    for place, delivery in enumerate((first_of_all, *deliveries)):
        files = [
            requests(*as_requests(file), name=f"{place}.{number}")
            for number, file in enumerate(delivery)
        ]
        others = requests(
            *(request(1000 * (place + 1) + extra) for extra in range(40)), name=f"{place}.more"
        )
        snapshot = built(store, UNITS if not place else [], *files, others)
        if compacts:
            before = snapshot
            snapshot = compact(store, terms(), at=AT, by="sri")
            assert snapshot.id == before.id
            assert len(snapshot.parts) == len({part.month for part in snapshot.parts})
            assert not any(part.dead_rows for part in snapshot.parts)

    found = rows_of(snapshot, "service_requests")
    ours = [row for row in found if int(row["request_id"][1:]) < 1000]
    assert said(ours) == said(kept_by_a_plain_loop([first_of_all, *deliveries]))
    of_requests = [file for file in snapshot.inputs if file.table == "service_requests"]
    assert sum(file.rows_kept for file in of_requests) == len(found)
    assert len(list(snapshot.rejected())) == sum(file.rows_set_aside for file in of_requests)
    for file in of_requests:
        assert file.rows_in == file.rows_kept + file.rows_set_aside
