"""How many requests there were, and how long they took: counted in the one process that serves."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REQUESTS = Counter(
    "dampak_requests",
    "Requests answered, by page, method and status.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "dampak_request_seconds",
    "How long a request took, by page.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)


def note_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
