"""What a number of a civil servant may look like, and what is kept of it."""

import hashlib
import hmac
import random
from datetime import date

import pytest

from dampak.organisations.nip import Keyring, check_nip, masked

ON = date(2026, 3, 2)
GOOD = "199001312020121999"


@pytest.mark.parametrize("written", [GOOD, "19900131 202012 1 999", "19900131.202012.1.999"])
def test_blanks_and_dots_say_nothing(written):
    assert check_nip(written, on=ON).digits == GOOD


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "digits only"),
        ("19900131202012199", "18 digits"),
        ("1990013120201219999", "18 digits"),
        ("1,99001E+17", "damaged"),
        ("199001312020121000", "damaged"),
        ("19900131202O121999", "digits only"),
        ("１９９００１３１２０２０１２１９９９", "digits only"),
        ("199002302020121999", "no such day"),
        ("201501312020121999", "11 years old"),
        ("195001312020121999", "76 years old"),
        ("199001312020123999", "15th digit"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_the_reason(written, said):
    checked = check_nip(written, on=ON)
    assert checked.digits is None
    assert any(said in fault.message % fault.values for fault in checked.faults)


def test_every_fault_is_told():
    checked = check_nip("199013312020123000", on=ON)
    assert len(checked.faults) == 3  # damaged, no such day, neither man nor woman


def test_seventeen_and_seventy_are_still_in_service():
    assert check_nip("200903022026011999", on=ON).digits
    assert check_nip("200903032026011999", on=ON).digits is None  # seventeen only tomorrow
    assert check_nip("195503031980011999", on=ON).digits  # seventy until tomorrow


def test_the_digits_suggest_the_employment_and_only_warn_otherwise():
    assert check_nip(GOOD, on=ON).employment == "PNS"
    assert check_nip("199001312021211999", on=ON).employment == "PPPK"
    odd = check_nip("199001312021501999", on=ON)
    assert (odd.digits, odd.employment, len(odd.warnings)) == ("199001312021501999", "", 1)


def test_an_appointment_as_a_child_is_a_warning():
    assert len(check_nip("199001312000011999", on=ON).warnings) == 1


def test_what_is_shown_hides_day_and_sex():
    assert masked(GOOD) == "199001********1999"


def test_a_key_is_the_hmac_of_the_number_and_no_two_are_alike():
    secret, rng = b"a secret of thirty-two bytes....", random.Random(5)  # noqa: S311
    numbers = {f"{rng.randrange(10**18):018}" for _ in range(2_000)}
    keys = Keyring(secret).keys_of(sorted(numbers))
    assert keys == [hmac.digest(secret, each.encode(), hashlib.sha256) for each in sorted(numbers)]
    assert len(set(keys)) == len(numbers)


def test_another_installation_has_other_keys():
    assert Keyring(b"one").key_of(GOOD) != Keyring(b"other").key_of(GOOD)
