"""The home of this machine: where everything is kept that commands serve from."""

import os
from pathlib import Path

from dampak.warehouse.store import Store


def home() -> Path:
    """The folder that ``DAMPAK_HOME`` names; ``var`` where it names none."""
    return Path(os.environ.get("DAMPAK_HOME", "var"))


def warehouse_folder() -> Path:
    """Where the warehouse lies in it, be it there yet or not."""
    return home() / "warehouse"


def warehouse() -> Store:
    """The warehouse in it, made at first need."""
    return Store(warehouse_folder())
