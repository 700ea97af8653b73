"""How the export of another system becomes a table of the data pack."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from string import whitespace

from dampak.datapack.vocabulary import plain


class DateStyle(StrEnum):
    """In which order the export writes a date that could be read in more than one way."""

    YEAR_FIRST = "year-first"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


ANY_OTHER = "*"  # in a list of values: every filled cell that the list does not name
EMPTY = ""  # in a list of values: an empty cell, or one that holds a null word


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which of their columns is which of ours, and what their words mean.

    ``columns`` goes from our column to their header; one header may serve several of our columns.
    ``values`` goes from our column to what their words become, where ``"*"`` stands for any other
    filled cell and ``""`` for an empty one. ``constants`` fill columns that their export lacks.
    ``trims`` lists, by our column, the characters to strip from both ends. ``null_words`` mean an
    empty cell in every column. ``units_from`` is the header from which the table of units is made
    when the office has none. ``zone`` names the office's clock and ``calendar`` its working days,
    where they are not those of an office in Jakarta. ``files`` is a pattern of file names,
    ``header_sha256`` the fingerprint of the header: by either the mapping is found again for the
    next export.
    """

    table: str
    columns: Lookup[str, str] = field(default_factory=dict)
    values: Lookup[str, Lookup[str, str]] = field(default_factory=dict)
    constants: Lookup[str, str] = field(default_factory=dict)
    trims: Lookup[str, str] = field(default_factory=dict)
    null_words: tuple[str, ...] = ()
    units_from: str | None = None
    zone: str | None = None
    calendar: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    dates: DateStyle | None = None
    files: str | None = None
    header_sha256: str | None = None

    def translated(self, column: str, value: str) -> str:
        """What a cell of theirs means in our column; empty where it means nothing."""
        bare = value.strip().strip(self.trims.get(column, "") + whitespace).strip()
        if plain_word(bare) in {plain_word(word) for word in self.null_words}:
            bare = EMPTY
        words = {plain_word(word): meaning for word, meaning in self.values.get(column, {}).items()}
        if bare == EMPTY:
            return words.get(EMPTY, EMPTY)
        return words.get(plain_word(bare), words.get(ANY_OTHER, bare))


def plain_word(text: str) -> str:
    """A word as two people would call it the same: case and doubled spaces aside."""
    return " ".join(text.casefold().split())


def header_fingerprint(headers: list[str] | tuple[str, ...]) -> str:
    """The fingerprint of a header row: its order, case and punctuation do not matter."""
    return sha256("\n".join(sorted(filter(None, map(plain, headers)))).encode()).hexdigest()
