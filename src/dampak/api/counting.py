"""How often somebody asked within this minute, counted by all processes of this server together.

In a small file of its own, because a ledger that is being imported into has no time for counting.
What it holds is worth a minute, so nothing waits for the disk.
"""

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path

log = logging.getLogger(__name__)
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

    ``who`` is written as a hash: an address is personal data, and nobody needs to read it here.
    A disk that refuses must not close the door, so then everybody is the first.
    """
    minute = int(at.timestamp()) // 60
    try:
        return _counted(sha256(who.encode()).hexdigest()[:32], minute, home / "api-counts.db")
    except sqlite3.Error as fault:
        log.warning("Requests are not counted: %s", fault)
        return 1


def _counted(who: str, minute: int, file: Path) -> int:
    with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as counts:
        counts.execute("PRAGMA synchronous=OFF")
        try:
            times: int = counts.execute(ONE_MORE, (who, minute)).fetchall()[0][0]
        except sqlite3.OperationalError as fault:
            if "no such table" not in str(fault):
                raise
            counts.execute("PRAGMA journal_mode=WAL")
            counts.execute(TABLE)
            times = counts.execute(ONE_MORE, (who, minute)).fetchall()[0][0]
        if times == 1:
            counts.execute("DELETE FROM asked WHERE minute < ?", (minute,))
    return times


def seconds_to_wait(*, at: datetime) -> int:
    """Until the next minute begins."""
    return 60 - int(at.timestamp()) % 60
