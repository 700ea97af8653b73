"""Why a deed on data of people is not done, in words for the person at the screen."""

from dampak.foundation.text import Sentence


class CannotAnswer(Exception):
    """Says why a request stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class CannotErase(CannotAnswer):
    """Says why the data of a person stay."""


class CannotChangeIncident(CannotAnswer):
    """Says why an incident stays as it is."""
