"""What every parser hands back: SQL in stages, ending in a value or a fault."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """SQL that turns one column of strings into a type.

    Each stage computes its names from those of the stages before. ``value`` is the typed value or
    NULL; ``fault`` is the code of what is wrong, or NULL. An empty cell is neither.
    """

    stages: tuple[Mapping[str, str], ...]
    value: str
    fault: str


def part(column: str, name: str) -> str:
    """The quoted name of an intermediate result of one column."""
    return quoted(f"{column}~{name}")


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts as SQL lists them after IN."""
    return "(" + ", ".join(text_literal(text) for text in texts) + ")"
