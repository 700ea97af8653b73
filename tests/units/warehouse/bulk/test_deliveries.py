"""A folder of files is taken in whole, or refused in words."""

import json
import os
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.units.warehouse.bulk.typed_and_written import (
    AT,
    UNITS,
    accounts_of,
    built,
    copy_secret,
    write_csv,
    write_parquet,
)

from dampak.language.saying import say
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.store import Store, build

COMPLAINT = {
    "complaint_id": 1,
    "unit_code": "D01",
    "received_at": datetime(2025, 1, 5, 9),  # noqa: DTZ001
}


@pytest.fixture
def folder(tmp_path):
    write_csv(tmp_path / "kiriman" / "units.csv", UNITS)
    return tmp_path / "kiriman"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "home")
    copy_secret(store)
    return store


def complaints(*rows):
    return {"complaints": {"2025-01": [{**COMPLAINT, **row} for row in rows]}}


def faults(folder, store):
    with pytest.raises(CannotLand) as refusal:
        delivery_in(folder, store)
    return list(refusal.value.faults)


def test_every_damage_that_was_planted_in_a_nation_is_accounted_for(tmp_path, store):
    write_nation(build_nation(Scale(rows=20_000, n_months=3)), tmp_path / "nation")

    delivery = delivery_in(tmp_path / "nation", store)
    snapshot = build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    truth = json.loads((tmp_path / "nation" / "truth.json").read_text())
    sent = truth["rows_sent"]
    for table in ("service_requests", "complaints", "satisfaction", "training", "accuracy_checks"):
        inputs = [file for file in snapshot.inputs if file.table == table]
        assert sum(f.rows_in for f in inputs) == sum(month[table] for month in sent.values())
        assert all(f.rows_in == f.rows_kept + f.rows_set_aside for f in inputs)
    damage = dict(truth["damage"])
    damage.pop("closing-not-recorded")  # such a request is open, and counted as open
    set_aside = {(row.file, row.row_number) for row in snapshot.rejected()}
    assert len(set_aside) == sum(damage.values())


def test_a_file_of_several_months_becomes_a_part_for_each(tmp_path):
    late = {"complaint_id": 2, "received_at": datetime(2024, 12, 30, 9)}  # noqa: DTZ001
    wrong = {"complaint_id": 3, "received_at": datetime(2150, 1, 1, 9)}  # noqa: DTZ001
    more = [{"complaint_id": number} for number in range(4, 12)]

    snapshot = built(tmp_path, complaints({}, late, wrong, *more), {})

    assert [(part.month, part.rows) for part in snapshot.parts] == [
        (date(2024, 12, 1), 1),
        (date(2025, 1, 1), 9),
    ]
    assert ("complaints", "2025-01", 11, 10, 1) in accounts_of(snapshot)


def test_moments_that_name_a_zone_lie_in_the_month_of_the_units_clock(tmp_path):
    # an hour before midnight in Greenwich is the next day in Jakarta
    utc = pa.timestamp("us", "UTC")
    end = {"received_at": datetime(2025, 1, 31, 23)}  # noqa: DTZ001

    snapshot = built(tmp_path, complaints(end), {"received_at": utc})

    assert [part.month for part in snapshot.parts] == [date(2025, 2, 1)]


def test_the_same_folder_again_changes_nothing(folder, store):
    write_parquet(folder / "complaints" / "a.parquet", [COMPLAINT], {})
    first, again = (
        build(store, delivery.promised, delivery.terms(), at=AT, by="sri")
        for delivery in (delivery_in(folder, store), delivery_in(folder, store))
    )

    assert again == first


def test_later_files_are_checked_against_the_units_that_are_served(folder, store, tmp_path):
    write_parquet(folder / "complaints.parquet", [COMPLAINT], {})
    delivery = delivery_in(folder, store)
    build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    more = [{**COMPLAINT, "complaint_id": number} for number in range(2, 12)]
    strange = {**COMPLAINT, "complaint_id": 99, "unit_code": "D77"}
    write_parquet(tmp_path / "later" / "complaints.parquet", [*more, strange], {})
    delivery = delivery_in(tmp_path / "later", store)
    snapshot = build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    assert delivery.terms().units == ("D01", "D02")
    assert [row.value for row in snapshot.rejected()] == ["D77"]


def test_a_file_that_is_not_whole_is_refused(folder, store):
    write_parquet(folder / "complaints" / "a.parquet", [COMPLAINT], {})
    whole = (folder / "complaints" / "a.parquet").read_bytes()
    (folder / "complaints" / "a.parquet").write_bytes(whole[:-20])
    (folder / "complaints" / "b.parquet").write_bytes(b"no Parquet")

    broken = faults(folder, store)

    assert [fault.values["file"] for fault in broken] == [
        "complaints/a.parquet",
        "complaints/b.parquet",
    ]
    assert "bukan berkas Parquet yang utuh" in say(broken[0], "id")


def test_a_byte_that_fell_over_is_found_where_the_file_has_checksums(folder, store):
    rows = pa.table({name: [value] * 900 for name, value in COMPLAINT.items()})
    path = folder / "complaints.parquet"
    pq.write_table(rows, path, use_dictionary=False, compression="none", write_page_checksum=True)
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index(b"D01", 8000)] ^= 1  # "E01" may be a unit too
    path.write_bytes(damaged)
    delivery = delivery_in(folder, store)

    with pytest.raises(CannotLand) as refusal:
        build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    assert "no whole Parquet file" in refusal.value.faults[0].message
    assert store.head() is None


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_what_no_clock_holds_is_set_aside(zone, folder, store):
    moments = pa.array([2**62, -(2**62), *[1_736_000_000_000 + n for n in range(98)]], pa.int64())
    rows = {"complaint_id": list(range(100)), "unit_code": ["D01"] * 100}
    rows["received_at"] = moments.view(pa.timestamp("ms", zone))
    pq.write_table(pa.table(rows), folder / "complaints.parquet")
    delivery = delivery_in(folder, store)

    snapshot = build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    assert ("complaints", "complaints", 100, 98, 2) in accounts_of(snapshot)


def test_a_column_that_is_there_twice_is_refused(folder, store):
    days = pa.array([COMPLAINT["received_at"]])
    columns = {"complaint_id": [1], "unit_code": ["D01"], "received_at": days}
    rows = pa.table([*columns.values(), days], names=[*columns, "received_at"])
    pq.write_table(rows, folder / "complaints.parquet")

    (told,) = faults(folder, store)

    assert "received_at" in say(told, "en")


def test_a_name_that_is_no_text_is_refused(folder, store):
    write_parquet(folder / "complaints" / "a.parquet", [COMPLAINT], {})
    path = os.fsencode(folder / "complaints") + b"/a\xff.parquet"
    os.rename(folder / "complaints" / "a.parquet", path)

    (told,) = faults(folder, store)

    assert "Rename" in say(told, "en")


@pytest.mark.parametrize("write", ["csv", "parquet"])
def test_the_same_file_under_two_names_is_taken_in_once(write, folder, store):
    rows = [{**COMPLAINT, "complaint_id": at % 30} for at in range(33)]
    for name in ("a", "b"):
        path = folder / "complaints" / f"{name}.{write}"
        write_csv(path, rows) if write == "csv" else write_parquet(path, rows, {})
    delivery = delivery_in(folder, store)

    snapshot = build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    assert ("complaints", "a", 33, 30, 3) in accounts_of(snapshot)
    assert [file.table for file in snapshot.inputs].count("complaints") == 1
    (notice,) = [each for file in snapshot.inputs for each in file.notices]
    assert "b." in say(notice, "en")


def test_a_pipe_is_not_waited_for(folder, store):
    (folder / "complaints").mkdir()
    os.mkfifo(folder / "complaints" / "pipa.parquet")
    os.mkfifo(folder / "people.csv")

    told = [say(fault, "en") for fault in faults(folder, store)]

    assert [each.split(" but ")[0] for each in told] == [
        "complaints/pipa.parquet is no file",
        "people.csv is no file",
    ]


def test_a_folder_with_the_name_of_a_file_holds_files(folder, store):
    write_parquet(folder / "complaints" / "2025-01.parquet" / "part-0.parquet", [COMPLAINT], {})
    delivery = delivery_in(folder, store)

    snapshot = build(store, delivery.promised, delivery.terms(), at=AT, by="sri")

    assert ("complaints", "part-0", 1, 1, 0) in accounts_of(snapshot)


def test_a_missing_column_and_a_wrong_type_are_refused_together(folder, store):
    row = {"complaint_id": 1.5, "received_at": "2025-01-05"}
    write_parquet(folder / "complaints.parquet", [row], {})

    told = [say(fault, "en") for fault in faults(folder, store)]

    assert len(told) == 3
    assert "column unit_code (kode_unit) of complaints is missing" in told[0]
    assert "column complaint_id of complaints.parquet holds the type double" in told[1]
    assert "needs dates or timestamps" in told[2]


def test_what_is_named_after_no_table_is_refused(folder, store):
    write_parquet(folder / "sembarang" / "a.parquet", [COMPLAINT], {})
    write_parquet(folder / "lain.parquet", [COMPLAINT], {})

    told = [fault.values["name"] for fault in faults(folder, store)]

    assert told == ["lain.parquet", "sembarang"]


def test_an_empty_folder_and_one_that_is_not_there_are_refused(tmp_path, store):
    (tmp_path / "kosong").mkdir()

    assert "holds no table" in faults(tmp_path / "kosong", store)[0].message
    assert "no folder" in faults(tmp_path / "hilang", store)[0].message


def test_a_file_without_rows_and_rows_without_units_are_refused(tmp_path, folder, store):
    empty = pa.schema(
        {"complaint_id": pa.int64(), "unit_code": pa.string(), "received_at": pa.date32()}
    ).empty_table()
    pq.write_table(empty, folder / "complaints.parquet")
    write_parquet(tmp_path / "alone" / "complaints.parquet", [COMPLAINT], {})

    assert "no rows" in faults(folder, store)[0].message
    assert "no table of units" in faults(tmp_path / "alone", store)[0].message
