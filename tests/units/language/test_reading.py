"""Numbers, months and days as an Indonesian and an English reader write them."""

from datetime import date

import pytest
from django.utils import translation

from dampak.language.moments import moment_named
from dampak.language.templatetags import reading


@pytest.fixture(params=["id", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def said(language, **by_language):
    return by_language[language]


def test_thousands_and_decimals_follow_the_language(language):
    assert reading.as_number(1234.56, 1) == said(language, id="1.234,6", en="1,234.6")


def test_halves_go_up_before_they_are_formatted(language):
    assert reading.as_number(2.675, 2) == said(language, id="2,68", en="2.68")


def test_a_share_is_read_per_cent(language):
    assert reading.as_percent(0.834) == said(language, id="83,4%", en="83.4%")


def test_a_difference_always_says_its_sign(language):
    assert reading.as_change(1.5, 1) == said(language, id="+1,5", en="+1.5")
    assert reading.as_change(-1.5, 1) == said(language, id="−1,5", en="−1.5")


@pytest.mark.parametrize("value", [0.0, 0.04, -0.04])
def test_what_rounds_to_nought_has_no_sign(language, value):
    assert reading.as_change(value, 1) == said(language, id="0,0", en="0.0")


def test_a_month_has_its_name(language):
    expected = said(language, id="Agustus 2024", en="August 2024")
    assert reading.as_month("2024-08") == reading.as_month(date(2024, 8, 1)) == expected


def test_a_day_has_its_name(language):
    assert reading.as_date("2025-12-04") == said(
        language, id="4 Desember 2025", en="4 December 2025"
    )


@pytest.mark.parametrize(
    ("offset", "zone"),
    [("+07:00", "WIB"), ("+08:00", "WITA"), ("+09:00", "WIT"), ("+00:00", "UTC")],
)
def test_a_moment_keeps_the_clock_it_was_written_with(offset, zone):
    with translation.override("id"):
        assert moment_named(f"2023-11-15T08:05:00{offset}") == f"15 November 2023, 08.05 {zone}"


def test_nothing_is_shown_as_a_dash():
    filters = (reading.as_number, reading.as_percent, reading.as_change, reading.as_month)
    assert {show(None) for show in filters} == {"–"}


def test_a_bilingual_text_is_said_in_the_readers_language(language):
    assert reading.in_language({"id": "Loket", "en": "Counter"}) == said(
        language, id="Loket", en="Counter"
    )
