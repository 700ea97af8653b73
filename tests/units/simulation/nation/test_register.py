"""The register of requests: its damage in known shares, its waits in working days."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from dampak.indicators.working_days import due_on
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.register import new_requests, service_requests
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.span import MONTHS_BEFORE

ROWS = 150_000


@pytest.fixture(scope="module")
def nation():
    return build_nation(Scale(rows=ROWS))


@pytest.fixture(scope="module")
def months(nation):
    (block,) = nation.scale.blocks()
    return [service_requests(nation, block, month).rows for month in range(12)]


@pytest.fixture(scope="module")
def rows(months):
    return [row for month in months for row in month.to_pylist()]


@pytest.fixture(scope="module")
def new(rows):
    """Rows from the window, each number once."""
    of_the_window = {row["request_id"]: row for row in rows if row["request_id"] // 10**12 == 25}
    return list(of_the_window.values())


def test_about_as_many_requests_come_in_as_were_asked_for(new):
    assert len(new) == pytest.approx(ROWS, rel=0.02)


def test_half_a_percent_of_the_rows_is_there_twice_word_for_word(months):
    numbers = Counter(tuple(row.values()) for month in months[::4] for row in month.to_pylist())
    twice = sum(n - 1 for n in numbers.values())

    assert twice / len(numbers) == pytest.approx(0.005, rel=0.25)


@pytest.mark.parametrize(
    ("is_damaged", "share"),
    [
        (lambda row: row["closed_at"] and row["closed_at"] < row["received_at"], 0.002),
        (lambda row: row["received_at"].year > 2099, 0.0005),
        (lambda row: row["unit_code"] == "K0000-0000", 0.0001),
    ],
    ids=["closed before received", "impossible year", "unknown unit"],
)
def test_damage_has_its_share(new, is_damaged, share):
    # An impossible year lies after the closing too, so the first share includes the second.
    found = sum(bool(is_damaged(row)) for row in new) / len(new)
    expected = share + 0.0005 if share == 0.002 else share

    assert found == pytest.approx(expected, abs=4 * (expected / len(new)) ** 0.5)


def test_one_and_a_half_percent_were_never_closed(new):
    of_spring = [row for row in new if row["received_at"].month <= 6 and row["status"] == "open"]
    n = sum(row["received_at"].month <= 6 for row in new)

    assert len(of_spring) / n == pytest.approx(0.015, rel=0.15)


def test_what_is_not_closed_when_the_window_ends_is_open(rows):
    last = max(row["closed_at"] for row in rows if row["closed_at"])

    assert last.year == 2025
    assert {row["status"] for row in rows if row["closed_at"] is None} == {"open"}
    assert all(row["was_withdrawn"] == (row["status"] == "withdrawn") for row in rows)


def test_corrections_come_with_the_month_after_and_say_another_day(months):
    first = {row["request_id"]: row for row in months[4].to_pylist()}
    again = [row for row in months[5].to_pylist() if row["request_id"] in first]

    assert len(again) / len(first) == pytest.approx(0.0005, rel=0.9)
    later = [row["closed_at"] > first[row["request_id"]]["closed_at"] for row in again]
    assert np.mean(later) > 0.95
    for row in again:
        one = dict(first[row["request_id"]]) | {"closed_at": row["closed_at"]}
        assert one == row


def test_the_register_begins_with_what_was_open_before_the_window(months, nation):
    early = [row for row in months[0].to_pylist() if row["request_id"] // 10**12 == 24]

    assert early
    assert {row["received_at"].month for row in early} <= {10, 11, 12}
    assert {row["channel"] for row in early} == {None}
    assert all(
        row["closed_at"] is None or row["closed_at"].year == 2025 or row["was_withdrawn"]
        for row in early
    )


def test_the_waits_are_those_of_a_plausible_office(nation):
    (block,) = nation.scale.blocks()
    median, p90 = np.quantile(new_requests(nation, block, 5).requests.waited, [0.5, 0.9])

    assert 6 <= median <= 12
    assert 13 <= p90 <= 20


def test_waiting_days_are_counted_as_the_indicators_count_them(nation):
    (block,) = nation.scale.blocks()
    requests = new_requests(nation, block, 2).requests
    closed = nation.span.closing_day(requests.received, requests.waited)
    for at in range(0, len(requests), 997):
        received = nation.span.first + timedelta(days=int(requests.received[at]))
        ended = nation.span.first + timedelta(days=int(closed[at]))
        assert ended == due_on(received, working_days=int(requests.waited[at]))


def test_lebaran_makes_fewer_working_days_and_longer_waits(nation):
    (block,) = nation.scale.blocks()
    april, july = (len(new_requests(nation, block, month).requests) for month in (3, 6))
    season = nation.shift.mean(axis=0)[MONTHS_BEFORE:]

    assert april < 0.9 * july
    assert season[3] > season[1] + 0.5
    assert season[11] > season[8] + 0.5


def test_the_middle_time_falls_by_a_tenth_once_the_training_has_worked(nation):
    (block,) = nation.scale.blocks()
    requests = new_requests(nation, block, 11).requests
    trained = nation.first_trained[requests.unit] >= 0
    gain = requests.waited[trained].mean() / requests.waited_untrained[trained].mean() - 1

    assert -0.12 < gain < -0.08
    assert (requests.waited == requests.waited_untrained)[~trained].all()
