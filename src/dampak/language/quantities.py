"""Counts, measured values and changes as a reader sees them; shares are read per cent."""

from decimal import Decimal

from django.utils import formats

from dampak.language.numbers import rounded

MINUS = "\N{MINUS SIGN}"


def count(value: float) -> str:
    """How many there are: a whole number with its thousands apart."""
    return _written(value, 0)


def quantity(value: float, decimals: int, *, is_share: bool = False) -> str:
    """A bare number; the unit stands beside it. A share of 0.015 reads 1.5."""
    return _written(Decimal(repr(float(value))) * (100 if is_share else 1), decimals)


def level(value: float, decimals: int, *, is_share: bool = False) -> str:
    """A measured value that stands alone; a share carries its per cent sign."""
    return quantity(value, decimals, is_share=is_share) + ("%" if is_share else "")


def change(value: float, decimals: int, *, is_share: bool = False) -> str:
    """A difference, its sign always said."""
    written = quantity(value, decimals, is_share=is_share)
    return f"+{written}" if value > 0 and written.strip("0.,") else written


def _written(value: float | Decimal, decimals: int) -> str:
    exact = rounded(value, decimals)
    return formats.number_format(exact, decimals, use_l10n=True, force_grouping=True).replace(
        "-", MINUS
    )
