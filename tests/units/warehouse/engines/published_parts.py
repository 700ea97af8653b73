"""A small snapshot in parts, with the tallies that were published with them."""

from datetime import date

from tests.pieces import AT, promised, request, terms, units

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.store import Store, build
from dampak.warehouse.tallies.counting import CountingByTallies
from dampak.warehouse.tallies.sheet import sheets_of
from dampak.warehouse.tallies.tally import nothing, together
from dampak.warehouse.tallies.tally_file import read_tally

SHEETS = sheets_of(each for each in CATALOGUE.values() if each.kind != "per_staff_day")


def published_in(folder):
    """Three months of requests and one of answers and checks, published in parts."""
    lots = [
        units("D01", "D02", "D03"),
        promised(
            "service_requests",
            [
                request(number, month=1 + number % 3, unit_code=f"D0{1 + number % 2}", **given)
                for number in range(40)
                for given in [{"closed_on": date(2026, 4, 1 + number % 9), "status": "closed"}]
            ],
        ),
        promised(
            "satisfaction",
            [
                {"response_id": f"S{number}", "unit_code": "D02", "answered_on": day, "waktu": 3}
                for number, day in enumerate([date(2026, 1, 5), date(2026, 1, 8)])
            ],
        ),
        promised(
            "accuracy_checks",
            [
                {"unit_code": "D01", "record_id": f"C{number}", "checked_on": date(2026, 1, 7)}
                | {"fields_checked": 9, "fields_correct": number}
                for number in range(8)
            ],
        ),
    ]
    counting = CountingByTallies(
        CATALOGUE.values(), units=("D01", "D02", "D03"), calendar=WEEK_ONLY
    )
    promises = [each for lot in lots for each in lot]
    store = Store(folder)
    return build(store, promises, terms(counting=counting), at=AT, by="sri")


def served(snapshot, table):
    parts = snapshot.parts_of(table)
    sheet = SHEETS[table]
    tallies = (read_tally((snapshot.folder / p.tally).read_bytes(), sheet) for p in parts)
    return together(nothing(sheet), *tallies)


def files(snapshot, table):
    return [snapshot.folder / part.file for part in snapshot.parts_of(table)]
