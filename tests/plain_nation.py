"""The deliveries of a nation counted by hand: rows as dicts, loops, no arrays and no SQL."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from dampak.indicators.working_days import calendar_days

ELEMENTS = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk",
    "kompetensi", "perilaku", "pengaduan", "sarpras",
)  # fmt: skip
DIGITAL, PERSONAL = {"web", "app", "email", "messenger"}, {"counter", "phone", "letter"}
LATEST = date(2099, 12, 31)

Readings = dict[tuple[str, date], float]  # by unit and month


def rows_of(folder: Path, table: str) -> list[dict]:
    """All rows of a table, in the order in which the months were sent."""
    paths = sorted((folder / table).glob("*.parquet"))
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def sound_requests(folder: Path) -> list[dict]:
    """The rows that can be true, each request by the word of its last row."""
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["code"] for row in csv.DictReader(file)}
    by_number = {}
    for row in rows_of(folder, "service_requests"):
        closed, received = row["closed_at"], row["received_at"]
        is_backwards = closed is not None and closed < received
        if row["unit_code"] in units and received.date() <= LATEST and not is_backwards:
            by_number[row["request_id"]] = row
    return list(by_number.values())


def counted_by_hand(folder: Path) -> dict[str, Readings]:
    """Every indicator that was planted, by unit and month."""
    requests = sound_requests(folder)
    days = _working_days_upto()
    waits, in_time = defaultdict(list), defaultdict(list)
    digital, received = defaultdict(list), defaultdict(int)
    for row in requests:
        unit, came = row["unit_code"], row["received_at"].date()
        received[unit, came.replace(day=1)] += 1
        if row["channel"] in DIGITAL | PERSONAL:
            digital[unit, came.replace(day=1)].append(row["channel"] in DIGITAL)
        if row["closed_at"] is not None and not row["was_withdrawn"]:
            closed = row["closed_at"].date()
            waits[unit, closed.replace(day=1)].append(days[closed] - days[came])
            in_time[unit, closed.replace(day=1)].append(closed <= row["promised_on"])
    return {
        "median-completion-time": {cell: quantile(each, 0.5) for cell, each in waits.items()},
        "p90-completion-time": {cell: quantile(each, 0.9) for cell, each in waits.items()},
        "finished-by-promised-day": {cell: mean(each) for cell, each in in_time.items()},
        "digital-share": {cell: mean(each) for cell, each in digital.items()},
        "record-accuracy": _accuracy(folder),
        "complaints-per-1000": _complaints(folder, received),
        "ikm": _ikm(folder),
    }


def quantile(values: list[int], q: float) -> float:
    """Between the two neighbours of the place, as far as the place is between them."""
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def mean(values: list) -> float:
    return sum(values) / len(values)


def _working_days_upto() -> dict[date, int]:
    days = calendar_days(date(2024, 9, 1), date(2026, 12, 1))
    return {each.day: each.working_days_before + each.is_working_day for each in days}


def _accuracy(folder: Path) -> Readings:
    right, checked = defaultdict(int), defaultdict(int)
    for row in rows_of(folder, "accuracy_checks"):
        cell = row["unit_code"], row["checked_on"].replace(day=1)
        right[cell] += row["fields_correct"]
        checked[cell] += row["fields_checked"]
    return {cell: right[cell] / checked[cell] for cell in checked}


def _complaints(folder: Path, received: dict) -> Readings:
    made = defaultdict(int)
    for row in rows_of(folder, "complaints"):
        made[row["unit_code"], row["received_at"].date().replace(day=1)] += 1
    return {cell: 1000 * made[cell] / n for cell, n in received.items()}


def _ikm(folder: Path) -> Readings:
    answers = defaultdict(list)
    for row in rows_of(folder, "satisfaction"):
        cell = row["unit_code"], row["answered_on"].replace(day=1)
        for element in ELEMENTS:
            if row[element] is not None:
                answers[cell, element].append(row[element])
    cells = {cell for cell, _ in answers}
    return {
        cell: 25
        * mean([mean(answers[cell, each]) for each in ELEMENTS if answers.get((cell, each))])
        for cell in cells
    }
