"""The digest of the last page, kept outside the database: whoever cuts pages off is found by it.

The file holds the last page of each day on which something was sealed.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dampak.audit.models import Page


@dataclass(frozen=True, slots=True)
class Head:
    """The last page, as it is written down: its day, its number, its digest."""

    day: str
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.day} {self.number} {self.digest}"


def head_file() -> Path:
    return Path(settings.DAMPAK_HOME) / "audit-head"


def heads_kept() -> list[Head]:
    """What the file says, the oldest first; nothing where there is none."""
    try:
        text = head_file().read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    parts = (line.split() for line in text.splitlines() if line.strip())
    return [Head(day, int(number), digest) for day, number, digest in parts]


def keep_head(page: Page) -> None:
    """Write the last page into the file, in the place of an earlier one of the same day."""
    head = Head(f"{page.sealed_at:%Y-%m-%d}", page.number, page.digest)
    kept = [each for each in heads_kept() if each.day != head.day]
    file = head_file()
    partial = file.with_suffix(".part")
    partial.write_text("".join(f"{each}\n" for each in (*kept, head)), encoding="ascii")
    partial.replace(file)
