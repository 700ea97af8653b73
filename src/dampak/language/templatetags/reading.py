"""Filters that turn numbers, months and bilingual texts into what the reader of the page reads."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.translation import get_language

from dampak.language import moments, quantities
from dampak.language.saying import LANGUAGES

register = template.Library()
NOTHING = "\N{EN DASH}"


@register.filter
def as_number(value: float | None, decimals: int = 0) -> str:
    """1234.56 as 1.234,6 in Indonesian and 1,234.6 in English (one decimal asked)."""
    return NOTHING if value is None else quantities.quantity(value, decimals)


@register.filter
def as_percent(share: float | None, decimals: int = 1) -> str:
    """A share from 0 to 1, read per cent: 0.834 as 83,4%."""
    return NOTHING if share is None else quantities.level(share, decimals, is_share=True)


@register.filter
def as_change(value: float | None, decimals: int = 1) -> str:
    """A difference with its sign."""
    return NOTHING if value is None else quantities.change(value, decimals)


@register.filter
def as_month(month: str | date | None) -> str:
    """``2024-03`` as Maret 2024."""
    return NOTHING if not month else moments.month_named(month)


@register.filter
def as_date(day: str | date | None) -> str:
    """``2024-03-31`` as 31 Maret 2024."""
    return NOTHING if not day else moments.day_named(day)


@register.filter
def in_language(texts: Mapping[str, str] | str | None) -> str:
    """The text of the active language from ``{"id": ..., "en": ...}``."""
    if texts is None or isinstance(texts, str):
        return texts or ""
    spoken = (get_language() or LANGUAGES[0]).split("-")[0]
    return texts.get(spoken) or texts[LANGUAGES[0]]
