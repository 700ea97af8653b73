"""What might be a private key, which nothing may say again: terminals and logs keep what they show.

A key of the age format begins with AGE-SECRET-KEY-1. Copied out of a document it comes with another
kind of dash, or with none, or cut; read from paper, its figure one may have become a letter.
"""

import re
from unicodedata import category, normalize

_DASH = (
    r"[^0-9a-z/\\.:]{0,3}"  # of whatever kind, or an underscore, a space, a break of line, nothing
)
_LIKE_A_KEY = re.compile(
    rf"secret{_DASH}key{_DASH}(pq{_DASH})?1[0-9a-z]{{8}}"
    rf"|secret{_DASH}key{_DASH}(pq{_DASH})?[1il|!]{_DASH}[0-9a-z]{{20}}"
    rf"|(?<![a-z])key{_DASH}(pq{_DASH})?1[0-9a-z]{{30}}"
    rf"|(?<![a-z])age{_DASH}secret{_DASH}(key{_DASH})?[0-9a-z]{{20}}"
)


def may_be_private_key(text: str) -> bool:
    """Whether a private key, or enough of one, stands in a text; in the name of a file seldom."""
    shown = "".join(letter for letter in text if category(letter) != "Cf")  # soft hyphens and such
    return _LIKE_A_KEY.search(normalize("NFKC", shown).casefold()) is not None
