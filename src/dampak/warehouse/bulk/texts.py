"""Texts as a list of words and a number a row: what is done to a word is done once."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from dampak.warehouse.conformed.cells import in_one
from dampak.warehouse.conformed.emptied import without_blanks
from dampak.warehouse.conformed.keyed import without_long_numbers

Words = Callable[[pa.Array], pa.Array]
NUMBERED = pa.dictionary(pa.int32(), pa.string())
SHORTEST_LONG_NUMBER = 10**14  # fifteen digits, which may name a person


def numbered(cells: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column in one piece: its different words, and which of them each row holds."""
    if pa.types.is_integer(cells.type):
        encoded = in_one(cells.dictionary_encode())
        words = encoded.dictionary.cast(pa.string())
        return pa.DictionaryArray.from_arrays(encoded.indices, words)
    return in_one(cells.cast(NUMBERED) if cells.type != NUMBERED else cells)


def in_other_words(column: pa.DictionaryArray, meaning: Words) -> pa.DictionaryArray:
    """Each word replaced by its meaning, which may be NULL, or that of another word too."""
    words = meaning(column.dictionary)
    if words.equals(column.dictionary):
        return column
    again = words.dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(column.indices), again.dictionary)


def of_each(meaning: Callable[[str], str | None]) -> Words:
    """The meaning of many words, from that of one."""
    return lambda words: pa.array(map(meaning, words.to_pylist()), pa.string())


def bare(words: pa.Array) -> pa.Array:
    """Words without blanks around them and without long numbers; NULL where nothing was meant."""
    return in_one(without_long_numbers(without_blanks(pa.chunked_array([words]))))


def trimmed(words: pa.Array) -> pa.Array:
    """The same, with all numbers in them."""
    return in_one(without_blanks(pa.chunked_array([words])))


def many_texts(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column in which almost every row says something else, cleaned like any other."""
    texts = cells.cast(pa.string())
    return without_long_numbers(texts if pa.types.is_integer(cells.type) else without_blanks(texts))


def is_short_numbers(cells: pa.ChunkedArray) -> bool:
    """Whether all cells are whole numbers, none so long that it may name a person."""
    if not pa.types.is_integer(cells.type):
        return False
    ends: Iterable[int | None] = pc.min_max(cells).as_py().values()
    return all(-SHORTEST_LONG_NUMBER < (end or 0) < SHORTEST_LONG_NUMBER for end in ends)
