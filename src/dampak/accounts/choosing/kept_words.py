"""Words that somebody searches by, kept in their session: an address holds a ticket instead.

So what was found can be left and come back to, reloaded and leafed through, while neither the
history of the browser nor a log on the way holds a name. With the session the words are gone.
"""

from collections.abc import MutableMapping
from typing import Any, Final

from django.utils.crypto import get_random_string

KEPT: Final = "words_searched_for"
SEARCH: Final = "pencarian"  # where the ticket stands in an address
MOST_KEPT, LONGEST = 20, 150


def keep_words(session: MutableMapping[str, Any], words: str) -> str:
    """Keep what is searched for and tell the ticket by which it is found; nothing has no ticket."""
    words = words.replace("\0", "").strip()[:LONGEST]
    if not words:
        return ""
    others = _kept(session)
    known = (ticket for ticket, each in others.items() if each == words)
    ticket = next(known, get_random_string(8))
    others.pop(ticket, None)
    session[KEPT] = dict([*others.items(), (ticket, words)][-MOST_KEPT:])
    return ticket


def words_behind(session: MutableMapping[str, Any], ticket: str) -> str:
    """The words behind a ticket; none, if the session does not hold them or holds them no more."""
    return _kept(session).get(ticket, "")


def _kept(session: MutableMapping[str, Any]) -> dict[str, str]:
    return dict(session.get(KEPT, {}))
