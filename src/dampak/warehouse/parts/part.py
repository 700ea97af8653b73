"""A part: rows of one table and month that came together, in one file that never changes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dampak.warehouse.parts.coding import Coding, Running


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is known of a part without opening it; all files are named by their SHA-256.

    ``rows`` lie in ``file``, ordered by unit and moment. ``keys`` finds a row by its key. ``dead``
    lists the rows that a later delivery replaced: they stay where they are, and are counted no
    more. ``tally`` holds what can be added up of all rows, ``dead_tally`` what has to be taken
    away for the dead ones. Of two parts the one with the larger ``number`` came later. ``running``
    says which numbers name the things in it, where numbers do.
    """

    table: str
    month: date
    number: int
    rows: int
    bytes: int
    file: str
    keys: str
    codings: Mapping[str, Coding] = field(default_factory=dict, hash=False)
    running: Running | None = None
    first_on: date | None = None
    last_on: date | None = None
    tally: str | None = None
    dead: str | None = None
    dead_rows: int = 0
    dead_tally: str | None = None

    @property
    def living(self) -> int:
        """How many of its rows are counted."""
        return self.rows - self.dead_rows

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that it needs."""
        named = (self.file, self.keys, self.tally, self.dead, self.dead_tally)
        return tuple(name for name in named if name)

    def as_json(self) -> dict[str, Any]:
        """The part as a manifest keeps it."""
        told = asdict(self)
        for name in ("month", "first_on", "last_on"):
            told[name] = told[name] and told[name].isoformat()
        return told


def part_from_json(told: Mapping[str, Any]) -> Part:
    """The part that `Part.as_json` told."""
    days = {
        name: told[name] and date.fromisoformat(told[name])
        for name in ("month", "first_on", "last_on")
    }
    codings = {name: Coding(**coding) for name, coding in told["codings"].items()}
    running = told["running"] and Running(
        **{**told["running"], "coding": Coding(**told["running"]["coding"])}
    )
    return Part(**{**told, **days, "codings": codings, "running": running})
