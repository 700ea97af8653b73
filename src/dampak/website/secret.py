"""The key that signs sessions: given by the operator, or made once and kept to its owner."""

import os
import secrets
from functools import cache
from pathlib import Path


@cache
def secret_kept_in(file: Path) -> str:
    """Read the key from ``file``; the first time, make one that only the owner may read.

    Two processes may start together: the one that comes second reads the key of the first.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as written:
            written.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
