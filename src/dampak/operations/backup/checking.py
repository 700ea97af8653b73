"""Is a copy what was written? Nothing is brought back, and nothing is written."""

from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from dampak.foundation.text import Sentence
from dampak.operations.backup.manifest import Manifest, read_manifest
from dampak.operations.backup.refusing import CannotRestore
from dampak.warehouse.fingerprint import sha256_of


def check_backup(backup: Path) -> Manifest:
    """Read every file of a copy in clear text; raises `CannotRestore` with all that is wrong."""
    manifest = read_manifest(backup)
    refuse_newer(manifest)
    refuse_damaged(backup, manifest)
    return manifest


def refuse_newer(manifest: Manifest) -> None:
    """A ledger of a newer dampak would be read wrongly."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise CannotRestore(
            Sentence(
                "The back-up was made by a newer dampak (%(version)s): this one does not know "
                "%(first)s. Upgrade dampak on this machine. Nothing was changed.",
                {"version": manifest.dampak, "first": unknown[0]},
            )
        )


def refuse_damaged(backup: Path, manifest: Manifest) -> None:
    """Every fault of the copy at once."""
    found = [
        fault
        for name, known in sorted(manifest.files.items())
        if (fault := _fault_of(backup, name, known)) is not None
    ]
    if found:
        raise CannotRestore(
            Sentence(
                "The back-up %(folder)s is damaged: %(count)s of its files are not what was "
                "written. Nothing was changed. Use an earlier back-up.",
                {"folder": str(backup), "count": len(found)},
            ),
            *found[:20],
        )


def _fault_of(backup: Path, name: str, known: tuple[str, int]) -> Sentence | None:
    path = backup / name
    values = {"file": name}
    if not path.resolve().is_relative_to(backup.resolve()) or path.is_symlink():
        return Sentence("%(file)s leads out of the back-up.", values)
    if not path.is_file():
        return Sentence("%(file)s is missing.", values)
    size = path.stat().st_size
    if size != known[1]:
        return Sentence(
            "%(file)s has %(found)s bytes where %(known)s were written.",
            {**values, "found": size, "known": known[1]},
        )
    if sha256_of(path) != known[0]:
        return Sentence("%(file)s is no longer what was written.", values)
    return None
