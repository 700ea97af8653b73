"""Why a deed on the tree or its people is not done."""

from dampak.foundation.text import Sentence


class Refusal(Exception):
    """A deed that is not done, with a sentence for the person at the screen."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.sentence = Sentence(message, values)


class CannotReorganise(Refusal):
    """The tree stays as it is."""


class CannotGiveCode(CannotReorganise):
    """The tree stays as it is, because a code that was chosen is in use."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message, code=code)
        self.code = code


class CannotPost(Refusal):
    """The person stays where they are."""
