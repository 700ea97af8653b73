"""A ledger in one file: copied as it stood at one moment, while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from dampak.foundation.text import Sentence
from dampak.operations.backup.ledgers.asking import Ask
from dampak.operations.backup.ledgers.refusing import CannotCopyLedger

ALL_PAGES = -1


def copy_ledger(source: Path, target: Path) -> None:
    """SQLite's own online copy, in one step: what is committed during it waits in the journal."""
    with (
        _in_words(source),
        closing(sqlite3.connect(_address(source, "mode=rw"), uri=True, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=ALL_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    target.chmod(0o600)


@contextmanager
def asking(file: Path) -> Iterator[Ask]:
    """Ask a copy that nobody writes to."""
    with (
        _in_words(file),
        closing(sqlite3.connect(_address(file, "mode=ro&immutable=1"), uri=True)) as copy,
    ):
        yield lambda sql: copy.execute(sql).fetchall()


def tables_of(ask: Ask) -> list[str]:
    """The names of all tables."""
    found = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def faults_of(ask: Ask) -> list[str]:
    """What SQLite finds wrong with its own pages and indexes; empty for a sound ledger."""
    return [said for (said,) in ask("PRAGMA quick_check") if said != "ok"]


def _address(file: Path, how: str) -> str:
    return f"file:{quote(str(file))}?{how}"


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        values = {"file": str(file), "found": str(fault)}
        raise CannotCopyLedger(
            Sentence("The ledger %(file)s cannot be copied or read; found: %(found)s.", values)
        ) from fault
