"""Why a deed on data of people is not done, in words for the person at the screen."""

from dampak.foundation.text import Sentence
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about


class CannotAnswer(Exception):
    """Says why a request stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def refuse_doubtful(request: PrivacyRequest) -> None:
    """Nothing is done with a record that the account of who asked does not belong to."""
    doubt = doubt_about(request)
    if doubt is not None:
        raise CannotAnswer(doubt)


class CannotErase(CannotAnswer):
    """Says why the data of a person stay."""


class CannotChangeIncident(CannotAnswer):
    """Says why an incident stays as it is."""
