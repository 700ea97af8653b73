"""A sentence is said whole, with numbers and days as its reader writes them."""

from datetime import date
from decimal import Decimal

import pytest

from dampak.foundation.answers import Silence
from dampak.foundation.text import Sentence
from dampak.language.numbers import rounded
from dampak.language.saying import InBoth, Month, in_both, say


def said(value, language="id"):
    return say(Sentence("%(value)s", {"value": value}), language)


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (12, "12", "12"),
        (2026, "2026", "2026"),  # a year is not grouped
        (12345, "12.345", "12,345"),
        (1.5, "1,5", "1.5"),
        (0.123456, "0,1235", "0.1235"),
        (-0.4, "−0,4", "−0.4"),
        (Decimal("1.50"), "1,50", "1.50"),  # a Decimal keeps the decimals it came with
        (0.0, "0", "0"),
        ("31/02/2024", "31/02/2024", "31/02/2024"),
        (["A", "B"], "A, B", "A, B"),
        (InBoth({"id": "hari", "en": "days"}), "hari", "days"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value, indonesian, english):
    assert said(value, "id") == indonesian
    assert said(value, "en") == english


def test_a_month_is_not_its_first_day():
    assert said(Month(date(2024, 5, 1))) == "Mei 2024"
    assert said(date(2024, 5, 1)) == "1 Mei 2024"


def test_a_sentence_inside_a_sentence_is_said_in_the_same_language():
    inner = Sentence(Silence.NOBODY_TRAINED.value)

    assert said(inner, "id") == "Tidak ada unit yang dilatih dalam kurun waktu data ini."
    assert said((inner, inner), "en").count("; ") == 1


def test_every_reason_for_silence_is_known_in_indonesian():
    both = [in_both(silence.value) for silence in Silence]
    assert all(texts["id"] != texts["en"] for texts in both)


def test_a_sentence_without_values_may_hold_a_percent_sign():
    assert say(Sentence("95% of all."), "en") == "95% of all."


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.125, 2, "0.13"),  # halves go up
        (2.675, 2, "2.68"),  # as typed, not as stored in binary
        (-0.04, 1, "0.0"),  # never minus nought
        (64.995, 2, "65.00"),
    ],
)
def test_rounding_is_that_of_school(value, decimals, expected):
    assert str(rounded(value, decimals)) == expected
