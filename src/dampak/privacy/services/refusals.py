"""Why a deed on data of people is not done, in words for the person at the screen."""

from collections.abc import Collection, Iterable

from dampak.accounts.models import User
from dampak.foundation.text import Sentence
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about


class CannotAnswer(Exception):
    """Says why a request stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def refuse_answered(request: PrivacyRequest) -> None:
    """An answer is not changed, nor done against."""
    if request.answered_at is not None:
        raise CannotAnswer(
            Sentence(
                "Request %(number)s was answered on %(day)s. An answer is not changed; if it was "
                "wrong, write so in a new request.",
                {"number": request.pk, "day": request.answered_at.date()},
            )
        )


def refuse_doubtful(request: PrivacyRequest) -> None:
    """Nothing is done with a record that the account of who asked does not belong to."""
    doubt = doubt_about(request)
    if doubt is not None:
        raise CannotAnswer(doubt)


class CannotErase(CannotAnswer):
    """Says why the data of a person stay."""


def refuse_unseen(accounts: Iterable[User], closing: Collection[int]) -> None:
    """No account goes along that nobody said is this person's: it may be tied to the wrong one.

    ``closing`` are the numbers of those of which that was said; one tied since is not among them.
    """
    unseen = next((each for each in accounts if each.pk not in closing), None)
    if unseen is not None:
        raise CannotErase(
            Sentence(
                "The account %(username)s (%(name)s) would be closed as well, and nobody has said "
                "that it is this person's. If it is, tick it. If it is not, let an administrator "
                "untie it first, or refuse the request.",
                {"username": unseen.username, "name": str(unseen)},
            )
        )


class CannotChangeIncident(CannotAnswer):
    """Says why an incident stays as it is."""
