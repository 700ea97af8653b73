"""Parts counted as tasks, wherever they run, come to the tallies that were published."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from tests.units.warehouse.engines.published_parts import SHEETS, files, served

from dampak.warehouse.engines.counting_by_tasks import tallied_by


def in_processes(task, arguments):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(task, arguments))


RUNNERS = {"one after the other": map, "in processes of their own": in_processes}


@pytest.mark.parametrize("table", ["service_requests", "satisfaction", "accuracy_checks"])
@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_parts_counted_as_tasks_come_to_what_is_served(snapshot, runner, table):
    found = tallied_by(runner, files(snapshot, table), sheet=SHEETS[table])

    assert found.is_same(served(snapshot, table))
