"""How often somebody asked within this minute, counted by all processes of this server together.

In a small file of its own, because a ledger that is being imported into has no time for counting.
What it holds is worth a minute, so nothing waits for the disk.
"""

import fcntl
import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import local

from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 0.05  # who is being served waits no longer than that for a count
TABLE = """
CREATE TABLE IF NOT EXISTS asked (
    who TEXT, minute INTEGER, times INTEGER, PRIMARY KEY (who, minute)
) WITHOUT ROWID
"""
ONE_MORE = """
INSERT INTO asked VALUES (?, ?, 1)
ON CONFLICT (who, minute) DO UPDATE SET times = times + 1 RETURNING times
"""


def times_asked(who: str, *, at: datetime, home: Path) -> int:
    """Count one more; how often it was within this minute, this time included.

    ``who`` is written under this server's key, and as another word in each minute: an address is
    personal data, and nobody needs to read it here. A disk that refuses must not close the door,
    so then everybody is the first; a broken file is set aside and counting begins anew.
    """
    minute, file = int(at.timestamp()) // 60, counts_in(home)
    hidden = _hidden(who, minute)
    try:
        return _counted_anew_if_broken(hidden, minute, file)
    except (sqlite3.Error, OSError) as fault:
        _tally.close()
        log.warning("Requests are not counted: %s", fault)
        return 1


def seconds_to_wait(*, at: datetime) -> int:
    """Until the next minute begins."""
    return 60 - int(at.timestamp()) % 60


def counts_in(home: Path) -> Path:
    """The file of the counts, among what only the running site needs."""
    return home / "running" / "counts.db"


def _hidden(who: str, minute: int) -> str:
    told = salted_hmac("dampak.limits", f"{minute} {who}", algorithm="sha256")
    return told.hexdigest()[:32]


def _counted_anew_if_broken(who: str, minute: int, file: Path) -> int:
    try:
        return _counted(who, minute, file)
    except sqlite3.DatabaseError as fault:
        if not _is_broken(fault):
            raise
    _tally.close()
    _set_aside(file)
    return _counted(who, minute, file)


def _counted(who: str, minute: int, file: Path) -> int:
    counts = _tally.opened(file)
    times: int = counts.execute(ONE_MORE, (who, minute)).fetchall()[0][0]
    if times == 1:
        counts.execute("DELETE FROM asked WHERE minute < ?", (minute,))
    return times


def _is_broken(fault: sqlite3.Error) -> bool:
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _set_aside(file: Path) -> None:
    """Keep the broken file beside a new one; of several who find it broken, one does so."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _can_be_read(file):  # somebody else has begun a new one meanwhile
            return
        for beside in ("-shm", "-wal"):  # of the broken one; the new one must not read them
            file.with_name(f"{file.name}{beside}").unlink(missing_ok=True)
        file.replace(file.with_suffix(".broken"))
    log.warning("%s was broken and is set aside; requests are counted anew", file.name)


def _can_be_read(file: Path) -> bool:
    try:
        with closing(_open(file)) as counts:
            told: str = counts.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as fault:
        return not _is_broken(fault)
    return told == "ok"


class _Tally(local):
    """The file, open in each thread: opening it costs twenty times as much as counting."""

    file: tuple[Path, int] | None = None
    counts: sqlite3.Connection | None = None

    def opened(self, file: Path) -> sqlite3.Connection:
        if self.counts is None or self.file != (file, _number_of(file)):
            self.close()
            self.counts = _open(file)
            self.file = (file, _number_of(file))
        return self.counts

    def close(self) -> None:
        if self.counts is not None:
            self.counts.close()
        self.counts = None


_tally = _Tally()


def _number_of(file: Path) -> int:
    """Tells a file from another one of its name: it may have been set aside or taken away."""
    return file.stat().st_ino if file.exists() else 0


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(exist_ok=True)
    counts = sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)
    counts.execute("PRAGMA synchronous=OFF")
    counts.execute("PRAGMA journal_mode=WAL")
    counts.execute(TABLE)
    return counts
