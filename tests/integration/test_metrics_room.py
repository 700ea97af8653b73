"""Room for the counts of a process on a disk that is full."""

import resource
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from dampak.operations.metrics.together import FOLDER, counted_together_in, take_room


@contextmanager
def files_at_most(size_bytes):
    """No file grows beyond so much, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_process_without_room_counts_alone_and_keeps_nobody_from_reading_the_others(tmp_path):
    variables = counted_together_in(tmp_path)
    folder = variables[FOLDER]

    with files_at_most(0):
        take_room(variables)

    assert FOLDER not in variables
    numbers = CollectorRegistry()
    MultiProcessCollector(numbers, path=folder)
    assert generate_latest(numbers) == b""


def test_with_room_there_is_a_file_for_each_kind_and_nothing_else(tmp_path):
    variables = counted_together_in(tmp_path)
    take_room(variables)
    found = sorted(each.name.partition("_")[0] for each in (tmp_path / "metrics").iterdir())
    assert found == ["counter", "histogram"]
    assert FOLDER in variables
