"""Results that depend on nothing but a snapshot and a version, kept so that pages are quick."""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from dampak import __version__


def kept(name: str, make: Callable[[], str], *, snapshot_id: str) -> str:
    """The text under this name, made once for each snapshot and version of dampak."""
    return kept_bytes(name, lambda: make().encode(), snapshot_id=snapshot_id).decode()


def kept_bytes(name: str, make: Callable[[], bytes], *, snapshot_id: str) -> bytes:
    """The content under this name, made once for each snapshot and version of dampak.

    Everything in here can be thrown away at any time: it is made again when it is asked for.
    """
    file = Path(settings.DAMPAK_HOME) / "cache" / __version__ / snapshot_id[:16] / name
    try:
        return file.read_bytes()
    except FileNotFoundError:
        content = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(file)
    return content
