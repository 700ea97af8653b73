"""Which column of a file is which column of a table."""

import re
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dampak.datapack.columns import Column, Table
from dampak.datapack.mapping import Mapping
from dampak.datapack.vocabulary import plain

_NUMBERED_UNSUR = re.compile(r"(?:u|unsur|nilai u) ?([1-9])")
# The order of the regulation up to U7; U8 and U9 change places between offices.
_UNSUR_UNTIL_SEVEN = (
    *("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku"),
)
_UNSUR_THAT_SWAP = frozenset({"pengaduan", "sarpras"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a header row answers to a table.

    ``places`` goes from field to the position of its column, ``twice`` from field to the headers
    that claim it equally; ``numbered`` are headers such as U8, whose unsur nobody has told;
    ``ignored`` are the headers that no field answers to.
    """

    table: Table
    places: Lookup[str, int]
    twice: Lookup[str, tuple[str, ...]]
    numbered: tuple[str, ...]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    missing_groups: tuple[tuple[str, ...], ...]

    @property
    def is_complete(self) -> bool:
        """Whether a file with this header can be used as this table."""
        return not (self.missing or self.missing_groups)

    @property
    def recognised(self) -> int:
        """How many headers the table knows."""
        return len(self.places) + len(self.numbered)


def match(labels: Sequence[str], table: Table, mapping: Mapping | None = None) -> Match:
    """Find the table's fields among the headers; the mapping speaks first, then our own names."""
    keys = [plain(label) for label in labels]
    told = _told(keys, mapping)
    places, twice = dict(told), {}
    taken = set(told.values())
    for column in table.columns:
        if column.name in places or _is_constant(column, mapping):
            continue
        found = _places_of(column, keys, taken)
        if found:
            places[column.name] = found[0]
        if len(found) > 1:
            twice[column.name] = tuple(labels[place] for place in found)
    numbered = _numbered_unsur(keys, table, places, told)
    used = {*places.values(), *numbered}
    doubled = {place for names in twice.values() for place in _all_of(keys, names)}
    supplied = {*places, *(mapping.constants if mapping else ())}
    lacks_unsur_names = any(numbered)
    return Match(
        table=table,
        places=places,
        twice=twice | _told_twice(labels, keys, told),
        numbered=tuple(labels[place] for place in numbered),
        ignored=tuple(
            label
            for place, label in enumerate(labels)
            if label.strip() and place not in used | doubled
        ),
        missing=tuple(name for name in table.required if name not in supplied),
        missing_groups=tuple(
            group
            for group in table.one_of
            if supplied.isdisjoint(group)
            and not (lacks_unsur_names and set(group) > _UNSUR_THAT_SWAP)
        ),
    )


def nearest(column: Column, labels: Sequence[str]) -> str | None:
    """The header that looks most like the column, if one does."""
    by_key = {plain(label): label for label in labels if label.strip()}
    for header in column.headers:
        close = get_close_matches(plain(header), by_key, n=1, cutoff=0.75)
        if close:
            return by_key[close[0]]
    return None


def _told(keys: Sequence[str], mapping: Mapping | None) -> dict[str, int]:
    """Where the mapping says the fields are."""
    if mapping is None:
        return {}
    return {
        field: keys.index(plain(header))
        for field, header in mapping.columns.items()
        if plain(header) in keys
    }


def _told_twice(
    labels: Sequence[str], keys: Sequence[str], told: Lookup[str, int]
) -> dict[str, tuple[str, ...]]:
    """Fields whose mapped header stands in the file more than once."""
    return {
        field: tuple(label for label, key in zip(labels, keys, strict=True) if key == keys[place])
        for field, place in told.items()
        if list(keys).count(keys[place]) > 1
    }


def _is_constant(column: Column, mapping: Mapping | None) -> bool:
    return mapping is not None and column.name in mapping.constants


def _places_of(column: Column, keys: Sequence[str], taken: set[int]) -> list[int]:
    """Where the column stands: its best header wins, and wins more than once if it is repeated."""
    for header in column.headers:
        key = plain(header)
        found = [place for place, each in enumerate(keys) if each == key and place not in taken]
        if found:
            return found
    return []


def _all_of(keys: Sequence[str], names: Sequence[str]) -> list[int]:
    wanted = {plain(name) for name in names}
    return [place for place, key in enumerate(keys) if key in wanted]


def _numbered_unsur(
    keys: Sequence[str], table: Table, places: dict[str, int], told: Lookup[str, int]
) -> list[int]:
    """Columns called U1 to U9. Once a mapping tells U8 and U9 apart, the first seven are known."""
    if table.name != "satisfaction":
        return []
    found = {
        int(said[1]): place
        for place, key in enumerate(keys)
        if (said := _NUMBERED_UNSUR.fullmatch(key)) and place not in told.values()
    }
    if not told.keys() >= _UNSUR_THAT_SWAP:
        return sorted(found.values())
    for number, field in enumerate(_UNSUR_UNTIL_SEVEN, start=1):
        if field not in places and number in found:
            places[field] = found.pop(number)
    return sorted(found.values())
