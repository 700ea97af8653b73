"""Does the ledger fit this program: does it lack migrations, or know some that we do not?"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from dampak import __version__
from dampak.foundation.text import Sentence


class CannotServeLedger(Exception):
    """Says why this program leaves the ledger alone."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def is_begun() -> bool:
    """Whether there is a ledger at all; looking makes none."""
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not file.exists():
        return False
    try:
        return MigrationRecorder(connection).has_table()
    except DatabaseError:
        return False


def lacking() -> list[str]:
    """Migrations of this program that the ledger has not had yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown() -> list[str]:
    """Migrations that the ledger has had and this program does not know: a newer one made them."""
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _name in loader.disk_migrations}
    applied = (each for each in loader.applied_migrations if each[0] in ours)
    return sorted(
        f"{app}.{name}" for app, name in applied if (app, name) not in loader.disk_migrations
    )


@contextmanager
def migrating_alone(home: Path) -> Iterator[None]:
    """Nobody else of this home migrates meanwhile; a newer ledger is refused, as below."""
    with (home / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refuse_newer_ledger()
        yield


def refuse_newer_ledger() -> None:
    """An older program would read a newer ledger wrongly, and write into it."""
    found = unknown()
    if found:
        raise CannotServeLedger(
            Sentence(
                "The ledger was made by a newer dampak than this one (%(version)s): it has had "
                "%(count)s migrations that this one does not know (first: %(first)s). Start the "
                "newer dampak, or bring back a back-up that was taken before the upgrade.",
                {"version": __version__, "count": len(found), "first": found[0]},
            )
        )
