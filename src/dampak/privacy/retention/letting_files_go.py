"""Look for files whose time is over, and let them go; each is a deed in the book."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from dampak.audit.services import record
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.services import CannotImport, discard_lists
from dampak.privacy.retention.files import AFTER_DECISION, LEFT_OVER, UNDECIDED
from dampak.warehouse.locks import lock_held

LISTS, COLLECTING, COPYING = "staff-imports", "collecting", "copying"
LOCK, HALF_MADE = ".dampak-lock", ".dampak-t"  # of `operations.backup`, which stands above
ANSWERS = frozenset({".csv", ".parquet"})  # beside them lies the lock


def files_due(*, at: datetime) -> dict[str, int]:
    """How many lists or files each rule would let go now."""
    paths = {code: len(list(over(at))) for code, over in PATHS.items()}
    return {"undecided-lists": undecided(at).count(), **paths}


def let_files_go(*, by: str, at: datetime) -> Iterator[tuple[str, int]]:
    """Let them go, rule by rule; says of each how many that was."""
    for came in undecided(at):
        try:
            discard_lists(came, by=by, at=at)
        except CannotImport:  # somebody decided a moment ago
            continue
        yield "undecided-lists", 1
    for code, over in PATHS.items():
        n = [_remove(path) for path in list(over(at))].count(True)
        if n:
            record("retention.applied", by=by, at=at, table=code, rows=n)
            yield code, n


def undecided(at: datetime) -> QuerySet[StaffImport]:
    """Lists about which nobody decided in time."""
    return StaffImport.objects.filter(decided_at=None, sent_at__lt=at - UNDECIDED).order_by("pk")


def _decided_long_ago(at: datetime) -> Iterator[Path]:
    decided = StaffImport.objects.filter(decided_at__lt=at - AFTER_DECISION).order_by("pk")
    return (came.folder() for came in decided if came.folder().is_dir())


def _discarded_long_ago(at: datetime) -> Iterator[Path]:
    """Only what the ledger names no more; a look at the page may have made the preview anew.

    A receipt is there only where accepting died before the ledger knew of it.
    """
    model: Any = apps.get_model("intake.Delivery")
    discarded = model.objects.filter(discarded_at__lt=at - AFTER_DECISION, files=None)
    for folder in (delivery.folder() for delivery in discarded.order_by("pk")):
        preview, receipt = (
            folder.with_name(f"{folder.name}-{of}") for of in ("preview", "receipt")
        )
        yield from (path for path in (preview, folder) if folder.is_dir() and path.is_dir())
        yield from (path for path in (receipt,) if path.is_dir())


def _unknown_lists(at: datetime) -> Iterator[Path]:
    known = {str(number) for number in StaffImport.objects.values_list("pk", flat=True)}
    return (path for path in _old(LISTS, at, LEFT_OVER) if path.name not in known)


def _left_responses(at: datetime) -> Iterator[Path]:
    return (path for path in _old(COLLECTING, at, LEFT_OVER) if path.suffix in ANSWERS)


def _left_copies(at: datetime) -> Iterator[Path]:
    """None while a copy is put together there; a copy that begins clears them away itself.

    Nor any where the folder is not this user's, as after a copy that root took: the doctor says so.
    """
    if not (Path(settings.DAMPAK_HOME) / COPYING).is_dir():
        return
    with suppress(OSError), lock_held(Path(settings.DAMPAK_HOME) / COPYING / LOCK):
        left = _old(COPYING, at, LEFT_OVER)
        yield from [path for path in left if path.name.startswith(HALF_MADE)]


def _old(folder: str, at: datetime, after: timedelta) -> Iterator[Path]:
    """What in a folder of the home nobody has written to for so long."""
    here = Path(settings.DAMPAK_HOME) / folder
    for path in sorted(here.iterdir()) if here.is_dir() else ():
        if _is_older(path, at - after):
            yield path


def _is_older(path: Path, moment: datetime) -> bool:
    """Not of what went since the folder was read: who wrote it may have taken it away."""
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False


def _remove(path: Path) -> bool:
    """Says whether it is gone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return not path.exists()


PATHS: Mapping[str, Callable[[datetime], Iterator[Path]]] = {
    "refused-rows": _decided_long_ago,
    "discarded-deliveries": _discarded_long_ago,
    "left-over-lists": _unknown_lists,
    "left-over-responses": _left_responses,
    "left-over-copies": _left_copies,
}
