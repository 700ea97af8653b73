"""Mappings as a text file that an office can read, correct and keep.

format = "dampak-mapping/1"

[[file]]
table = "service_requests"
files = "requests_*.csv"
null_words = ["NA"]
units_from = "department"
columns = { request_id = "id", unit_code = "department", received_at = "opened" }
trims = { unit_code = "," }
values.status = { "CANCEL" = "withdrawn", "*" = "open" }
"""

import json
import tomllib
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Lookup
from typing import Any
from zoneinfo import available_timezones

from dampak.datapack.mapping import DateStyle, Mapping
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence

FORMAT = "dampak-mapping/1"
_TEXTS = (
    *("files", "header_sha256", "encoding", "delimiter", "dates", "units_from"),
    *("zone", "calendar"),
)
_LOOKUPS = ("columns", "constants", "trims")
_KNOWN = frozenset({"table", "null_words", "values", *_TEXTS, *_LOOKUPS})


class CannotReadMapping(Exception):
    """Says everything that is wrong with a mapping file."""

    def __init__(self, faults: tuple[Sentence, ...]) -> None:
        super().__init__("\n".join(fault.message % dict(fault.values) for fault in faults))
        self.faults = faults


def read_mappings(text: str, *, name: str = "mapping.toml") -> tuple[Mapping, ...]:
    """The mappings that stand in the text; raises `CannotReadMapping` with all faults at once."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise CannotReadMapping((_not_toml(name, str(fault)),)) from fault
    entries = document.get("file")
    if document.get("format") != FORMAT or not isinstance(entries, list) or not entries:
        raise CannotReadMapping((_not_a_mapping(name),))
    faults = tuple(fault for entry in entries for fault in _faults_of(entry, name))
    if faults:
        raise CannotReadMapping(faults)
    return tuple(_mapping(entry) for entry in entries)


def write_mappings(mappings: Iterable[Mapping]) -> str:
    """The mappings as text that `read_mappings` reads back unchanged."""
    return "\n".join([f"format = {quoted(FORMAT)}", *map(_written, mappings)])


def _mapping(entry: dict[str, Any]) -> Mapping:
    given = {key: entry[key] for key in (*_TEXTS, *_LOOKUPS, "values", "table") if key in entry}
    if "dates" in given:
        given["dates"] = DateStyle(given["dates"])
    return Mapping(**given, null_words=tuple(entry.get("null_words", ())))


def _faults_of(entry: Any, name: str) -> Iterable[Sentence]:
    if not isinstance(entry, dict) or entry.get("table") not in TABLES:
        yield Sentence(
            "%(file)s names a table that does not exist: %(found)s. The tables are %(known)s.",
            {
                "file": name,
                "found": str(entry.get("table", "")) if isinstance(entry, dict) else str(entry),
                "known": ", ".join(TABLES),
            },
        )
        return
    unknown = sorted(entry.keys() - _KNOWN)
    if unknown:
        yield _unknown_words(name, unknown, sorted(_KNOWN))
    wrong = [key for key in entry.keys() & _KNOWN if not _has_right_shape(key, entry[key])]
    if wrong:
        yield Sentence(
            "%(file)s: these entries are not written as a mapping writes them: %(found)s. Compare"
            " them with the example in the manual.",
            {"file": name, "found": ", ".join(sorted(wrong))},
        )
        return
    yield from _unknown_columns(entry, name)


def _unknown_columns(entry: dict[str, Any], name: str) -> Iterable[Sentence]:
    table = TABLES[entry["table"]]
    named = {field for key in (*_LOOKUPS, "values") for field in entry.get(key, {})}
    unknown = sorted(named - table.by_name.keys())
    if unknown and not table.takes_other_numbers:
        yield _unknown_words(name, unknown, sorted(table.by_name))


def _unknown_words(name: str, unknown: list[str], known: list[str]) -> Sentence:
    return Sentence(
        "%(file)s uses names that a mapping does not know: %(found)s. It knows: %(known)s.",
        {"file": name, "found": ", ".join(unknown), "known": ", ".join(known)},
    )


def _has_right_shape(key: str, value: Any) -> bool:
    return _SHAPES.get(key, _is_text)(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_lookup(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_encoding(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool("a".encode(value))
    except LookupError:
        return False


def _is_zone(value: Any) -> bool:
    return isinstance(value, str) and value in available_timezones()


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "null_words": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "values": lambda value: isinstance(value, dict) and all(map(_is_lookup, value.values())),
    "dates": lambda value: value in list(DateStyle),
    "delimiter": lambda value: isinstance(value, str) and len(value) == 1 and value.isascii(),
    "encoding": _is_encoding,
    "zone": _is_zone,
    **dict.fromkeys(_LOOKUPS, _is_lookup),
}


def _not_toml(name: str, why: str) -> Sentence:
    return Sentence(
        "%(file)s cannot be read as TOML: %(why)s. Correct that place.",
        {"file": name, "why": why},
    )


def _not_a_mapping(name: str) -> Sentence:
    return Sentence(
        "%(file)s is not a mapping: its first line must be format = “%(format)s”, followed by"
        " [[file]] for each file. Let dampak map write a first one.",
        {"file": name, "format": FORMAT},
    )


def _written(mapping: Mapping) -> str:
    lines = ["", "[[file]]", f"table = {quoted(mapping.table)}"]
    for key in _TEXTS:
        value = getattr(mapping, key)
        if value is not None:
            lines.append(f"{key} = {quoted(str(value))}")
    if mapping.null_words:
        lines.append(f"null_words = [{', '.join(map(quoted, mapping.null_words))}]")
    for key in _LOOKUPS:
        lines += _section(f"file.{key}", getattr(mapping, key))
    for column, words in mapping.values.items():
        lines += _section(f"file.values.{bare_or_quoted(column)}", words)
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Lookup[str, str]) -> list[str]:
    if not entries:
        return []
    return [
        "",
        f"[{name}]",
        *(f"{bare_or_quoted(key)} = {quoted(each)}" for key, each in entries.items()),
    ]


def bare_or_quoted(name: str) -> str:
    """The name as a key of TOML."""
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else quoted(name)


def quoted(text: str) -> str:
    """The text as a string of TOML, which is one of JSON apart from the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
