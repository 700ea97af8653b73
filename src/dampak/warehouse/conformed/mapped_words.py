"""What a mapping made of an office's own words, told so that nobody has to guess."""

from collections.abc import Iterator

import pyarrow.compute as pc

from dampak.datapack.mapping import Mapping
from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.people import masked
from dampak.warehouse.landing import LandedFile

SHOWN = 8  # words of one meaning


def readings_of_words(landed: LandedFile) -> Iterator[Sentence]:
    """For each column whose words a mapping translates: how often which word was read as what."""
    if landed.mapping is None:
        return
    for column in landed.mapping.values:
        if column in landed.rows.column_names:
            read = _read(landed, landed.mapping, column)
            if read:
                yield Sentence(
                    "Column %(column)s of %(file)s was read by the mapping: %(words)s.",
                    {"column": landed.columns[column], "file": landed.name, "words": read},
                )


def _read(landed: LandedFile, mapping: Mapping, column: str) -> tuple[str, ...]:
    """The words that mean something else than they say, by meaning, the most frequent first."""
    words = sorted(
        ((each["counts"], each["values"]) for each in _counted(landed, column)), reverse=True
    )
    by_meaning: dict[str, list[str]] = {}
    for count, word in words:
        meaning = mapping.translated(column, word)
        if meaning and word != meaning:
            by_meaning.setdefault(meaning, []).append(f"{masked(word)} ({count})")
    return tuple(f"{_few(told)} → {meaning}" for meaning, told in by_meaning.items())


def _counted(landed: LandedFile, column: str) -> list[dict[str, str]]:
    counted: list[dict[str, str]] = pc.value_counts(landed.rows.column(column)).to_pylist()
    return counted


def _few(told: list[str]) -> str:
    return ", ".join([*told[:SHOWN], *(["…"] if len(told) > SHOWN else [])])
