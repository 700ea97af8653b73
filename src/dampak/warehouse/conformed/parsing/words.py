"""Words from a list, answers and yes or no among them: each different cell is looked up once."""

from collections.abc import Callable

import pyarrow as pa

from dampak.datapack.columns import Column, Kind
from dampak.datapack.vocabulary import Vocabulary
from dampak.warehouse.conformed.parsing.parser import Parser, part, quoted

LOOKED_UP = {Kind.VOCABULARY, Kind.BOOLEAN, Kind.ANSWER}
FAULTS = {
    Kind.VOCABULARY: "no_known_word",
    Kind.BOOLEAN: "no_yes_or_no",
    Kind.ANSWER: "no_answer_of_1_to_4",
}


def words_of(column: Column, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The code that each cell stands for; NULL where the list does not know it."""
    return translated(cells, lambda cell: code_of(column, cell))


def translated(cells: pa.ChunkedArray, meaning: Callable[[str], str | None]) -> pa.ChunkedArray:
    """Every cell replaced by its meaning; a meaning is asked for once per different cell."""
    chunks = []
    for chunk in cells.dictionary_encode().chunks:
        meanings = [_asked(meaning, cell) for cell in chunk.dictionary.to_pylist()]
        chunks.append(pa.array(meanings, pa.string()).take(chunk.indices))
    return pa.chunked_array(chunks, pa.string())


def word_parser(column: Column) -> Parser:
    """Take the code found by `words_of`; an open list keeps a word that it does not know."""
    raw, word = quoted(column.name), part(column.name, "word")
    if column.words is not None and not column.words.is_closed:
        return Parser(stages=(), value=f"coalesce({word}, {raw})", fault="NULL")
    value = {
        Kind.BOOLEAN: f"({word} = 'yes')",
        Kind.ANSWER: f"TRY_CAST({word} AS TINYINT)",
    }.get(column.kind, word)
    unknown = f"{raw} IS NOT NULL AND {word} IS NULL"
    fault = f"CASE WHEN {unknown} THEN '{FAULTS[column.kind]}' END"
    return Parser(stages=(), value=value, fault=fault)


def text_parser(column: str) -> Parser:
    """Take the text as it is."""
    return Parser(stages=(), value=quoted(column), fault="NULL")


def _asked(meaning: Callable[[str], str | None], cell: str | None) -> str | None:
    return None if cell is None else meaning(cell)


def code_of(column: Column, cell: str) -> str | None:
    """Spreadsheets turn 4 into 4.0; both are the answer 4."""
    words: Vocabulary | None = column.words
    bare = cell.strip().removesuffix(".0").removesuffix(",0")
    return words.code_of(bare) if words else None
