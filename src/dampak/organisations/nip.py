"""The number of a civil servant (NIP, NI PPPK): what is wrong with one, its key, and its mask.

The number tells the day of birth and the sex. It is checked, turned into a key and forgotten.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.secret import secret_of

DIGITS = 18
MARKS = re.compile(r"[\s.\-']")
SPREADSHEET_NUMBER = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
YOUNGEST, OLDEST = 17, 70  # years of age
FIRST_APPOINTED, LAST_APPOINTED = 16, 60
MONTHS, CONTRACTS = range(1, 13), range(21, 30)
BLOCK = 64  # bytes, of SHA-256

DAMAGED = gettext_noop(
    "The number was damaged by a spreadsheet, which keeps only 15 digits. "
    "Format the column as text and copy the number in again."
)
NOT_DIGITS = gettext_noop("A NIP has digits only; found other characters. Look for a typing slip.")
LENGTH = gettext_noop(
    "A NIP has 18 digits; found %(found)s. Look whether some were left out or doubled."
)
BIRTH_DATE = gettext_noop(
    "The first eight digits are the day of birth, and no such day exists. Look for a typing slip."
)
AGE = gettext_noop(
    "By the first eight digits the person is %(age)s years old; 17 to 70 was expected. "
    "Look for a typing slip in the year."
)
SEX = gettext_noop(
    "The 15th digit is 1 for men and 2 for women; found %(found)s. Look for a typing slip."
)
UNKNOWN_KIND = gettext_noop(
    "Digits 13 and 14 are neither a month (PNS) nor a contract (PPPK, from 21); found %(found)s."
)
APPOINTED = gettext_noop(
    "By the number the person was %(age)s years old when appointed; 16 to 60 was expected."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a number is worth: its 18 digits if it may be used, and all that is wrong with it.

    ``employment`` is what its digits suggest, PNS or PPPK, or empty; it is no proof.
    """

    digits: str | None
    faults: tuple[Sentence, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    employment: str = ""


def check_nip(cell: str, *, on: date) -> Checked:
    """Check a number as it was written down, for a person who serves on that day.

    Every fault is told. A number with a fault cannot be used; a warning is for a human to look at.
    """
    text = cell.strip()
    bare = MARKS.sub("", text)
    if SPREADSHEET_NUMBER.fullmatch(text):
        return _unusable(Sentence(DAMAGED))
    if not (bare.isascii() and bare.isdigit()):
        return _unusable(Sentence(NOT_DIGITS))
    if len(bare) != DIGITS:
        return _unusable(Sentence(LENGTH, {"found": len(bare)}))
    faults = tuple(_faults(bare, on))
    return Checked(
        digits=None if faults else bare,
        faults=faults,
        warnings=tuple(_warnings(bare)),
        employment=_employment(bare),
    )


def masked(digits: str) -> str:
    """The number as it may be shown: 199001********1999."""
    return f"{digits[:6]}********{digits[-4:]}"


class Keyring:
    """Turns numbers into keys: HMAC-SHA256 under the secret of this installation.

    Without the secret nobody finds a number again by trying all of them. The two halves of the
    HMAC are prepared once, so that a nation is keyed in seconds.
    """

    def __init__(self, secret: bytes) -> None:
        block = secret.ljust(BLOCK, b"\0")
        if len(block) > BLOCK:
            raise ValueError(f"A secret has at most {BLOCK} bytes, found {len(secret)}.")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def key_of(self, digits: str) -> bytes:
        """The key, 32 bytes, of one number of 18 digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(digits.encode())
        outer.update(inner.digest())
        return outer.digest()

    def keys_of(self, numbers: Iterable[str]) -> list[bytes]:
        """The keys of many numbers, in their order."""
        return [self.key_of(digits) for digits in numbers]


def keyring() -> Keyring:
    """The keyring of this installation. Its secret is made at first need and belongs in back-ups.

    Whoever loses the secret can no longer find people by their number.
    """
    return _keyring_of(Path(settings.DAMPAK_HOME) / "people")


@cache
def _keyring_of(folder: Path) -> Keyring:
    folder.mkdir(parents=True, exist_ok=True)
    return Keyring(secret_of(folder, Disk()))


def _unusable(fault: Sentence) -> Checked:
    return Checked(digits=None, faults=(fault,))


def _faults(nip: str, on: date) -> Iterator[Sentence]:
    if nip.endswith("000"):
        yield Sentence(DAMAGED)
    born_on = _born_on(nip)
    if born_on is None:
        yield Sentence(BIRTH_DATE)
    elif not YOUNGEST <= (age := _age(born_on, on)) <= OLDEST:
        yield Sentence(AGE, {"age": age})
    if nip[14] not in "12":
        yield Sentence(SEX, {"found": nip[14]})


def _warnings(nip: str) -> Iterator[Sentence]:
    if not _employment(nip):
        yield Sentence(UNKNOWN_KIND, {"found": nip[12:14]})
    age = int(nip[8:12]) - int(nip[:4])
    if not FIRST_APPOINTED <= age <= LAST_APPOINTED:
        yield Sentence(APPOINTED, {"age": age})


def _employment(nip: str) -> str:
    middle = int(nip[12:14])
    return "PNS" if middle in MONTHS else "PPPK" if middle in CONTRACTS else ""


def _born_on(nip: str) -> date | None:
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
