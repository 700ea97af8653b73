"""Why there is no copy, why nothing was brought back, or why no key was made."""

from dampak.foundation.text import Sentence
from dampak.language.saying import say


class CannotBackUp(Exception):
    """Says, in words for the person at the screen, why there is no new copy."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(say(fault, "en") for fault in faults))
        self.faults = faults


class CannotRestore(Exception):
    """Says, in words for the person at the screen, why nothing was brought back."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(say(fault, "en") for fault in faults))
        self.faults = faults


class CannotMakeKey(Exception):
    """Says, in words for the person at the screen, why there is no new key."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(say(sentence, "en"))
        self.sentence = sentence
