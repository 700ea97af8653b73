"""What the warehouse keeps: files as they came, immutable tables, one served snapshot."""

from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store.bringing_in import Terms
from dampak.warehouse.store.building import Progress, build
from dampak.warehouse.store.compacting import Crowded, compact, crowded_months
from dampak.warehouse.store.delivering import build_snapshot, deliver
from dampak.warehouse.store.health import Health
from dampak.warehouse.store.keeping import SERVED_ANOTHER, Store
from dampak.warehouse.store.known import Known, known_about
from dampak.warehouse.store.lock import CannotPublish
from dampak.warehouse.store.looking import Preview, Replaced, preview, preview_alone
from dampak.warehouse.store.retention import Old, Removable, Removed, removable, remove_old

__all__ = [
    "SERVED_ANOTHER",
    "CannotPublish",
    "CannotRead",
    "Crowded",
    "Health",
    "Known",
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
    "known_about",
    "preview",
    "preview_alone",
    "removable",
    "remove_old",
]
