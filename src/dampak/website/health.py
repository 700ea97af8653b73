"""Whether the site can do its work, for whoever watches the server."""

import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dampak.intake.selectors import served_snapshot
from dampak.warehouse.store import CannotRead

LEAST_FREE_BYTES = 200 * 2**20


def health() -> tuple[bool, dict[str, Any]]:
    """Each part with its state; the whole is well only if every part is."""
    try:
        snapshot, is_readable = served_snapshot(), True
    except CannotRead:
        snapshot, is_readable = None, False
    free = shutil.disk_usage(settings.DAMPAK_HOME).free
    parts = {
        "database": _database_answers(),
        "disk": free > LEAST_FREE_BYTES,
        "warehouse": is_readable,
    }
    told = {
        **parts,
        "disk_free_bytes": free,
        "snapshot": snapshot.number if snapshot else None,
        "snapshot_published_at": snapshot.published_at.isoformat() if snapshot else None,
    }
    return all(parts.values()), told


def _database_answers() -> bool:
    """The database is there and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
