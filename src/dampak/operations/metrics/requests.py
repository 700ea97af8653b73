"""How many requests there were, and how long they took: counted over all processes that serve."""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from dampak.operations.metrics.machine import ProcessesCollector, siblings_among
from dampak.operations.metrics.together import FOLDER, processes_in

OWN = CollectorRegistry()
REQUESTS = Counter(
    "dampak_requests",
    "Requests answered, by page, method and status.",
    ("route", "method", "status"),
    registry=OWN,
)
SECONDS = Histogram(
    "dampak_request_seconds",
    "How long a request took, by page.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=OWN,
)


def note_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def counted() -> CollectorRegistry:
    """What all processes of this site counted and use; of one by itself what is its own."""
    found = CollectorRegistry()
    folder = os.environ.get(FOLDER)
    if folder is None:
        found.register(OWN)
        found.register(ProcessesCollector([os.getpid()]))
    else:
        MultiProcessCollector(found, path=folder)  # type: ignore[no-untyped-call]
        found.register(ProcessesCollector(siblings_among(processes_in(Path(folder)))))
    return found
