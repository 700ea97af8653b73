"""A copy is proved by bringing it back in a scratch place and looking whether all is there."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.operations.backup import ledgers
from dampak.operations.backup.ledgers import Address, Ask, postgresql, sqlite
from dampak.operations.backup.manifest import Manifest
from dampak.operations.backup.refusing import CannotRestore
from dampak.operations.backup.restoring import HOME, LEDGER, restore_backup
from dampak.warehouse.store import Store


def prove(backup: Path, *, database: Mapping[str, Any], scratch: Path) -> None:
    """Raises `CannotRestore` where the copy, or something that its ledger names, is not whole."""
    scratch.mkdir(mode=0o700)
    home = scratch / "home"
    with _database_on_trial(database, scratch) as trial:
        manifest = restore_backup(backup, home=home, database=trial, links=True)
        with _asking(trial, home) as ask:
            _refuse_missing_uploads(ask, manifest)
    if (home / "warehouse").is_dir():
        faults = Store(home / "warehouse").check().faults
        if faults:
            raise CannotRestore(*faults)
    shutil.rmtree(scratch)


@contextmanager
def _database_on_trial(database: Mapping[str, Any], scratch: Path) -> Iterator[Address | None]:
    if "postgresql" not in database["ENGINE"]:
        yield None
        return
    address = ledgers.address_of(database)
    if not postgresql.may_create_databases(address):
        raise CannotRestore(
            Sentence(
                "The account of the ledger may not make databases, so the copy cannot be brought "
                "back on trial. Give it the right (ALTER ROLE ... CREATEDB), or take the back-up "
                "with --no-verify and try it yourself."
            )
        )
    # The same place tries under the same name, so that a killed trial is cleared by the next.
    mark = hashlib.sha256(f"{scratch}:{address.name}".encode()).hexdigest()[:10]
    with postgresql.scratch_database(address, f"dampak_trial_{mark}") as trial:
        yield trial


@contextmanager
def _asking(trial: Address | None, home: Path) -> Iterator[Ask]:
    with postgresql.asking(trial) if trial else sqlite.asking(home / LEDGER) as ask:
        yield ask


def _refuse_missing_uploads(ask: Ask, manifest: Manifest) -> None:
    """Every file that the ledger names is in the copy, and is what was handed in."""
    faults = [
        Sentence("The ledger names %(file)s, which is missing or was changed.", {"file": name})
        for name, sha256 in ledgers.uploads_of(ask)
        if manifest.files.get(f"{HOME}{name}", ("", 0))[0] != sha256
    ]
    if faults:
        raise CannotRestore(*faults[:20])
