"""Specs are pages of the manual that happen to run: tables drawn as text, counted, compared."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from tests.conformed_tables import draw, empty_tables

from dampak.indicators.definition import Definition
from dampak.warehouse.readings import count_readings

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def measure() -> Callable[..., None]:
    """Draw the tables, count one indicator, compare month by month.

    ``given`` is the drawing of the indicator's own table, or one drawing for each table.
    ``expect`` says, by month (of unit D01) or by (unit, month): (numerator, denominator), or
    (value, denominator) where the indicator has no numerator.
    """

    def run(
        definition: Definition, *, given: str | Mapping[str, str], expect: Mapping[object, object]
    ) -> None:
        connection = empty_tables(FIRST, LAST)
        drawings = {definition.source: given} if isinstance(given, str) else given
        for table, drawing in drawings.items():
            draw(connection, table, _in_one_unit(drawing))
        found = {}
        for reading in count_readings(connection, definition):
            month = f"{reading.month:%Y-%m}"
            first = reading.value if reading.numerator is None else reading.numerator
            key = month if reading.unit_code == "D01" else (reading.unit_code, month)
            found[key] = (first, reading.denominator)
        assert found == {key: pytest.approx(pair) for key, pair in expect.items()}

    return run


def _in_one_unit(drawing: str) -> str:
    """A drawing without units speaks of one, D01."""
    header, rule, *lines = drawing.strip().splitlines()
    if "unit_code" in header:
        return drawing
    return "\n".join([f"{header} | unit_code", rule, *(f"{line} | D01" for line in lines)])
