"""What a message says: a letter in two languages. Rooms declare theirs in ``notices.py``.

The blanks of a letter may be filled with the person's name, with links and with what the office
itself named (a training, a day). Nothing else about a person belongs into a text that leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.module_loading import autodiscover_modules

from dampak.foundation.text import Sentence
from dampak.language.saying import say

_KNOWN: dict[str, "Letter"] = {}
LETTERS: Mapping[str, "Letter"] = MappingProxyType(_KNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A text with blanks. Raise the version whenever somebody would read something else.

    Urgent: sent at once, at any hour, and beside the limit of messages a week; for what somebody
    waits for. Mandatory: cannot be declined; for what the law or the office's work demands.
    Confidential: whoever reads its link may open an account; nobody reads it over a shoulder.
    Despite restriction: reaches also those whose data are restricted; for what is about their own
    request or the safety of their account and data, and nothing else.
    """

    name: str
    version: int
    subject: str  # sentences in English, the keys of their translations
    body: str
    is_urgent: bool = False
    is_mandatory: bool = False
    is_confidential: bool = False
    despite_restriction: bool = False
    leaves: bool = (
        True  # whether it goes out by e-mail or telephone, too, or lies in the inbox only
    )

    @property
    def is_private(self) -> bool:
        """Whether it is for nobody but whom it is about; the same letters reach the restricted."""
        return self.despite_restriction

    def subject_in(self, language: str, context: Mapping[str, Any]) -> str:
        return " ".join(say(Sentence(self.subject, context), language).split())

    def body_in(self, language: str, context: Mapping[str, Any]) -> str:
        return say(Sentence(self.body, context), language)


def letter(name: str, *, version: int, subject: str, body: str, **rules: bool) -> Letter:
    """Declare a letter; ``rules`` are the further fields of `Letter`."""
    made = Letter(name=name, version=version, subject=subject, body=body, **rules)
    if _KNOWN.get(name, made) != made:
        raise ValueError(f"Two letters are called {name}; rename one of them.")
    _KNOWN[name] = made
    return made


def find_letters() -> None:
    """Read every room's ``notices.py``."""
    autodiscover_modules("notices")
