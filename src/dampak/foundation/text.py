"""Sentences for people, written down without knowing the language they will be read in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Return the sentence untouched; the extractor finds it by this function's name."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with named blanks, to be said later in the reader's language.

    ``message`` is the English sentence and the key of its translation; ``values`` fill its named
    ``%(placeholders)s``. A value may itself be a `Sentence`. Numbers and dates go in as they are:
    the room that shows the sentence formats them for the reader.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.message, repr(sorted(self.values.items()))))
