"""What the ledger and the disk say when somebody asks for the numbers."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from dampak.intake.selectors import served_snapshot
from dampak.jobs.models import Job, State
from dampak.listening.models import Response
from dampak.warehouse.store import CannotRead


class StateCollector(Collector):
    """Looks at the moment that it is asked about."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[Metric]:
        yield _jobs()
        yield from self._snapshot()
        responses = Response.objects.count()
        yield _one("dampak_responses", "Responses to surveys kept.", responses)
        yield _one("dampak_database_bytes", "Size of the ledger.", database_bytes())

    def _snapshot(self) -> Iterator[Metric]:
        try:
            snapshot = served_snapshot()
        except CannotRead:
            return
        if snapshot is not None:
            age = (self._at - snapshot.published_at).total_seconds()
            yield _one("dampak_snapshot_number", "The snapshot being served.", snapshot.number)
            yield _one("dampak_snapshot_age_seconds", "Since it was published.", age)


def registry_of(*, at: datetime) -> CollectorRegistry:
    """The numbers of one moment."""
    registry = CollectorRegistry()
    registry.register(StateCollector(at=at))
    return registry


def database_bytes() -> int:
    """How much room the ledger takes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    file = Path(settings.DATABASES["default"]["NAME"])
    files = (file.with_name(f"{file.name}{suffix}") for suffix in ("", "-wal"))
    return sum(each.stat().st_size for each in files if each.exists())


def _jobs() -> Metric:
    told = GaugeMetricFamily("dampak_jobs", "Jobs in the ledger, by state.", labels=["state"])
    found = dict(Job.objects.values_list("state").annotate(n=Count("pk")).order_by())
    for state in State.values:
        told.add_metric([state], found.get(state, 0))
    return told


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
