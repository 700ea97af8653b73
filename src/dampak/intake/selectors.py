"""Questions to the warehouse that more than one room asks."""

from dampak.organisations.selectors.served import store
from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.snapshot import Snapshot

__all__ = ["served_snapshot", "store", "units_served"]


def served_snapshot() -> Snapshot | None:
    """The snapshot that everybody reads now; None before the first import."""
    return store().head()


def units_served() -> int:
    """How many units the served list of units holds; none before the first import."""
    snapshot = served_snapshot()
    return len(units_on_roll(snapshot)) if snapshot else 0
