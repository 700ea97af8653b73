"""The secret of a token: made at random, shown once, kept as a hash.

Letters only, because a long number would be taken for that of a person and hidden. Its first word
lets programs that search for lost secrets know it.
"""

from hashlib import sha256
from secrets import choice

LETTERS = "bcdfghjkmnpqrstvwxyz"
FIRST_WORD = "dampak_"
LENGTH = 40  # of 20 letters: 172 bits, so a plain hash is enough


def new_secret() -> str:
    """A secret that nobody can guess."""
    return FIRST_WORD + "".join(choice(LETTERS) for _ in range(LENGTH))


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
