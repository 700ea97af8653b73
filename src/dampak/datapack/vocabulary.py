"""Lists of allowed words, with the spellings that offices use for them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """The text without case, accents, punctuation and doubled spaces, for comparing words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One allowed value: its code in the warehouse and the words that mean it.

    ``english`` and ``indonesian`` are the words the template offers; all are understood.
    """

    code: str
    english: str
    indonesian: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A list of words. A closed one refuses any other; an open one keeps what it does not know."""

    words: tuple[Word, ...]
    is_closed: bool = True
    _codes: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes: dict[str, str] = {}
        for word in self.words:
            for spelling in (word.code, word.english, word.indonesian, *word.aliases):
                if codes.setdefault(plain(spelling), word.code) != word.code:
                    raise ValueError(f"two words are spelled {spelling!r}")
        object.__setattr__(self, "_codes", codes)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the list."""
        return tuple(word.code for word in self.words)

    def code_of(self, text: str) -> str | None:
        """The code that a spelling stands for; None where the list does not know it."""
        return self._codes.get(plain(text))
