"""How a column lies in a part: numbers that names and moments can be made from again, exactly.

Names of requests are mostly one word and a running number, moments are mostly whole minutes. As
numbers they take a third of the room, and comparing neighbours makes them smaller still. A column
that would not come back letter by letter stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.warehouse.conformed.parsing.parser import quoted, text_literal
from dampak.warehouse.conformed.shape import MOMENT, TEXT
from dampak.warehouse.parts.tables import key_columns, stands_for_text

SECOND, MINUTE = 1_000_000, 60_000_000  # microseconds
MOST_DIGITS = 18  # every number of so many digits fits into 63 bits
LOOKED_AT = 1000  # names from whose beginnings the word is guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """``numbered``: a word and a number of ``width`` digits (0: as many as it has); or a moment.

    A moment is counted in units of ``microseconds`` since 1970.
    """

    word: str = ""
    width: int = 0
    microseconds: int = 0

    def read(self, name: str) -> str:
        """SQL for the column as everybody knows it."""
        column = quoted(name)
        if self.microseconds:
            return f"make_timestamp(CAST({column} AS BIGINT) * {self.microseconds})"
        digits = f"CAST({column} AS VARCHAR)"
        if self.width:
            digits = f"lpad({digits}, {self.width}, '0')"
        return f"{text_literal(self.word)} || {digits}"

    def number_in(self, name: str) -> str:
        """SQL for the number that a name would have in such a column; NULL if it has none."""
        return f"TRY_CAST(substr({name}, {len(self.word) + 1}) AS BIGINT)"


def coded(table: str, rows: pa.Table) -> tuple[pa.Table, Mapping[str, Coding]]:
    """The rows as they will lie in a part, and how to read the columns that changed."""
    codings: dict[str, Coding] = {}
    name_of_the_thing = key_columns(table)[0]
    is_number = [stands_for_text(table, field) for field in rows.schema]
    for at, field in enumerate(rows.schema):
        column = rows.column(at)
        if field.type == MOMENT:
            written, coding = _counted(column)
        elif field.name == name_of_the_thing and (field.type == TEXT or is_number[at]):
            written, coding = _numbered(column)
        else:
            written, coding = _as_words(column.cast(TEXT) if is_number[at] else column), None
        rows = rows.set_column(at, field.name, written)
        if coding is not None:
            codings[field.name] = coding
    return rows, codings


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The numbers that name the things of some rows, where one word and a number name them all."""

    coding: Coding
    first: int
    last: int

    def meets(self, other: "Running | None") -> bool:
        """Whether a thing may be named in both; numbers written alike can be compared."""
        if other is None or other.coding != self.coding:
            return True
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Named:
    """The number that names the thing of each row: ``numbers`` has the shape (n_rows,)."""

    coding: Coding
    numbers: NDArray[np.int64]

    @property
    def running(self) -> Running:
        """Between which numbers they lie."""
        return Running(
            coding=self.coding, first=int(self.numbers.min()), last=int(self.numbers.max())
        )

    def rows_in(self, others: Sequence[Running | None]) -> NDArray[np.bool_]:
        """The rows whose thing may be named in one of the others."""
        may_be = np.zeros(self.numbers.size, bool)
        for other in others:
            if other is None or other.coding != self.coding:
                return np.ones(self.numbers.size, bool)
            may_be |= (self.numbers >= other.first) & (self.numbers <= other.last)
        return may_be


def named(table: str, rows: pa.Table) -> Named | None:
    """The numbers that name rows in the shape of the warehouse, if their key is such a number."""
    if len(key_columns(table)) > 1 or not rows.num_rows:
        return None
    written, coding = _numbered(rows.column(key_columns(table)[0]))
    if coding is None or written.null_count:
        return None
    return Named(coding=coding, numbers=written.to_numpy())


def read_as(name: str, codings: Mapping[str, Coding]) -> str:
    """SQL for one column of a part."""
    coding = codings.get(name)
    return f"{coding.read(name)} AS {quoted(name)}" if coding else quoted(name)


def _as_words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.dictionary_encode() if column.type == TEXT else column.unify_dictionaries()


def _counted(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, Coding | None]:
    moments = column.cast(pa.int64())
    for microseconds, whole in ((MINUTE, pa.int32()), (SECOND, pa.int64())):
        counted = pc.divide(moments, microseconds)
        fits = pc.min_max(counted).as_py()
        if pc.all(pc.equal(pc.multiply(counted, microseconds), moments)).as_py() and (
            whole == pa.int64() or _within(fits, 2**31)
        ):
            return counted.cast(whole), Coding(microseconds=microseconds)
    return column, None


def _within(ends: Mapping[str, int | None], bound: int) -> bool:
    return all(end is None or -bound <= end < bound for end in ends.values())


def _numbered(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, Coding | None]:
    if pa.types.is_integer(column.type):
        return _numbers(column)
    word = _word_of(column)
    digits = pc.utf8_slice_codeunits(column, len(word)) if word else column
    lengths = pc.binary_length(digits)
    ends = pc.min_max(lengths).as_py()
    if not ends["min"] or ends["max"] > MOST_DIGITS or not _is_numbered(column, word, digits):
        return column, None
    numbers = digits.cast(pa.int64())
    if ends["min"] == ends["max"]:
        return numbers, Coding(word=word, width=ends["max"])
    if _needs_no_zeros(numbers, lengths):
        return numbers, Coding(word=word)
    return column, None


def _numbers(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, Coding | None]:
    """The same of whole numbers that stand for texts."""
    ends = pc.min_max(column).as_py()
    if ends["min"] is None or ends["min"] < 0 or ends["max"] >= 10**MOST_DIGITS:
        return column.cast(TEXT), None
    shortest, longest = (len(str(ends[name])) for name in ("min", "max"))
    return column, Coding(width=longest) if shortest == longest else Coding()


def _word_of(column: pa.ChunkedArray) -> str:
    """What the first names begin with alike, up to the number."""
    names = column.slice(0, LOOKED_AT).drop_null().to_pylist()
    if not names:
        return ""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(names), max(names), strict=False))
    return "".join(letter for letter, _ in pairs).rstrip("0123456789")


def _is_numbered(column: pa.ChunkedArray, word: str, digits: pa.ChunkedArray) -> bool:
    begins = not word or pc.all(pc.starts_with(column, word)).as_py()
    return bool(begins and pc.all(pc.ascii_is_decimal(digits)).as_py())


def _needs_no_zeros(numbers: pa.ChunkedArray, lengths: pa.ChunkedArray) -> bool:
    """Whether the shortest way to write each number is how it was written."""
    powers = np.array([10**power for power in range(1, MOST_DIGITS + 1)], np.int64)
    values = numbers.drop_null().to_numpy()
    written = lengths.drop_null().to_numpy()
    return bool(np.array_equal(np.searchsorted(powers, values, side="right") + 1, written))
