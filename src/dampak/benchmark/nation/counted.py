"""A warehouse in which a nation was counted, and its rows as any engine reads them."""

from dataclasses import dataclass
from pathlib import Path

from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """``home`` is a warehouse, ``plain`` holds the living rows of its parts."""

    home: Path
    plain: Path

    def snapshot(self) -> Snapshot:
        """What is served."""
        served = Store(self.home).head()
        if served is None:
            raise FileNotFoundError(f"Nothing was built in {self.home}.")
        return served
