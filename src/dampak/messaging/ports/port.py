"""What every port does: take a text to an address, and say honestly what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from dampak.foundation.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A text on its way to an address. Its key is the same however often it is tried."""

    key: str
    address: str
    subject: str
    text: str
    stop_link: str = ""  # where the reader can decline such messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """It left, or lies where the demo shows it; ``port_id`` is what the other side calls it."""

    port_id: str = ""
    left: bool = True


class NotNow(Exception):
    """It has certainly not left; the other side may take it later."""

    def __init__(self, sentence: Sentence, *, after: timedelta | None = None) -> None:
        super().__init__(sentence.message)
        self.sentence, self.after = sentence, after


class Refused(Exception):
    """It has not left and never will: the other side refuses this address or this text."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class Perhaps(Exception):
    """The other side fell silent in the middle: nobody can say whether it has left."""


class Port(Protocol):
    """A way out. Repeatable: the other side knows keys, and the second time changes nothing."""

    name: str
    is_repeatable: bool

    def deliver(self, outgoing: Outgoing) -> Receipt: ...
