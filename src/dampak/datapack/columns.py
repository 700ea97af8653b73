"""The parts of which a table of the data pack is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampak.datapack.vocabulary import Vocabulary


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    CODE = "code"  # an identifier: text, even where it looks like a number
    DATE = "date"
    MONTH = "month"  # `2026-03`, or any day in it
    MOMENT = "moment"  # a day with or without the time of day
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    SHARE = "share"  # between 0 and 1, or written with a percent sign
    ANSWER = "answer"  # 1 to 4, or the words of the questionnaire
    VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table that an office hands over.

    ``name`` is the English header and the name of the field; ``indonesian`` is the header that the
    template carries; ``aliases`` are other headers seen in real exports. ``explanation`` is the
    English sentence that is also the key of its translation. ``words`` are the allowed words (of a
    vocabulary, of yes and no, of an answer). A column that ``identifies_person`` may hold a NIP,
    which is turned into a key and never stored. ``least`` and ``most`` bound its numbers.
    """

    name: str
    indonesian: str
    kind: Kind
    explanation: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    words: Vocabulary | None = None
    identifies_person: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header this column answers to."""
        return (self.name, self.indonesian, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the data pack.

    ``grain`` says what one row is (English, and key of its translation). ``key`` names the columns
    that tell two rows apart: rows that agree in all of them are the same thing reported twice. A
    table without a key has none. ``one_of`` lists groups of columns of which a file must hold at
    least one. ``largest_refused_share`` is the part of the rows, between 0 and 1, that may be
    refused before nothing of the table is taken. ``takes_other_numbers``: columns of the office's
    own are welcome and hold numbers.
    """

    name: str
    indonesian: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    largest_refused_share: float = 0.2
    takes_other_numbers: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their field name."""
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which no row can be used."""
        return tuple(column.name for column in self.columns if column.required)
