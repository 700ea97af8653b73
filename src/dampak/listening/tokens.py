"""Short codes for links, and the token of a form: made at random, of letters only.

Letters only, because a number of fifteen digits would be taken for that of a person and hidden.
"""

from secrets import choice, compare_digest

from django.utils.crypto import salted_hmac

LETTERS = "bcdfghjkmnpqrstvwxyz"  # no vowel makes a word, no letter looks like another
CODE_LENGTH, NONCE_LENGTH = 7, 22


def new_code() -> str:
    """The short link of a survey: easy to type from a poster."""
    return _drawn(CODE_LENGTH)


def new_token(code: str) -> str:
    """The token of one form of a survey: what makes its response one, signed by this server."""
    nonce = _drawn(NONCE_LENGTH)
    return f"{nonce}.{_signature(code, nonce)}"


def nonce_of(token: str, code: str) -> str | None:
    """The nonce in a token; None unless this server made it for this survey."""
    nonce, _dot, signature = token.partition(".")
    is_ours = compare_digest(signature.encode(), _signature(code, nonce).encode())
    return nonce if is_ours else None


def _drawn(length: int) -> str:
    return "".join(choice(LETTERS) for _ in range(length))


def _signature(code: str, nonce: str) -> str:
    return salted_hmac("dampak.listening.token", f"{code} {nonce}", algorithm="sha256").hexdigest()[
        :32
    ]
