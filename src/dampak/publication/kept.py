"""Results that depend on nothing but a snapshot and a version, kept so that pages are quick."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import get_ident

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
    with suppress(OSError):  # a full disk makes pages slower, it does not make them go away
        _keep(file, content)
    return content


def _keep(file: Path, content: bytes) -> None:
    """Whole or not at all, also while another thread keeps the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}-{get_ident()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
