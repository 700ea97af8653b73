"""The list of units of a nation, as its data centre keeps it."""

import csv
from pathlib import Path

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.offices import offices_of

UNITS = "units.csv"
COLUMNS = ("code", "name", "parent_code", "kind")


def write_units(nation: Nation, path: Path) -> None:
    """All offices, parents before children; only those of kind ``unit`` serve."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for office in offices_of(nation.tree):
            writer.writerow([getattr(office, column) for column in COLUMNS])
