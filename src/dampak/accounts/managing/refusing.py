"""Why rights stay as they are."""

from dampak.accounts.models import User
from dampak.foundation.text import Sentence


class CannotChangeRights(Exception):
    """Says, in words for the person at the screen, why an account or a role stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def refuse_oneself(by: User, user: User) -> None:
    """Nobody gives or takes rights of their own."""
    if by.pk == user.pk:
        raise CannotChangeRights(
            Sentence(
                "This is your own account. Nobody changes their own rights: ask another "
                "administrator."
            )
        )


def refuse_closed(user: User) -> None:
    """A closed account gets no rights and no link."""
    if not user.is_active:
        raise CannotChangeRights(
            Sentence(
                "The account %(name)s is closed. Open it again at the server with dampak account.",
                {"name": user.username},
            )
        )
