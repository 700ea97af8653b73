"""Small worlds drawn by number, with all that real rows lack, as tables of the warehouse."""

from datetime import date, timedelta
from random import Random

import pyarrow as pa
from tests.units.warehouse_readings.plain_loops import ELEMENTS

from dampak.indicators.working_days import calendar_days
from dampak.warehouse.conformed.shape import SHAPES, WORKING_DAYS

FIRST, LAST = date(2024, 2, 1), date(2024, 9, 30)
# D03 has one row of a kind; D04 has none; D05 is closed in May and goes on as D06; the names of the
# last two stand in another order where a language orders them.
UNITS = ("D01", "D02", "D05", "D06", "d-7", "D 7")
REORGANISED_ON = date(2024, 5, 14)


def world(number):
    """Tables by name. Every fourth world lacks one table; world 0 lacks all rows."""
    luck = Random(number)  # noqa: S311 - nothing here is secret
    many = {name: luck.choice((1, 12, 150)) for name in ROWS}
    if number % 4 == 0:
        many[luck.choice(list(many))] = 0
    if number == 0:
        many = dict.fromkeys(many, 0)
    tables = {name: table_of(name, many[name], luck) for name in ROWS}
    return tables | {"working_days": working_days()}


def table_of(name, rows, luck):
    drawn = [ROWS[name](luck, unit_of(luck)) for _ in range(rows)]
    if rows:
        drawn.append(ROWS[name](luck, "D03"))
    return pa.Table.from_pylist(drawn, schema=SHAPES[name])


def working_days():
    days = calendar_days(FIRST, LAST)
    rows = [{name: getattr(day, name) for name in WORKING_DAYS.names} for day in days]
    return pa.Table.from_pylist(rows, schema=WORKING_DAYS)


def unit_of(luck):
    return luck.choice(UNITS)


def day(luck, unit="", *, empty=0.15):
    if luck.random() < empty:
        return None
    first = REORGANISED_ON if unit == "D06" else FIRST
    last = REORGANISED_ON if unit == "D05" else LAST
    return first + timedelta(days=luck.randint(0, (last - first).days))


def request(luck, unit):
    return {
        "unit_code": unit,
        "received_on": day(luck, unit),
        "promised_on": day(luck),
        "closed_on": day(luck, unit, empty=0.3),
        "status": luck.choice([None, "open", "closed", "refused"]),
        "was_withdrawn": luck.choice([None, False, False, True]),
        "is_digital": luck.choice([None, True, False]),
    }


def complaint(luck, unit):
    return {"unit_code": unit, "received_on": day(luck, unit)}


def check(luck, unit):
    return {
        "unit_code": unit,
        "checked_on": day(luck, unit),
        "fields_checked": luck.choice([None, 0, 1, luck.randint(2, 40)]),
        "fields_correct": luck.choice([None, 0, 1, luck.randint(0, 41)]),
    }


def response(luck, unit):
    some = luck.random() < 0.9
    answers = {key: luck.choice([None, 1, 2, 3, 4]) if some else None for key in ELEMENTS[:-1]}
    # nobody of D02 is asked the last element, so that there the others weigh more
    last = None if unit == "D02" else luck.choice([None, 1, 4])
    return {"unit_code": unit, "answered_on": day(luck, unit), **answers, ELEMENTS[-1]: last}


def person(luck, unit):
    return {
        "unit_code": unit,
        "person_key": luck.choice([None, "sri", "budi"]),
        "from_on": day(luck, empty=0.4),
        "to_on": day(luck, empty=0.4),
    }


ROWS = {
    "service_requests": request,
    "complaints": complaint,
    "accuracy_checks": check,
    "satisfaction": response,
    "people": person,
}
