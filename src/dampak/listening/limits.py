"""How often somebody asked within this minute, counted by all processes of this server together.

In a small file of its own, because a ledger that is being imported into has no time for counting.
What it holds is worth a minute, so nothing waits for the disk.
"""

import logging
import sqlite3
from datetime import datetime
from pathlib import Path
from threading import local

from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 2
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
    so then everybody is the first.
    """
    minute = int(at.timestamp()) // 60
    try:
        return _counted(_hidden(who, minute), minute, counts_in(home))
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


def _counted(who: str, minute: int, file: Path) -> int:
    counts = _tally.opened(file)
    times: int = counts.execute(ONE_MORE, (who, minute)).fetchall()[0][0]
    if times == 1:
        counts.execute("DELETE FROM asked WHERE minute < ?", (minute,))
    return times


class _Tally(local):
    """The file, open in each thread: opening it costs twenty times as much as counting."""

    file: Path | None = None
    counts: sqlite3.Connection | None = None

    def opened(self, file: Path) -> sqlite3.Connection:
        if self.counts is None or self.file != file:
            self.close()
            self.file, self.counts = file, _open(file)
        return self.counts

    def close(self) -> None:
        if self.counts is not None:
            self.counts.close()
        self.counts = None


_tally = _Tally()


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(exist_ok=True)
    counts = sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)
    counts.execute("PRAGMA synchronous=OFF")
    counts.execute("PRAGMA journal_mode=WAL")
    counts.execute(TABLE)
    return counts
