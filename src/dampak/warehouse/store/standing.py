"""What a snapshot in parts will say while it is being made, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dampak.warehouse.conformed.shaping import SHORT
from dampak.warehouse.parts.part import Part, part_from_json
from dampak.warehouse.parts.superseding import BEFORE, KnownFile

Input = dict[str, Any]  # a file of the manifest


@dataclass(slots=True, kw_only=True)
class Standing:
    """The parts, whole tables, inputs and rejects so far; ``places`` are those of this delivery.

    ``inputs`` stand under SHA-256 and table, ``parts`` under the file that holds their rows;
    ``more_rejects`` are pairs of a table and a file with rows that were set aside. ``emptied`` are
    the whole tables that this delivery takes the place of.
    """

    parts: dict[str, Part] = field(default_factory=dict)
    numbers: str | None = None
    tables: dict[str, str] = field(default_factory=dict)
    inputs: dict[tuple[str, str], Input] = field(default_factory=dict)
    more_rejects: list[list[str]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)

    def add(self, outcome: Mapping[str, Any]) -> None:
        """Take in a finished step: what it names replaces what stood in the same place."""
        self._empty(outcome["emptied"])
        for name in outcome["gone"]:
            del self.parts[name]
        for told in outcome["parts"]:
            part = part_from_json(told)
            self.parts[part.file] = part
        self.tables |= outcome["tables"]
        self.numbers = outcome["numbers"]
        for entry in outcome["files"]:
            self.inputs[entry["sha256"], entry["table"]] = entry
        self.more_rejects += outcome["more_rejects"]

    def _empty(self, table: str | None) -> None:
        """Forget a whole table, whose rows a delivery takes the place of."""
        for key in [key for key in self.inputs if key[1] == table]:
            del self.inputs[key]
        self.more_rejects = [pair for pair in self.more_rejects if pair[0] != table]
        if table is not None:
            self.emptied.add(table)

    def parts_of(self, table: str) -> list[Part]:
        """The parts of a table, in the order in which they came."""
        return sorted(
            (part for part in self.parts.values() if part.table == table),
            key=lambda part: part.number,
        )

    def next_number(self) -> int:
        """The number of the next part."""
        return max((part.number for part in self.parts.values()), default=0) + 1

    def known_files(self, table: str) -> list[KnownFile]:
        """The files that rows of a table came from."""
        return [
            KnownFile(name=entry["file"], sha256=sha256, place=self.places.get(sha256, BEFORE))
            for (sha256, of_table), entry in self.inputs.items()
            if of_table == table
        ]

    def input_of(self, source_file: str, table: str) -> Input:
        """The entry of a file, by the first characters of its SHA-256 as its rows carry them."""
        for (sha256, of_table), entry in self.inputs.items():
            if of_table == table and sha256[:SHORT] == source_file:
                return entry
        raise AssertionError(f"No file {source_file} brought rows of {table}.")

    def days(self) -> tuple[date, date] | None:
        """The first and the last day that occur in the parts."""
        first = [part.first_on for part in self.parts.values() if part.first_on]
        last = [part.last_on for part in self.parts.values() if part.last_on]
        return (min(first), max(last)) if first and last else None


def standing_of(manifest: Mapping[str, Any] | None) -> Standing:
    """What a served manifest says, to build on; nothing before the first publication."""
    if manifest is None:
        return Standing()
    parts = [part_from_json(told) for told in manifest.get("parts", ())]
    return Standing(
        parts={part.file: part for part in parts},
        numbers=manifest.get("numbers"),
        tables=dict(manifest["tables"]),
        inputs={(entry["sha256"], entry["table"]): dict(entry) for entry in manifest["files"]},
        more_rejects=[list(pair) for pair in manifest.get("more_rejects", ())],
    )
