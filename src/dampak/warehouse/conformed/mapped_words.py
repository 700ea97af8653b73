"""What a mapping made of an office's own words, told so that nobody has to guess."""

from collections import Counter
from collections.abc import Iterator

import pyarrow.compute as pc

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.people import masked
from dampak.warehouse.landing import LandedFile

SHOWN = 12


def readings_of_words(landed: LandedFile) -> Iterator[Sentence]:
    """For each column whose words a mapping translates: how often which word was read as what."""
    if landed.mapping is None:
        return
    for column in landed.mapping.values:
        if column in landed.rows.column_names:
            read = _read(landed, column)
            if read:
                yield Sentence(
                    "Column %(column)s of %(file)s was read by the mapping: %(words)s.",
                    {"column": landed.columns[column], "file": landed.name, "words": read},
                )


def _read(landed: LandedFile, column: str) -> tuple[str, ...]:
    """The words that mean something else than they say, the most frequent first."""
    if landed.mapping is None:
        return ()
    counts = pc.value_counts(landed.rows.column(column)).to_pylist()
    often = Counter({each["values"]: each["counts"] for each in counts})
    read = ((word, landed.mapping.translated(column, word)) for word, _ in often.most_common())
    told = [
        masked(f"{word} ({often[word]}) → {meaning}") for word, meaning in read if word != meaning
    ]
    return tuple(told[:SHOWN])
