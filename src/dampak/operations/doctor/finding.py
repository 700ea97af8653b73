"""What the doctor looked at, what was found, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dampak.foundation.text import Sentence


class State(StrEnum):
    """How it is: well, worth a thought, or wrong."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``code`` is for machines and never changes; ``advice`` is there where something is to do."""

    code: str
    looked_at: Sentence
    state: State
    found: Sentence
    advice: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """When the doctor came, and to which home; ``is_quick`` reads no large file through."""

    home: Path
    at: datetime
    is_quick: bool = False


Look = Callable[[Visit], Iterator[Finding]]
