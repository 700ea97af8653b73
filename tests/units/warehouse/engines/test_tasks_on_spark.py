"""Spark runs the tasks too; tried where Spark is asked for."""

import pytest
from tests.units.warehouse.engines.published_parts import SHEETS, files, served

from dampak.warehouse.engines.counting_by_tasks import tallied_by

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")


@pytest.mark.parametrize("engine", ["spark"], indirect=True)
@pytest.mark.parametrize("table", SHEETS)
def test_tasks_on_spark_come_to_what_is_served_in_any_order(snapshot, engine, table):
    backwards = files(snapshot, table)[::-1]

    found = tallied_by(engine.each, backwards, sheet=SHEETS[table])

    assert found.is_same(served(snapshot, table))
