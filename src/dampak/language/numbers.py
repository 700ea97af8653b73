"""Numbers and days as a reader of one language writes them: rounded first, formatted after."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone

SIGNIFICANT_DIGITS = 4
MINUS = "\N{MINUS SIGN}"
UNGROUPED_BELOW = 10_000  # 2026 stays a year, 12345 becomes 12.345


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """The value at so many decimals, halves going up as in school; never minus zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def number(value: float | Decimal) -> str:
    """A number in the active language.

    A `Decimal` shows exactly the decimals that it has. A float, whose maker did not say how many
    of its decimals mean anything, shows at most four significant digits.
    """
    exact = value if isinstance(value, int | Decimal) else _significant(value)
    decimals = 0 if isinstance(exact, int) else max(0, -int(exact.as_tuple().exponent))
    written = formats.number_format(
        exact, decimals, use_l10n=True, force_grouping=abs(exact) >= UNGROUPED_BELOW
    )
    return written.replace("-", MINUS)


def day(value: date) -> str:
    """A day, or a moment in the site's own time zone, in the active language."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.date_format(local, "j F Y, H:i")
    return formats.date_format(value, "j F Y")


def month(value: date) -> str:
    """A month by name and year in the active language."""
    return formats.date_format(value, "F Y")


def _significant(value: float) -> Decimal:
    exact = Decimal(repr(float(value)))
    decimals = max(0, SIGNIFICANT_DIGITS - 1 - exact.adjusted()) if exact else 0
    return Decimal(format(rounded(exact, decimals).normalize(), "f"))
