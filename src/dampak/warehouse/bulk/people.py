"""People become keys, each number once a build: a nation's training names millions again and again.

What is a number of eighteen digits without a fault is keyed here; everything else is left to
`conformed.people`, cell by cell.
"""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.conformed.cells import Bools, ends
from dampak.warehouse.conformed.people import (
    DIGITS_OF_A_NIP,
    OLDEST,
    YOUNGEST,
    person_of,
)

Numbers = NDArray[np.int64]
Keys = NDArray[np.uint8]  # (n, 16)

BYTES_OF_A_KEY = 16
_BLOCK = 64  # bytes that SHA-256 takes in at once
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_POWERS = 10 ** np.arange(DIGITS_OF_A_NIP - 1, -1, -1, dtype=np.int64)


class People(NamedTuple):
    """The key of each cell, or the code of why it has none."""

    keys: pa.Array
    refused: pa.Array


@dataclass(slots=True, kw_only=True)
class KnownPeople:
    """The keys of one home, remembered for as long as a build lasts: 24 bytes a person."""

    secret: bytes = field(repr=False)
    _numbers: Numbers = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    _keys: Keys = field(default_factory=lambda: np.zeros((0, BYTES_OF_A_KEY), np.uint8), repr=False)

    def people_of(self, cells: pa.Array) -> People:
        """The people whom different cells name, without blanks around them."""
        numbers, is_plain = _plain_numbers(cells)
        keys = np.zeros((len(cells), BYTES_OF_A_KEY), np.uint8)
        keys[is_plain] = self._keys_of(numbers)
        others = np.flatnonzero(~is_plain)
        refused = np.full(len(cells), None, dtype=object)
        for place in others.tolist():
            person = person_of(cells[place].as_py(), secret=self.secret)
            refused[place] = person.refused
            if person.key is not None:
                keys[place] = np.frombuffer(bytes.fromhex(person.key), np.uint8)
        has_none = np.array([reason is not None for reason in refused])
        return People(
            keys=_as_texts(keys, has_none=has_none), refused=pa.array(refused, pa.string())
        )

    def _keys_of(self, numbers: Numbers) -> Keys:
        """The keys of numbers; those that nobody asked for before are made."""
        places = np.searchsorted(self._numbers, numbers)
        found = np.append(self._numbers, -1)[places]
        new = np.unique(numbers[found != numbers])
        if new.size:
            self._learn(new)
            places = np.searchsorted(self._numbers, numbers)
        return self._keys[places]

    def _learn(self, new: Numbers) -> None:
        together = np.concatenate([self._numbers, new])
        order = np.argsort(together, kind="stable")
        self._numbers = together[order]
        self._keys = np.concatenate([self._keys, _made(new, self.secret)])[order]


def _made(numbers: Numbers, secret: bytes) -> Keys:
    """HMAC-SHA256 of each number (RFC 2104), both paddings hashed once and not once a number."""
    padded = (secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()).ljust(
        _BLOCK, b"\0"
    )
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    keys = bytearray()
    for number in numbers.tolist():
        within, around = inner.copy(), outer.copy()
        within.update(b"%018d" % number)
        around.update(within.digest())
        keys += around.digest()[:BYTES_OF_A_KEY]
    return np.frombuffer(bytes(keys), np.uint8).reshape(-1, BYTES_OF_A_KEY)


def _plain_numbers(cells: pa.Array) -> tuple[Numbers, Bools]:
    """The faultless numbers of eighteen digits, and which of the cells they are."""
    places, data = ends(cells)
    rows = np.flatnonzero(np.diff(places) == DIGITS_OF_A_NIP)
    is_plain = np.zeros(len(cells), bool)
    if not rows.size:
        return np.zeros(0, np.int64), is_plain
    windows = np.lib.stride_tricks.sliding_window_view(data, DIGITS_OF_A_NIP)
    digits = windows[places[rows]] - np.uint8(ord("0"))
    numbers = digits.astype(np.int64) @ _POWERS
    is_sound = (digits <= 9).all(axis=1) & _is_sound(numbers)
    is_plain[rows[is_sound]] = True
    return numbers[is_sound], is_plain


def _is_sound(numbers: Numbers) -> Bools:
    """Whether `conformed.people` would key the number: a day of birth, a sex, an end."""
    born = numbers // 10**10
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    is_date = (year >= YOUNGEST) & (year <= OLDEST) & (month >= 1) & (month <= 12) & (day >= 1)
    months = (np.where(is_date, year, YOUNGEST) - 1970) * 12 + np.where(is_date, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]")
    is_date &= day <= (after - first).astype(np.int64)
    sex = numbers // 1000 % 10
    found: Bools = is_date & ((sex == 1) | (sex == 2)) & (numbers % 1000 != 0)
    return found


def _as_texts(keys: Keys, *, has_none: Bools) -> pa.Array:
    """Keys as hexadecimal texts; NULL where there is none."""
    letters = np.empty((len(keys), 2 * BYTES_OF_A_KEY), np.uint8)
    letters[:, 0::2], letters[:, 1::2] = _HEX[keys >> 4], _HEX[keys & 15]
    starts = np.arange(len(keys) + 1, dtype=np.int32) * np.int32(2 * BYTES_OF_A_KEY)
    valid = np.packbits(~has_none, bitorder="little") if has_none.any() else None
    return pa.StringArray.from_buffers(
        len(keys),
        pa.py_buffer(starts),
        pa.py_buffer(letters),
        None if valid is None else pa.py_buffer(valid),
    )
