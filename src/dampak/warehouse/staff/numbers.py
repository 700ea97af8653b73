"""Numbers of civil servants in columns: what is wrong with each, its key and its mask.

The rules are those of one number (`organisations.nip`), asked of millions at once; a test holds
the two together.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.warehouse.conformed.people import MARKS, SPREADSHEET_NUMBER

KeysOf = Callable[[Iterable[str]], list[bytes]]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

DIGITS = 18
KEY_BYTES = 32
YOUNGEST, OLDEST = 17, 70
KEY = pa.binary(KEY_BYTES)
# The first 15 bytes of a key as a number: what people are told apart by while lists are compared,
# because numbers of one size take half the memory of bytes.
SHORT, SHORT_BYTES = pa.decimal128(38, 0), 15
_NUMBER = re.compile(r"[0-9]{18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of one column.

    ``fault`` holds the code of what is wrong, "" where nothing is; ``bare`` are the eighteen digits
    as text where there are any, and ``value`` as a number, else 0; ``key`` is NULL where at fault.
    """

    fault: NDArray[np.object_]
    value: Whole
    bare: pa.Array
    key: pa.Array

    @property
    def masked(self) -> pa.Array:
        """As they may be shown: 199001********1999."""
        start = pc.utf8_slice_codeunits(self.bare, 0, 6)
        end = pc.utf8_slice_codeunits(self.bare, 14, 18)
        return pc.binary_join_element_wise(start, end, "********")

    @property
    def employment(self) -> pa.Array:
        """PNS or PPPK as digits 13 and 14 suggest, or NULL."""
        middle = self.value // 10**4 % 100
        codes = np.select([(middle >= 1) & (middle <= 12), (middle >= 21) & (middle <= 29)], [1, 2])
        return pa.array([None, "PNS", "PPPK"]).take(pa.array(codes))


def read_numbers(cells: pa.Array, *, on: date, keys_of: KeysOf) -> Numbers:
    """Check the numbers of people who serve on a day, and key those that may be used."""
    bare = _bare(cells)
    is_number = np.asarray(pc.match_substring_regex(bare, "^[0-9]{18}$"), bool)
    value = np.zeros(len(cells), np.int64)
    value[is_number] = np.asarray(bare.filter(pa.array(is_number)).cast(pa.int64()))
    fault = np.full(len(cells), "", dtype=object)
    _name_faults(fault, value, is_number, on)
    for place in np.flatnonzero(~is_number).tolist():
        fault[place] = _why_no_number(cells[place].as_py())
    is_sound = fault == ""
    keys = iter(keys_of(bare.filter(pa.array(is_sound)).to_pylist()))
    return Numbers(fault=fault, value=value, bare=bare, key=_placed(keys, is_sound))


def _bare(cells: pa.Array) -> pa.Array:
    """Without the blanks, dots and dashes that people put between the digits."""
    return pc.replace_substring_regex(cells, r"[\s.\-']", "")


def _why_no_number(cell: str) -> str:
    text = cell.strip()
    bare = MARKS.sub("", text)
    if not bare:
        return "nip_missing"
    if SPREADSHEET_NUMBER.fullmatch(text):
        return "nip_damaged"
    return "nip_length" if bare.isascii() and bare.isdigit() else "nip_not_digits"


def _name_faults(fault: NDArray[np.object_], value: Whole, is_number: Bools, on: date) -> None:
    """The first fault of each number, in the order in which a single one is checked."""
    born = value // 10**10
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    is_day = _is_day(year, month, day)
    age = on.year - year - ((on.month * 100 + on.day) < month * 100 + day)
    sex = value // 1_000 % 10
    checks = (
        ("nip_sex", (sex != 1) & (sex != 2)),
        ("nip_age", is_day & ((age < YOUNGEST) | (age > OLDEST))),
        ("nip_birth_date", ~is_day),
        ("nip_damaged", value % 1_000 == 0),
    )
    for code, is_wrong in checks:
        fault[is_number & is_wrong] = code


def _is_day(year: Whole, month: Whole, day: Whole) -> Bools:
    is_month = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    months = (np.where(is_month, year, 1970) - 1970) * 12 + np.where(is_month, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]")
    found: Bools = is_month & (day <= (after - first).astype(np.int64))
    return found


def _placed(keys: Iterable[bytes], is_sound: Bools) -> pa.Array:
    """The keys in the places of the sound numbers, NULL elsewhere."""
    data = b"".join(keys)
    packed = pa.Array.from_buffers(KEY, int(is_sound.sum()), [None, pa.py_buffer(data)])
    places = np.where(is_sound, np.cumsum(is_sound) - 1, 0)
    return packed.take(pa.array(places, mask=~is_sound))


def short(keys: pa.Array) -> pa.Array:
    """The keys as numbers in the same order; NULL stays NULL."""
    filled = keys.fill_null(bytes(KEY_BYTES))
    data, start = np.frombuffer(filled.buffers()[1], np.uint8), filled.offset * KEY_BYTES
    each = data[start : start + len(keys) * KEY_BYTES].reshape(-1, KEY_BYTES)
    numbers = np.zeros((len(keys), 16), np.uint8)
    numbers[:, :SHORT_BYTES] = each[:, SHORT_BYTES - 1 :: -1]
    packed = pa.Array.from_buffers(SHORT, len(keys), [None, pa.py_buffer(numbers.tobytes())])
    return pc.if_else(keys.is_null(), pa.scalar(None, SHORT), packed)
