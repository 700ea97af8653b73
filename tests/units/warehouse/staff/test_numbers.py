"""Numbers in columns are judged as single ones are, and keyed with the same keys."""

import random
from datetime import date

import pyarrow as pa
import pytest

from dampak.organisations import nip
from dampak.organisations.nip import Keyring, check_nip, masked
from dampak.warehouse.staff.numbers import read_numbers, short
from dampak.warehouse.staff.refused import shown_number

ON = date(2026, 3, 1)
RING = Keyring(b"of tests alone, 32 bytes in all.")
SENTENCE = {
    "nip_damaged": nip.DAMAGED,
    "nip_not_digits": nip.NOT_DIGITS,
    "nip_length": nip.LENGTH,
    "nip_birth_date": nip.BIRTH_DATE,
    "nip_age": nip.AGE,
    "nip_sex": nip.SEX,
}
SOUND = "199001012015031901"


def read(*cells: str):
    return read_numbers(pa.array(cells), on=ON, keys_of=RING.keys_of)


def any_cell(luck: random.Random) -> str:
    """Mostly right, with one thing wrong, as often in each place."""
    cell = (
        f"{luck.randrange(1950, 2012)}{luck.randrange(0, 14):02}{luck.randrange(0, 33):02}"
        f"{luck.randrange(1990, 2027)}{luck.choice(('01', '12', '21', '13'))}{luck.randrange(0, 4)}"
        f"{luck.choice(('000', '001', '999'))}"
    )
    place = luck.randrange(1, 18)
    spoilt = (cell, cell, cell, cell[:place], cell + "1", f"{cell[:place]}O{cell[place + 1 :]}")
    spaced = (f"{cell[:8]} {cell[8:14]} {cell[14]} {cell[15:]}", f"'{cell}", "1.99E+17")
    return luck.choice((*spoilt, *spaced))


def test_many_numbers_are_judged_as_each_of_them_is():
    luck = random.Random(4)  # noqa: S311 - of tests
    cells = [any_cell(luck) for _ in range(3_000)]
    found = read(*cells)
    for place, cell in enumerate(cells):
        single = check_nip(cell, on=ON)
        code = found.fault[place]
        assert (SENTENCE[code] if code else None) == (
            single.faults[0].message if single.faults else None
        ), cell
        if single.digits:
            assert found.key[place].as_py() == RING.key_of(single.digits)
            assert found.masked[place].as_py() == masked(single.digits)
            assert (found.employment[place].as_py() or "") == single.employment
        else:
            assert found.key[place].as_py() is None


@pytest.mark.parametrize(
    ("born", "is_old_enough"), [("20090301", True), ("20090302", False), ("19550302", True)]
)
def test_the_birthday_itself_counts(born, is_old_enough):
    assert (read(f"{born}202501{1}901").fault[0] == "") is is_old_enough


def test_an_empty_cell_is_missing_and_not_too_short():
    assert list(read("", "  ").fault) == ["nip_missing", "nip_missing"]


def test_short_keys_keep_the_order_of_the_keys_and_tell_them_apart():
    found = read(*(f"1990010120150319{n:02}" for n in range(1, 100)), "nobody")
    keys, numbers = found.key.to_pylist()[:-1], short(found.key).to_pylist()
    assert numbers[-1] is None
    assert sorted(range(99), key=keys.__getitem__) == sorted(range(99), key=numbers.__getitem__)
    assert numbers[0] == int.from_bytes(keys[0][:15])
    assert short(found.key.slice(5, 3)).to_pylist() == numbers[5:8]


@pytest.mark.parametrize("cell", [SOUND, SOUND[:17], f"{SOUND[:8]}X{SOUND[9:]}", SOUND + "77"])
def test_of_a_number_that_is_refused_the_day_of_birth_is_not_shown(cell):
    shown = shown_number(cell)
    assert "********" in shown
    assert SOUND[:8] not in shown
