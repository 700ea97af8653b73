"""What stands in parts is served as the next snapshot, with its cube."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from dampak.indicators.working_days import calendar_days
from dampak.warehouse.conformed.shape import WORKING_DAYS
from dampak.warehouse.kept_rejects import REJECTS
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.bringing_in import Terms
from dampak.warehouse.store.journal import forget_builds
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.manifest import snapshot_of
from dampak.warehouse.store.manifests import FORMAT_WITH_PARTS
from dampak.warehouse.store.objects import put_bytes
from dampak.warehouse.store.standing import Standing


def publish(
    store: Store,
    standing: Standing,
    terms: Terms,
    served: Mapping[str, Any] | None,
    *,
    at: datetime,
    by: str,
    keeps_id: bool = False,
) -> Snapshot:
    """Serve what stands now, after what is ``served``; every part of it is on the disk.

    It ``keeps_id`` where only the places of rows have changed, also under newer rules.
    """
    said = _said(store, standing, terms)
    if served and keeps_id:
        said["id"] = served["id"]
    draft = {**said, "number": 0, "published_at": at.isoformat(), "published_by": by}
    before = snapshot_of(served, store.home) if served else None
    made = terms.counting.cube(snapshot_of(draft, store.home), before)
    if made is not None:
        said["cube"] = put_bytes(store.objects, "cube", made.cube, store.disk)
        said["sums"] = {
            name: sums
            if isinstance(sums, str)
            else put_bytes(store.objects, "sums", sums, store.disk)
            for name, sums in made.sums.items()
        }
    snapshot = store.serve_next(said, at=at, by=by)
    forget_builds(store)
    return snapshot


def _said(store: Store, standing: Standing, terms: Terms) -> dict[str, Any]:
    """The manifest, but for the cube and what `Store.serve_next` adds."""
    parts = sorted(standing.parts.values(), key=lambda part: part.number)
    said = {
        "format": FORMAT_WITH_PARTS,
        "files": list(standing.inputs.values()),
        "tables": standing.tables,
        "working_days": store.put_table(_working_days(standing, terms)),
        "calendar": terms.calendar.version,
        "zone": terms.zone,
        "rejects": store.put_table(REJECTS.empty_table()),
        "more_rejects": standing.more_rejects,
        "parts": [part.as_json() for part in parts],
        "numbers": standing.numbers,
        "marks": terms.counting.marks,
    }
    return {**said, "id": _identity(said, terms)}


def _working_days(standing: Standing, terms: Terms) -> pa.Table:
    days = standing.days()
    rows = calendar_days(*days, calendar=terms.calendar) if days else ()
    return pa.Table.from_pylist(
        [{name: getattr(row, name) for name in WORKING_DAYS.names} for row in rows],
        schema=WORKING_DAYS,
    )


def _identity(said: Mapping[str, Any], terms: Terms) -> str:
    """What came, in which order, what became of it, by which rules and days; and no clock.

    How the rows are spread over parts is no part of it: a snapshot that was only tidied up is
    still the one that a study was planned on.
    """
    told = ("table", "sha256", "rows_in", "rows_kept", "rows_set_aside")
    content = {
        "files": [[entry[name] for name in told] for entry in said["files"]],
        "rules": terms.rules,
        **{name: said[name] for name in ("tables", "calendar", "zone")},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
