"""The ten indicators counted once more, by plain loops over rows, as a peer for the SQL."""

import calendar
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from dampak.foundation.months import month_of, months_between, months_later
from dampak.indicators.ikm import PERMENPAN_14_2017, Answers, Weight, satisfaction_index
from dampak.indicators.working_days import calendar_days

WORKING_DAYS = {
    day.day for day in calendar_days(date(2024, 1, 1), date(2024, 12, 31)) if day.is_working_day
}
ELEMENTS = tuple(PERMENPAN_14_2017.elements)


def grouped(rows, dated_by):
    cells = defaultdict(list)
    for row in rows:
        cells[row["unit_code"], month_of(row[dated_by])].append(row)
    return cells


def answered(requests):
    return [row for row in requests if row["closed_on"] and not row["was_withdrawn"]]


def days_from(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def waited(row):
    days = days_from(row["received_on"], row["closed_on"])
    return sum(day in WORKING_DAYS for day in days[1:])


def completion_time(requests, q):
    cells = {}
    rows = [row for row in answered(requests) if row["closed_on"] >= row["received_on"]]
    for cell, group in grouped(rows, "closed_on").items():
        ordered = sorted(waited(row) for row in group)
        place = q * (len(ordered) - 1)
        lower = int(place)
        upper = min(lower + 1, len(ordered) - 1)
        value = ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])
        cells[cell] = (None, len(ordered), value)
    return cells


def finished_by_promised_day(requests):
    rows = [row for row in answered(requests) if row["promised_on"]]
    return shares(grouped(rows, "closed_on"), lambda row: row["closed_on"] <= row["promised_on"])


def digital_share(requests):
    rows = [row for row in requests if row["is_digital"] is not None]
    return shares(grouped(rows, "received_on"), lambda row: row["is_digital"])


def shares(cells, did):
    return {
        cell: (sum(map(did, group)), len(group), sum(map(did, group)) / len(group))
        for cell, group in cells.items()
    }


def open_backlog(requests):
    rows = [
        row
        for row in requests
        if not row["was_withdrawn"]
        and (row["closed_on"] or row["status"] in (None, "open"))
        and not (row["closed_on"] and row["closed_on"] < row["received_on"])
    ]
    cells = {}
    if not rows:
        return cells
    last = max(month_of(max(row["received_on"], row["closed_on"] or date.min)) for row in rows)
    first_closing = min((row["closed_on"] for row in rows if row["closed_on"]), default=date.min)
    for unit in {row["unit_code"] for row in rows}:
        own = [row for row in rows if row["unit_code"] == unit]
        month = month_of(max(first_closing, min(row["received_on"] for row in own)))
        while month <= last:
            end = last_day(month)
            waiting = sum(
                row["received_on"] <= end and (not row["closed_on"] or row["closed_on"] > end)
                for row in own
            )
            cells[unit, month] = (None, waiting, waiting)
            month = months_later(month, 1)
    return cells


def last_day(month):
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def record_accuracy(checks):
    rows = [
        row
        for row in checks
        if row["fields_checked"]
        and row["fields_correct"] is not None
        and row["fields_correct"] <= row["fields_checked"]
    ]
    cells = {}
    for cell, group in grouped(rows, "checked_on").items():
        correct = sum(row["fields_correct"] for row in group)
        checked = sum(row["fields_checked"] for row in group)
        cells[cell] = (correct, checked, correct / checked)
    return cells


def complaints_per_1000(complaints, requests):
    months = [month_of(row["received_on"]) for row in complaints]
    heard = grouped(complaints, "received_on")
    return {
        (unit, month): (
            len(heard.get((unit, month), [])),
            len(group),
            1000 * len(heard.get((unit, month), [])) / len(group),
        )
        for (unit, month), group in grouped(requests, "received_on").items()
        if months and min(months) <= month <= max(months)
    }


def ikm(responses, *, weight=Weight.EXACT):
    cells = {}
    for cell, group in grouped(responding(responses), "answered_on").items():
        answers = {}
        for key in ELEMENTS:
            given = [row[key] for row in group if row[key] is not None]
            answers[key] = Answers(total=sum(given), count=len(given))
        skm = satisfaction_index(answers, weight=weight).skm
        cells[cell] = (None, len(group), float(Fraction(skm)))
    return cells


def ikm_responses(responses):
    return {
        cell: (None, len(group), len(group))
        for cell, group in grouped(responding(responses), "answered_on").items()
    }


def responding(responses):
    return [row for row in responses if any(row[key] is not None for key in ELEMENTS)]


def productivity(requests, people):
    closed = grouped(answered(requests), "closed_on")
    cells = {}
    for unit in {unit for unit, _ in closed}:
        own = [month for closing_unit, month in closed if closing_unit == unit]
        for n in range(months_between(min(own), max(own)) + 1):
            month = months_later(min(own), n)
            staff_days = sum(
                len({row["person_key"] for row in people if posted(row, unit, day)})
                for day in days_from(month, last_day(month))
                if day in WORKING_DAYS
            )
            if staff_days:
                n_closed = len(closed.get((unit, month), []))
                cells[unit, month] = (n_closed, staff_days, n_closed / staff_days)
    return cells


def posted(row, unit, day):
    begun = row["from_on"] is None or row["from_on"] <= day
    ended = row["to_on"] is not None and row["to_on"] < day
    return row["unit_code"] == unit and begun and not ended
