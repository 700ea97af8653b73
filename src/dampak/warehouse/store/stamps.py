"""Which objects were found whole, kept between processes, so that none is read through for nothing.

Losing this costs time only. A file that changed since is read through again.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dampak.warehouse.fingerprint import Stamp

NAME = "whole.json"


def stamps_in(home: Path) -> dict[Path, Stamp]:
    """The stamps that were kept for objects of this home; none if they cannot be read."""
    try:
        told = json.loads((home / NAME).read_bytes())
        return {
            home / "objects" / name: (size, changed, place)
            for name, (size, changed, place) in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_stamps(home: Path, stamps: Mapping[Path, Stamp]) -> None:
    """Keep them for the next process, if the disk takes them. The caller holds the pen."""
    aside = home / f"{NAME}.{os.getpid()}.aside"
    with suppress(OSError):  # what they are about is served already
        aside.write_text(json.dumps({path.name: stamp for path, stamp in stamps.items()}))
        aside.replace(home / NAME)
    with suppress(OSError):
        aside.unlink(missing_ok=True)
