"""Deeds of lists of staff: receive, look, take over, discard."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from django.db import transaction

from dampak.audit.actors import acting
from dampak.audit.services import record
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import in_both
from dampak.organisations.importing.keeping import (
    HasChanged,
    keep_findings,
    kept_findings,
    stamp_of_ledger,
)
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.previewing import keep_preview
from dampak.organisations.importing.reading import Findings, Request, find_out
from dampak.organisations.importing.taking_people import room, take_people
from dampak.organisations.importing.taking_units import (
    Deed,
    close_units,
    count_units,
    take_units,
)
from dampak.organisations.models import Unit
from dampak.organisations.services.holding import hold_tree
from dampak.organisations.services.refusals import Refusal
from dampak.warehouse.landing.landed_file import CannotLand
from dampak.warehouse.staff.desk import Desk

Tell = Callable[[Sentence, int, int], None]
MOST_REFUSED = 0.2  # share of the rows of people; beyond it the list is not what it should be
DONE = gettext_noop("Taken over")


class CannotImport(Exception):
    """Says, in words for the person at the screen, why people and units stay as they are."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class Upload(Protocol):
    """A file on its way in: a name, and its bytes in pieces."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def receive_lists(
    uploads: Iterable[Upload],
    *,
    on: date,
    is_complete: bool,
    paths: Sequence[str] | None,
    by: str,
    at: datetime,
) -> StaffImport:
    """Keep lists as they came until it is decided about them. Nobody's data change."""
    with transaction.atomic():
        came = StaffImport.objects.create(
            sent_at=at,
            sent_by=by,
            listed_on=on,
            is_complete=is_complete,
            tops=None if paths is None else _ids_of(paths),
        )
        shutil.rmtree(came.folder(), ignore_errors=True)  # left by a crash before the commit
        try:
            came.inbox().mkdir(parents=True, mode=0o700)
            came.files = [_kept(came.inbox(), upload) for upload in uploads]
            came.save(update_fields=["files"])
            names = [each["name"] for each in came.files]
            record("staff-list.received", by=by, at=at, subject=came, files=names)
        except BaseException:
            shutil.rmtree(came.folder(), ignore_errors=True)
            raise
    return came


def look_through(came: StaffImport, *, tell: Tell, is_anew: bool = False) -> StaffImport:
    """Work out what the lists change, and keep it as the preview; nobody's data change.

    ``is_anew`` says that an earlier preview no longer held.
    """
    stamp = stamp_of_ledger()
    try:
        found = find_out(_request(came), _desk(came), tell=tell)
    except CannotLand as refusal:
        return _looked(came, {}, refusal.faults)
    keep_preview(came, _desk(came), found)
    keep_findings(came, found, stamp=stamp)
    counts = _counts(found) | ({"is_anew": 1} if is_anew else {})
    return _looked(came, counts, _against(came, found))


def take_over(came: StaffImport, *, by: str, at: datetime, tell: Tell) -> StaffImport:
    """Take over exactly what the preview showed, in one transaction; twice changes nothing.

    Where people or units have changed since the preview was made, nothing is taken: it has to be
    made, and read, anew.
    """
    came.refresh_from_db()
    if came.state == ImportState.ACCEPTED:
        return came
    _refuse_undecidable(came)
    try:
        with room(), transaction.atomic(), acting(by=by, reason=f"staff list {came.pk}"):
            _take_over(came, by=by, at=at, tell=tell)
    except HasChanged as change:
        came.refresh_from_db()
        if came.is_decided():  # by somebody else, a moment before
            return take_over(came, by=by, at=at, tell=tell)
        StaffImport.objects.filter(pk=came.pk).update(state=ImportState.READING)
        raise CannotImport(
            Sentence(
                "Since the preview was made, people or units have changed. Nothing was taken; "
                "look at the new preview."
            )
        ) from change
    except Refusal as refusal:
        _looked(came, came.counts, [refusal.sentence])
        raise CannotImport(refusal.sentence) from refusal
    came.refresh_from_db()
    _remove_what_names_people(came)
    return came


def _take_over(came: StaffImport, *, by: str, at: datetime, tell: Tell) -> None:
    hold_tree()
    if StaffImport.objects.select_for_update().get(pk=came.pk).is_decided():
        raise HasChanged
    found = kept_findings(came)
    deed = Deed(by=by, at=at, on=came.listed_on)
    take_units(found.units, found.known, deed)
    take_people(_desk(came), found.codes, tell=tell)
    close_units(found.units, found.known, deed)
    taken = StaffImport.objects.filter(pk=came.pk)
    taken.update(state=ImportState.ACCEPTED, decided_at=at, decided_by=by)
    record("staff-list.taken", by=by, at=at, subject=came, **came.counts)
    tell(Sentence(DONE), 1, 1)


@transaction.atomic
def discard_lists(came: StaffImport, *, by: str, at: datetime) -> None:
    """Leave lists aside; the files go, because they hold numbers of people."""
    came = StaffImport.objects.select_for_update().get(pk=came.pk)
    if came.state == ImportState.DISCARDED:
        return
    _refuse_decided(came)
    came.state, came.decided_at, came.decided_by = ImportState.DISCARDED, at, by
    came.save(update_fields=["state", "decided_at", "decided_by"])
    record("staff-list.discarded", by=by, at=at, subject=came)
    transaction.on_commit(lambda: _remove_what_names_people(came))


def _remove_what_names_people(came: StaffImport) -> None:
    """The files as they came, and the desk; refused rows stay, their numbers are masked."""
    for folder in (came.inbox(), came.desk_folder()):
        shutil.rmtree(folder, ignore_errors=True)


def _request(came: StaffImport) -> Request:
    return Request(
        files=tuple(came.inbox() / each["name"] for each in came.files),
        on=came.listed_on,
        paths=paths_of(came),
        is_complete=came.is_complete,
    )


def paths_of(came: StaffImport) -> tuple[str, ...] | None:
    """Where in the tree, as it is now, people may be filled in; None is everywhere."""
    if came.tops is None:
        return None
    return tuple(Unit.objects.filter(pk__in=came.tops).values_list("path", flat=True))


def _ids_of(paths: Sequence[str]) -> list[int]:
    return list(Unit.objects.filter(path__in=paths).values_list("pk", flat=True))


def _desk(came: StaffImport) -> Desk:
    return Desk(folder=came.desk_folder())


def _counts(found: Findings) -> dict[str, int]:
    units = count_units(found.units, found.known)
    return found.counts | {
        "units_new": units.new,
        "units_changed": units.changed,
        "units_unchanged": units.unchanged,
    }


def _against(came: StaffImport, found: Findings) -> tuple[Sentence, ...]:
    """What keeps the lists as a whole from being taken over."""
    rows, refused = found.counts["rows"], found.counts["faulty_people"]
    faults = []
    if rows and refused > MOST_REFUSED * rows:
        faults.append(
            Sentence(
                "Of %(rows)s rows of people %(refused)s were refused, more than one in five. "
                "Look through the reasons: most likely one column is meant otherwise.",
                {"rows": rows, "refused": refused},
            )
        )
    if came.is_complete and (nameless := found.counts["nameless"]):
        faults.append(
            Sentence(
                "In a complete list everybody has to be found, and of %(rows)s rows the number "
                "(NIP) cannot be read. Correct these rows, or hand the list in as not complete.",
                {"rows": nameless},
            )
        )
    return tuple(faults)


def _looked(came: StaffImport, counts: dict[str, int], faults: Iterable[Sentence]) -> StaffImport:
    came.told = [in_both(fault) for fault in faults]
    came.state = ImportState.REFUSED if came.told else ImportState.WAITING
    came.counts = counts
    came.save(update_fields=["told", "state", "counts"])
    return came


def _refuse_undecidable(came: StaffImport) -> None:
    """Only what was read to the end, and has nothing against it, can be taken over."""
    _refuse_decided(came)
    if came.state == ImportState.READING:
        raise CannotImport(
            Sentence("These lists are still being read. Wait for the preview, and look at it.")
        )
    if came.state == ImportState.REFUSED:
        raise CannotImport(
            Sentence("These lists cannot be taken over. Correct them and hand them in again.")
        )


def _refuse_decided(came: StaffImport) -> None:
    if came.state == ImportState.ACCEPTED:
        raise CannotImport(
            Sentence("These lists were taken over. Hand in a corrected list to change people.")
        )
    if came.state == ImportState.DISCARDED:
        raise CannotImport(
            Sentence("These lists were discarded. Hand the files in again to take them over.")
        )


def _kept(folder: Path, upload: Upload) -> dict[str, object]:
    path = _free_name(folder, Path(upload.name or "").name)
    hashed, size = sha256(), 0
    with path.open("xb") as kept:
        path.chmod(0o600)
        for chunk in upload.chunks():
            hashed.update(chunk)
            size += len(chunk)
            kept.write(chunk)
    return {"name": path.name, "sha256": hashed.hexdigest(), "size_bytes": size}


def _free_name(folder: Path, name: str) -> Path:
    """The name as it came, but never hidden, endless or already there."""
    bare = Path(name.lstrip(".~") or "tanpa-nama")
    stem, suffix = bare.stem[:120], bare.suffix[:12]
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    return path
