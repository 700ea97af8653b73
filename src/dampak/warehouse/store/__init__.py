"""What the warehouse keeps: files as they came, immutable tables, one served snapshot."""

from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store.bringing_in import Terms
from dampak.warehouse.store.building import Progress, build
from dampak.warehouse.store.compacting import Crowded, compact, crowded_months
from dampak.warehouse.store.delivering import Preview, Replaced, build_snapshot, deliver, preview
from dampak.warehouse.store.health import Health
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import CannotPublish
from dampak.warehouse.store.retention import Old, Removable, Removed, removable, remove_old

__all__ = [
    "CannotPublish",
    "CannotRead",
    "Crowded",
    "Health",
    "Old",
    "Preview",
    "Progress",
    "Removable",
    "Removed",
    "Replaced",
    "Store",
    "Terms",
    "build",
    "build_snapshot",
    "compact",
    "crowded_months",
    "deliver",
    "preview",
    "removable",
    "remove_old",
]
