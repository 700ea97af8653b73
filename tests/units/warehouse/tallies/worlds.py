"""Random small worlds in four tables, with all that real rows lack, and their tallies."""

from contextlib import contextmanager
from datetime import date

import numpy as np
from hypothesis import strategies as st
from tests.conformed_tables import fill
from tests.units.warehouse.tallies.plain_tallies import plain_tally
from tests.units.warehouse_readings.plain_loops import ELEMENTS

from dampak.foundation.months import month_of
from dampak.indicators.adding import addends
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import PerStaffDay
from dampak.warehouse.readings import count_readings
from dampak.warehouse.tallies.keys import month_numbered
from dampak.warehouse.tallies.numbers import Numbering, Numbers
from dampak.warehouse.tallies.sheet import sheets_of

FIRST, LAST = date(2024, 2, 1), date(2024, 8, 31)
UNITS = ("D01", "D02", "D03", "D04")  # D04 never has a row
SERVICES = (None, "ktp", "izin")
DEFINITIONS = {code: each for code, each in CATALOGUE.items() if not isinstance(each, PerStaffDay)}
SHEETS = sheets_of(DEFINITIONS.values())
NUMBERING = Numbering(units=Numbers(codes=UNITS), services=Numbers(codes=("izin", "ktp")))

days = st.dates(FIRST, LAST)
maybe_days = st.none() | days


def rows(units=UNITS[:3], **columns):
    belongs = {"unit_code": st.sampled_from(units), "service": st.sampled_from(SERVICES)}
    return st.lists(st.fixed_dictionaries({**belongs, **columns}), max_size=12)


def worlds(units=UNITS[:3]):
    """Tables by name: rows as dictionaries."""
    return st.fixed_dictionaries(
        {
            "service_requests": rows(
                units,
                received_on=maybe_days,
                promised_on=maybe_days,
                closed_on=maybe_days,
                status=st.sampled_from([None, "open", "closed", "refused"]),
                was_withdrawn=st.sampled_from([None, False, False, True]),
                is_digital=st.none() | st.booleans(),
            ),
            "complaints": rows(units, received_on=maybe_days),
            "satisfaction": rows(
                units,
                answered_on=maybe_days,
                **{key: st.none() | st.integers(1, 4) for key in ELEMENTS},
            ),
            "accuracy_checks": rows(
                units,
                checked_on=maybe_days,
                fields_checked=st.none() | st.integers(0, 40),
                fields_correct=st.none() | st.integers(0, 41),
            ),
        }
    )


@contextmanager
def filled(tables, world):
    """The tables with these rows in them, and afterwards as they were."""
    tables.execute("BEGIN")
    for table, content in world.items():
        fill(tables, table, content)
    try:
        yield tables
    finally:
        tables.execute("ROLLBACK")


def plain_tallies(connection):
    return {table: plain_tally(connection, sheet, NUMBERING) for table, sheet in SHEETS.items()}


def trees(units=UNITS):
    """Codes of units and of the units above them, each below one of those before it or nobody."""
    parents = [st.sampled_from([None, *units[:place]]) for place in range(len(units))]
    return st.tuples(*parents).map(lambda above: tuple(zip(units, above, strict=True)))


def standing(tree, code):
    """The codes of a unit and of all that stand below it, by the plain way."""
    below = {code}
    for _ in tree:
        below |= {unit for unit, above in tree if above in below}
    return below


def read(connection, definition):
    """Unit and month with what SQL says of them."""
    return {
        (reading.unit_code, reading.month): (reading.numerator, reading.denominator, reading.value)
        for reading in count_readings(connection, definition)
    }


def with_units(world, definition, unit_of):
    """The rows with other units, by the unit and the month in which the indicator counts them."""
    dated_by = {addend.table: addend.dated_by for addend in addends(definition)}
    return {
        table: [
            row | {"unit_code": unit_of(row["unit_code"], month_of(row[dated_by[table]]))}
            if table in dated_by and row[dated_by[table]]
            else row
            for row in rows
        ]
        for table, rows in world.items()
    }


def cells_of(found, seen, lines):
    """The same, of what was finished: ``lines`` says which line to read under which code."""
    cells = {}
    for code, line in lines.items():
        for place in np.flatnonzero(~np.isnan(found.value[line])):
            numerator = None if found.numerator is None else found.numerator[line, place]
            month = month_numbered(seen.months.first + int(place))
            cells[code, month] = (
                numerator,
                found.denominator[line, place],
                found.value[line, place],
            )
    return cells
