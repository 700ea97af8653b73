"""What a reader of the book asks for, and from which place on."""

from dataclasses import dataclass
from datetime import UTC, datetime

HIGHEST = 1 << 62
LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader looks for; what is left empty is not asked."""

    who: str = ""
    deed: str = ""
    table: str = ""
    row_id: str = ""
    kind: str = ""  # of the object, as deeds name it
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two lines: what is below it is older, what is not is newer."""

    change: int = HIGHEST
    at: datetime = LAST_MOMENT
    entry: int = HIGHEST

    def __str__(self) -> str:
        return f"{self.change}_{self.at.timestamp():.6f}_{self.entry}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that was written down; the newest where nothing sensible was."""
        try:
            change, at, entry = text.split("_")
            return cls(int(change), datetime.fromtimestamp(float(at), UTC), int(entry))
        except (ValueError, OverflowError, OSError):
            return cls()
