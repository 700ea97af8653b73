"""What all processes that serve take of the machine, as one number each."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

# Of several processes the one that is worst off; all other numbers add up.
LEAST = frozenset({"process_start_time_seconds", "process_max_fds"})


class ProcessesCollector(Collector):
    """Memory, processor time and open files of some processes together."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "dampak_processes", "Processes that serve.", value=len(self._numbers)
        )
        told: dict[str, list[Metric]] = {}
        for number in self._numbers:
            for metric in _of(number):
                told.setdefault(metric.name, []).append(metric)
        yield from map(_as_one, told.values())


def siblings_among(numbers: Iterable[int]) -> list[int]:
    """Those that live, and are children of the process that began this one too."""
    return [each for each in numbers if each == os.getpid() or _parent_of(each) == os.getppid()]


def _of(number: int) -> Iterable[Metric]:
    return ProcessCollector(pid=lambda: number, registry=None).collect()


def _as_one(some: Sequence[Metric]) -> Metric:
    values = [each.samples[0].value for each in some]
    value = min(values) if some[0].name in LEAST else sum(values)
    some[0].samples = [some[0].samples[0]._replace(value=value)]
    return some[0]


def _parent_of(number: int) -> int | None:
    try:
        told = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return None
    return int(told.rpartition(")")[2].split()[1])
