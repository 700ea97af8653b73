"""Questions to the warehouse that more than one room asks."""

from pathlib import Path

from django.conf import settings

from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store


def store() -> Store:
    """The warehouse of this installation."""
    return Store(Path(settings.DAMPAK_HOME) / "warehouse")


def served_snapshot() -> Snapshot | None:
    """The snapshot that everybody reads now; None before the first import."""
    return store().head()


def units_served() -> int:
    """How many units the served list of units holds; none before the first import."""
    snapshot = served_snapshot()
    return len(units_on_roll(snapshot)) if snapshot else 0
