"""Every indicator reads the same in every engine, to the last bit of every number."""

from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest
from tests.units.warehouse.engines.small_worlds import ELEMENTS, FIRST, world

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.ikm import Weight
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.engines.counting import readings_of
from dampak.warehouse.readings import count_readings

pytestmark = [
    pytest.mark.database,
    # Spark is not yet sure of the newest pandas, which is not used here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning"),
]

WORLDS = 12
DEFINITIONS = {
    **CATALOGUE,
    "ikm-0.111": replace(CATALOGUE["ikm"], weight=Weight.THREE_DECIMALS),
    "ikm-0.11": replace(CATALOGUE["ikm"], weight=Weight.TWO_DECIMALS),
}


def counted_by_the_house(tables):
    """Code of the definition, and its readings as the readers of the page would count them."""
    with duckdb.connect() as connection:
        for name, rows in tables.items():
            connection.register(name, rows)
        return {
            code: [
                (each.unit_code, each.month, each.numerator, each.denominator, each.value)
                for each in count_readings(connection, definition)
            ]
            for code, definition in DEFINITIONS.items()
        }


def counted_by(engine, tables):
    engine.load(tables)
    return {
        code: [tuple(row.values()) for row in readings_of(engine, definition).to_pylist()]
        for code, definition in DEFINITIONS.items()
    }


@pytest.mark.parametrize("number", range(WORLDS))
def test_every_definition_reads_the_same_in_every_engine(engine, number):
    tables = world(number)

    assert counted_by(engine, tables) == counted_by_the_house(tables)


def test_the_worlds_have_readings_of_every_definition():
    worlds = [counted_by_the_house(world(number)) for number in range(WORLDS)]

    assert not any(worlds[0].values())
    assert all(sum(len(each[code]) for each in worlds) > 50 for code in DEFINITIONS)


def test_a_tie_at_the_tenth_decimal_is_rounded_upwards(engine):
    # 128 answers of 3 to each of eight elements, but for one of 4: 25 * 3073 / 1024 points,
    # which is 75.0244140625 exactly; a rounding to even would end in 2
    answers = [dict.fromkeys(ELEMENTS[:8], 3) for _ in range(128)]
    answers[0] |= {ELEMENTS[0]: 4}
    rows = [{"unit_code": "D01", "answered_on": FIRST, **each} for each in answers]
    tables = world(0) | {"satisfaction": pa.Table.from_pylist(rows, SHAPES["satisfaction"])}

    (reading,) = counted_by(engine, tables)["ikm"]

    assert reading == ("D01", FIRST, None, 128, 75.024414063)
    assert [reading] == counted_by_the_house(tables)["ikm"]


def test_a_table_comes_back_as_it_went_in(engine):
    shape = SHAPES["service_requests"]
    moment = datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC).replace(tzinfo=None)
    rows = [
        {"request_id": "1", "unit_code": 'Dinas "A",\nlantai 2', "status": "", "source_row": 2},
        {"request_id": "2", "unit_code": "Käfer \\N", "received_at": moment, "is_digital": True},
        {"request_id": "3", "received_on": date(1999, 12, 31), "is_digital": False},
    ]
    went_in = pa.Table.from_pylist(rows, schema=shape)
    engine.load({"service_requests": went_in})

    came_back = engine.run("SELECT * FROM service_requests ORDER BY request_id")

    assert came_back.select(shape.names).cast(shape).equals(went_in)
