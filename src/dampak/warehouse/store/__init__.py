"""What the warehouse keeps: files as they came, immutable tables, one served snapshot."""

from dampak.warehouse.store.delivering import Preview, Replaced, build_snapshot, deliver, preview
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import CannotPublish

__all__ = [
    "CannotPublish",
    "Preview",
    "Replaced",
    "Store",
    "build_snapshot",
    "deliver",
    "preview",
]
