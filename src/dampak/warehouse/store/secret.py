"""The secret with which numbers of civil servants become keys."""

import fcntl
import secrets
from pathlib import Path

from dampak.warehouse.store.disk import Disk

LENGTH = 32


def secret_of(home: Path, disk: Disk) -> bytes:
    """The secret of this home; made once, at first need, readable by its owner alone.

    Without it a key cannot be turned back into a number by trying all numbers. Losing it means
    that people of later deliveries no longer match people of earlier ones, so it belongs in the
    backup; whoever has both the secret and the tables can recognise people.
    """
    path = home / "person-key.secret"
    with (home / "person-key.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            disk.put(path, secrets.token_bytes(LENGTH), mode=0o600)
        return path.read_bytes()
