"""A first guess of a mapping, written so that a person can finish it."""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Lookup

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.headers import match, nearest
from dampak.datapack.mapping import DateStyle, Mapping, header_fingerprint
from dampak.datapack.mapping_file import bare_or_quoted, quoted, write_mappings
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence

Say = Callable[[Sentence], str]
Words = Lookup[str, Lookup[str, int]]  # header -> word -> how often

_NULL_WORDS = frozenset({"na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "--", "(null)"})
_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\b")
_SHOWN_WORDS = 5


def guessed_mapping(table: Table, headers: Sequence[str], words: Words) -> Mapping:
    """What can be told from the headers and the words under them, and nothing beyond."""
    found = match(headers, table)
    columns = {field: headers[place] for field, place in found.places.items()}
    for column in table.columns:
        if column.name not in columns:
            free = [header for header in headers if header not in columns.values()]
            close = nearest(column, free)
            if close is not None:
                columns[column.name] = close
    return Mapping(
        table=table.name,
        header_sha256=header_fingerprint(tuple(headers)),
        columns=columns,
        null_words=_null_words(words),
        trims=_trims(columns, words),
        dates=_date_style(table, columns, words),
    )


def guess_text(table: Table, headers: Sequence[str], words: Words, *, say: Say) -> str:
    """The guess as a mapping file, with what is left to decide as comments.

    ``say`` gives a sentence of this room in the language of the reader.
    """
    guess = guessed_mapping(table, headers, words)
    first = say(Sentence("A first guess. Read every line, correct it, remove what is wrong."))
    text = write_mappings([guess])
    return "\n".join([f"# {first}", text, *_comments(table, guess, headers, words, say), ""])


def _comments(
    table: Table, guess: Mapping, headers: Sequence[str], words: Words, say: Say
) -> Iterator[str]:
    missing = [column for column in table.columns if column.name not in guess.columns]
    yield "# " + say(
        Sentence("Columns without a header yet. Write those you have under [file.columns]:")
    )
    for column in missing:
        needed = f"{say(Sentence('required'))}. " if column.required else ""
        yield f'#   {column.name} = ""  # {needed}{say(Sentence(column.explanation))}'
    yield "# " + say(
        Sentence("Headers that are not used yet, with the commonest words below them:")
    )
    for header in headers:
        if header not in guess.columns.values():
            yield f"#   {quoted(header)}: {_examples(words.get(header, {}))}"
    for field, header in guess.columns.items():
        yield from _unknown_words(table.by_name[field], words.get(header, {}), guess, say)


def _unknown_words(
    column: Column, words: Lookup[str, int], guess: Mapping, say: Say
) -> Iterator[str]:
    """Words that a closed list does not know, ready to be given a meaning."""
    if column.words is None or not column.words.is_closed:
        return
    unknown = [
        word
        for word in words
        if guess.translated(column.name, word) and column.words.code_of(word) is None
    ]
    if unknown:
        values = {"column": column.name, "codes": ", ".join(column.words.codes)}
        yield "# " + say(
            Sentence("Words in %(column)s that dampak does not know. Say what each means:", values)
        )
        yield f"# [file.values.{column.name}]  # {values['codes']}"
        for word in unknown:
            yield f'#   {bare_or_quoted(word)} = ""  # {words[word]} x'


def _examples(words: Lookup[str, int]) -> str:
    """The commonest words. A word that stands there once may be a person's: only its shape."""
    common = list(words.items())[:_SHOWN_WORDS]
    return ", ".join(
        quoted(word[:40] if often > 1 else _shape(word[:40])) for word, often in common
    )


def _shape(word: str) -> str:
    """The word with every digit a 9 and every letter an x."""
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", word))


def _null_words(words: Words) -> tuple[str, ...]:
    found = {word.strip() for counts in words.values() for word in counts if _means_nothing(word)}
    return tuple(sorted(found))


def _means_nothing(word: str) -> bool:
    """Whether systems write this word where they mean nothing."""
    return word.strip().casefold() in _NULL_WORDS


def _trims(columns: Lookup[str, str], words: Words) -> dict[str, str]:
    """A separator that hangs on most words of a column belongs to the export, not to the word."""
    trims = {}
    for field, header in columns.items():
        filled = [word.strip() for word in words.get(header, {}) if plain(word)]
        for sign in ",;|":
            if filled and sum(word.endswith(sign) for word in filled) * 2 > len(filled):
                trims[field] = sign
    return trims


def _date_style(table: Table, columns: Lookup[str, str], words: Words) -> DateStyle | None:
    """The order of day, month and year, where the days themselves give it away."""
    dated = {Kind.DATE, Kind.MOMENT}
    days = [
        tuple(map(int, found.groups()))
        for field, header in columns.items()
        if table.by_name[field].kind in dated
        for word in words.get(header, {})
        if (found := _DATE.match(word.strip()))
    ]
    if any(first > 31 for first, _, _ in days):
        return DateStyle.YEAR_FIRST
    if any(first > 12 for first, _, _ in days):
        return DateStyle.DAY_FIRST
    if any(second > 12 for _, second, _ in days):
        return DateStyle.MONTH_FIRST
    return None
