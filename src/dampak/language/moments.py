"""Months, days and moments that documents carry as text, read by a person."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language

# Babel and Django name the zone, Indonesians say these three letters (STACK: no daylight saving).
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def month_named(month: str | date, *, short: bool = False) -> str:
    """A month, given as ``2024-03`` or by its first day: March 2024, Maret 2024."""
    first = date.fromisoformat(f"{month}-01") if isinstance(month, str) else month
    return formats.date_format(first, "M Y" if short else "F Y")


def day_named(day: str | date) -> str:
    """A day, given in ISO form or as a date: 4 December 2025, 4 Desember 2025."""
    known = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return formats.date_format(known, "j F Y")


def moment_named(moment: str | datetime) -> str:
    """A moment on the clock that it was written down with: 4 Desember 2025 pukul 08.05 WIB."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    clock = "%H.%M" if (get_language() or "id").startswith("id") else "%H:%M"
    return f"{day_named(known.date())}, {known.strftime(clock)}{_zone(known)}"


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return ""
    hours = offset.total_seconds() / 3600
    return f" {ZONES[int(hours)]}" if hours in ZONES else f" {moment.tzname()}"
