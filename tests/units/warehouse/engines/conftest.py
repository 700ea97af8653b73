"""The engine of a test: each of those that are tried, started once."""

import pytest
from tests.units.warehouse.engines.engines_tried import TRIED, started
from tests.units.warehouse.engines.published_parts import published_in

OF_ONE_ENGINE = {"spark": "test_tasks_on_spark.py", "clickhouse": "test_parts_in_clickhouse.py"}
collect_ignore = [tests for name, tests in OF_ONE_ENGINE.items() if name not in TRIED]


@pytest.fixture(scope="session", params=TRIED)
def engine(request):
    with started(request.param) as engine:
        yield engine


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return published_in(tmp_path_factory.mktemp("home"))
