"""Rows in are rows kept plus rows set aside; each is counted where it is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.units.warehouse.bulk.typed_and_written import AT, built, copy_secret

from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.writing import write_nation
from dampak.simulation.world import build_world
from dampak.simulation.writing import write_world
from dampak.warehouse import tracing
from dampak.warehouse.accounts import accounts_of
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.landing import land_pack
from dampak.warehouse.reasons import reasons_of
from dampak.warehouse.store import Store, build, build_snapshot
from dampak.warehouse.tracing import passages


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    home = tmp_path_factory.mktemp("nation")
    write_nation(build_nation(Scale(rows=20_000, n_months=2)), home / "negeri")
    store = Store(home / "warehouse")
    copy_secret(store)
    delivery = delivery_in(home / "negeri", store)
    return build(store, delivery.promised, delivery.terms(), at=AT, by="sri")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    home = tmp_path_factory.mktemp("office")
    write_world(build_world("negeri-uji", seed=7, size="small"), home / "pack")
    landed = land_pack(home / "pack")
    return build_snapshot(landed, home / "home", at=datetime(2026, 1, 5, tzinfo=UTC), by="sri")


@pytest.fixture(params=["nation", "office"])
def snapshot(request):
    return request.getfixturevalue(request.param)


def by_loop(snapshot, tables):
    """The first reason of each row, row by row; an example of each, and how often it occurs."""
    first = {}
    for row in snapshot.rejected():
        if row.table in tables:
            first.setdefault((row.file, row.table, row.row_number), row.reason)
    counts = Counter(reason.message for reason in first.values())
    example = {}
    for reason in first.values():
        example.setdefault(reason.message, reason)
    return [
        (
            example[message]
            if rows == 1
            else Sentence("Such as: %(reason)s", {"reason": example[message]}),
            rows,
        )
        for message, rows in counts.most_common()
    ]


def test_every_table_adds_up(snapshot):
    accounts = accounts_of(snapshot)

    assert {account.table for account in accounts} == {file.table for file in snapshot.inputs}
    assert sum(account.rows_set_aside for account in accounts) > 0
    for account in accounts:
        assert account.adds_up, account
        assert account.rows_set_aside == sum(each.rows for each in account.reasons)


def test_the_rows_kept_are_those_that_a_question_finds(snapshot):
    with snapshot.connect() as connection:
        for account in accounts_of(snapshot):
            [(found,)] = connection.execute(f"SELECT count(*) FROM {account.table}").fetchall()
            assert account.rows_kept == found


def test_a_row_that_a_later_one_replaced_was_set_aside(tmp_path):
    day = datetime(2025, 1, 5, 9)  # noqa: DTZ001
    rows = [
        {"complaint_id": number, "unit_code": "D01", "received_at": day} for number in range(40)
    ]
    later = {**rows[0], "received_at": day.replace(day=6)}
    files = {"2025-01": rows, "2025-01b": [later]}

    [complaints] = (
        account
        for account in accounts_of(built(tmp_path, {"complaints": files}, {}))
        if account.table == "complaints"
    )

    # the first complaint came twice, and its first row gave way
    assert (complaints.rows_in, complaints.rows_kept, complaints.rows_set_aside) == (41, 40, 1)


def test_a_part_that_went_missing_is_noticed(nation):
    lost = replace(nation, parts=nation.parts[:-1])

    wrong = [account.table for account in accounts_of(lost) if not account.adds_up]

    assert wrong == [nation.parts[-1].table]


def test_a_list_of_rejects_that_went_missing_is_noticed(nation):
    lost = replace(nation, more_rejects=nation.more_rejects[1:])

    assert [account.table for account in accounts_of(lost) if not account.adds_up]


def test_reasons_are_counted_as_a_loop_over_the_rows_counts_them(snapshot):
    tables = {file.table for file in snapshot.inputs}

    for some in (tables, {"service_requests"}, {"training", "satisfaction"}):
        found = [(each.because, each.rows) for each in reasons_of(snapshot, some)]
        assert found == by_loop(snapshot, some)


def test_many_files_are_told_by_how_many_they_are(nation, monkeypatch):
    monkeypatch.setattr(tracing, "MOST_NAMED", 3)
    landing, *_ = passages(nation, CATALOGUE["complaints-per-1000"])

    told = landing.what.values["files"].values
    assert told["count"] == 4
    assert {told["first"], told["last"]} <= {file.file for file in nation.inputs}
