"""The words that another system uses where dampak has a list of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import whitespace

from dampak.datapack.mapping import plain_word
from dampak.datapack.vocabulary import Vocabulary

MOST_SHOWN = 30
MOST_OF_TWO = 6  # a column of yes and no with more words than this holds something else


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignWord:
    """A word as it stands in the file, how many rows hold it, and which of ours it is if known."""

    text: str
    rows: int
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignWords:
    """The words to ask about, those not known first, and how many more there are."""

    shown: tuple[ForeignWord, ...]
    n_more: int


def foreign_words(
    counts: Mapping[str, int], ours: Vocabulary, *, null_words: Sequence[str], trims: str
) -> ForeignWords:
    """Each word once, however it is capitalised; empty cells and null words are none."""
    passed_over = {"", *map(plain_word, null_words)}
    found: dict[str, ForeignWord] = {}
    for cell, rows in counts.items():
        text = cell.strip().strip(trims + whitespace)
        name = plain_word(text)
        if name not in passed_over:
            before = found.get(name)
            found[name] = ForeignWord(
                text=before.text if before else " ".join(text.split()),
                rows=rows + (before.rows if before else 0),
                code=ours.code_of(text),
            )
    words = sorted(found.values(), key=lambda word: (word.code is not None, -word.rows, word.text))
    most = MOST_OF_TWO if len(ours.codes) == 2 and len(words) > MOST_OF_TWO else MOST_SHOWN
    return ForeignWords(shown=tuple(words[:most]), n_more=max(0, len(words) - most))
