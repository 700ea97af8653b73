"""Why a ledger could be neither copied nor brought back."""

from dampak.foundation.text import Sentence
from dampak.language.saying import say


class CannotCopyLedger(Exception):
    """Says what the database, or its tool, answered."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(say(sentence, "en"))
        self.sentence = sentence
