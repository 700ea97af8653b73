"""People become keys: the number of a civil servant goes no further than this file."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DIGITS_OF_A_NIP = 18
SPREADSHEET_NUMBER = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
NOT_DIGITS = re.compile(r"\D")
MARKS = re.compile(r"[\s.\-']")
LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{21,}|\d(?:[\s.\-]?\d){14,19})(?!\d)")
# Eighteen digits as names of files write them, found also where others stand before them. Numbers
# of registers look alike, so it has to be a possible NIP.
EIGHTEEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[\W_]{0,9}\d){17})(?!\d))")
# A measured value in full precision, as programs write it; eight digits that could be a day of
# birth before the point are not taken for one, nor is a NIP that became 1.99E+17.
DECIMAL = re.compile(r"[-+]?(?!(?:19|20)\d{6}\.)\d{1,14}[.,]\d+(?:[eE]-\d+)?")
YOUNGEST, OLDEST = 1920, 2015  # years of birth


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A key, or why there is none; ``shown`` may be seen by anyone."""

    key: str | None
    refused: str | None
    shown: str


def person_of(cell: str, *, secret: bytes) -> Person:
    """Turn a NIP, or an office's own number of a person, into a key.

    Something of fifteen digits or more claims to be a NIP and has to be one. Anything shorter, or
    with letters, is the office's own number and is keyed as it stands. Without the secret of the
    home nobody can find the number again by trying all of them.
    """
    bare = MARKS.sub("", cell)
    refused = _refused(cell.strip(), bare)
    if refused:
        return Person(key=None, refused=refused, shown=masked(cell))
    key = hmac.new(secret, bare.upper().encode(), hashlib.sha256).hexdigest()[:32]
    return Person(key=key, refused=None, shown=masked(cell))


def rounded_by_a_spreadsheet(cells: Iterable[str]) -> frozenset[str]:
    """The NIPs among the cells of a spreadsheet's column that were numbers there, so are damaged.

    A spreadsheet rounds to fifteen digits and keeps the nearest multiple of 32. A sound NIP looks
    like that once in a while, a column of numbers throughout; a single one is given the benefit of
    the doubt.
    """
    whole = {cell: int(bare) for cell in cells if (bare := MARKS.sub("", cell)).isdigit()}
    long = {cell: number for cell, number in whole.items() if number >= 10**17}
    rounded = {cell for cell, number in long.items() if _is_rounded(number)}
    is_many = len(rounded) > 1 and len(rounded) >= 0.1 * len(long)
    return frozenset(rounded) if is_many or len(rounded) > 0.5 * len(long) else frozenset()


def _is_rounded(number: int) -> bool:
    to_fifteen_digits = (number + 500) // 1000 * 1000
    return int(float(to_fifteen_digits)) == number


def masked(text: str) -> str:
    """The text with the middle of every long number hidden, as in 199001********1999.

    A decimal number such as 2.5649492740631104 names nobody and stays.
    """
    if DECIMAL.fullmatch(text.strip()):
        return text
    return LONG_NUMBER.sub(lambda found: _hidden(found.group()), _without_nips(text))


def _refused(cell: str, bare: str) -> str | None:
    if SPREADSHEET_NUMBER.fullmatch(cell):
        return "nip_damaged"
    if not bare.isdigit() or len(bare) < 15:
        return None
    if len(bare) != DIGITS_OF_A_NIP:
        return "nip_length"
    return _refused_nip(bare)


def _refused_nip(nip: str) -> str | None:
    if nip.endswith("000"):
        return "nip_damaged"
    if not _is_birth_date(nip[:8]):
        return "nip_birth_date"
    return None if nip[14] in "12" else "nip_sex"


def _is_birth_date(digits: str) -> bool:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return YOUNGEST <= born_on.year <= OLDEST


def _without_nips(text: str) -> str:
    """What is no NIP is left as it stands, and may be the beginning of one."""
    parts, read_to = [], 0
    for found in EIGHTEEN_DIGITS.finditer(text):
        start, end = found.span(1)
        if start >= read_to and _refused_nip(NOT_DIGITS.sub("", found[1])) is None:
            parts += [text[read_to:start], _hidden(found[1])]
            read_to = end
    return "".join([*parts, text[read_to:]])


def _hidden(number: str) -> str:
    digits = NOT_DIGITS.sub("", number)
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"
