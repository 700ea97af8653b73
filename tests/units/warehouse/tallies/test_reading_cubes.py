"""Where a snapshot has a cube, readings and panels come from it, and are what SQL would count."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.landed_files import landed, units
from tests.units.warehouse.tallies.plain_tallies import plain_tally
from tests.units.warehouse.tallies.worlds import DEFINITIONS, SHEETS

from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.panels import panel
from dampak.warehouse.readings import cube_with, readings
from dampak.warehouse.store import build_snapshot
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.objects import put_bytes
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table, written_cube
from dampak.warehouse.tallies.numbers import Numbering, Numbers
from dampak.warehouse.together import readings_together

AT = datetime(2024, 7, 1, 8, tzinfo=UTC)
UNITS = ("K03", "K01", "K02")

REQUESTS = """request_id|unit_code|service|channel|received_at|promised_on|closed_at|status
1|K01|ktp|situs web|2024-01-10|2024-01-15|2024-01-15|closed
2|K01|ktp|loket|2024-03-01|2024-03-05|2024-03-06|closed
3|K01||loket|2024-03-04|2024-03-05||open
4|K02|izin|loket|2024-03-04|2024-03-05|2024-03-06|withdrawn
5|K02|izin|loket|2024-04-01|2024-04-05|2024-04-05|closed"""

COMPLAINTS = """complaint_id|unit_code|received_at
1|K01|2024-03-02"""

TRAINING = """unit_code|programme|started_on|attended
K01|loket|2024-03-01|ya
K03|loket|2024-03-01|ya"""


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A snapshot without a cube."""
    files = [
        units(*UNITS),
        landed("service_requests", REQUESTS),
        landed("complaints", COMPLAINTS),
        landed("training", TRAINING),
    ]
    return build_snapshot(files, tmp_path_factory.mktemp("home"), at=AT, by="sri")


@pytest.fixture(scope="module")
def laid_out(counted):
    """The same snapshot with one."""
    numbering = Numbering(units=Numbers(codes=UNITS), services=Numbers(codes=("izin", "ktp")))
    with counted.connect() as connection:
        tallies = {
            table: (plain_tally(connection, sheet, numbering),) for table, sheet in SHEETS.items()
        }
    seen = rolled(tallies, tree_of(((code, None) for code in UNITS), numbering.units.by_code()))
    data = written_cube(cube_table(seen, DEFINITIONS.values()))
    return replace(counted, cube=counted.folder / put_bytes(counted.folder, "cube", data, Disk()))


@pytest.mark.parametrize("code", DEFINITIONS)
def test_readings_are_those_that_sql_counts(counted, laid_out, code):
    assert cube_with(laid_out, CATALOGUE[code]) is not None
    assert readings(laid_out, CATALOGUE[code]) == readings(counted, CATALOGUE[code])


@pytest.mark.parametrize("code", DEFINITIONS)
def test_all_units_are_read_as_one(counted, laid_out, code):
    found = readings_together(laid_out, CATALOGUE[code])

    assert found == readings_together(counted, CATALOGUE[code])


@pytest.mark.parametrize("code", DEFINITIONS)
def test_panels_are_those_that_sql_fills(counted, laid_out, code):
    plain, found = panel(counted, code), panel(laid_out, code)

    assert (found.unit_codes, found.months) == (plain.unit_codes, plain.months)
    assert found.set_aside == plain.set_aside
    for name in ("values", "volume", "first_treated"):
        np.testing.assert_array_equal(getattr(found, name), getattr(plain, name))


def test_what_the_cube_lacks_is_counted_from_the_rows(counted, laid_out):
    productivity = CATALOGUE["productivity"]

    assert cube_with(laid_out, productivity) is None
    assert readings(laid_out, productivity) == readings(counted, productivity)
