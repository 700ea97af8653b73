"""Which table a file or a sheet holds, told by its name and its headers."""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence

from dampak.datapack.columns import Table
from dampak.datapack.headers import Match, match
from dampak.datapack.tables import TABLES
from dampak.datapack.vocabulary import plain


def table_named(name: str) -> Table | None:
    """The table that a file or a sheet is named after; the longest name that fits wins."""
    words = plain(name) + " "
    fitting = {
        plain(alias) + " ": table
        for table in TABLES.values()
        for alias in (table.name, table.indonesian, *table.aliases)
        if words.startswith(plain(alias) + " ")
    }
    return fitting[max(fitting, key=len)] if fitting else None


def tables_fitting(labels: Sequence[str], tables: Lookup[str, Table] = TABLES) -> list[Match]:
    """The tables that these headers could be, the best first; equals stand side by side."""
    matches = [match(labels, table) for table in tables.values()]
    return sorted((each for each in matches if each.recognised), key=_fit, reverse=True)


def is_tie(matches: Sequence[Match]) -> bool:
    """Whether the headers fit two tables equally well."""
    return len(matches) > 1 and _fit(matches[0]) == _fit(matches[1])


def _fit(found: Match) -> tuple[bool, int, int]:
    return (found.is_complete, found.recognised, -len(found.missing))


def known_headers(table: Table) -> frozenset[str]:
    """Every header the table answers to, in the form in which headers are compared."""
    known = {plain(each) for column in table.columns for each in column.headers}
    if table.name == "satisfaction":
        known |= {f"u{number}" for number in range(1, 10)}
    return frozenset(known)
