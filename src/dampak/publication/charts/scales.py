"""How values of the result document become heights on a drawing."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def shown(value: float, thing: dict[str, Any]) -> float:
    """The value on the axis: a share from 0 to 1 is drawn per cent."""
    return value * 100 if thing["is_share"] else value


def smallest_shown(study: dict[str, Any]) -> float | None:
    """The smallest effect that matters, on the wanted side of zero; None if nobody stated one."""
    if study["smallest_effect"] is None:
        return None
    return shown(study["smallest_effect"], study) * (-1 if study["better"] == "lower" else 1)


def unit_shown(thing: dict[str, Any]) -> str:
    """The words for the unit on the axis, in the active language."""
    return str(thing["unit"][get_language() or "id"])


def level_unit(thing: dict[str, Any]) -> str:
    """The unit of a level: a share's effect is in percentage points, its level is per cent."""
    return _("percent") if thing["is_share"] else unit_shown(thing)


def span(values: Iterable[float], *, pad: float) -> list[float]:
    """The lowest and the highest value with some air around them; never empty."""
    known = list(values)
    low, high = min(known), max(known)
    air = (high - low) * pad or abs(high) * pad or 1.0
    return [low - air, high + air]


def height_axis(alt: Any, *, count: int = 5) -> Any:
    """The vertical axis, its title lying above the plot where it can be read without turning."""
    return alt.Axis(
        titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-14, tickCount=count
    )


def month_axis(alt: Any, *, count: int) -> Any:
    """Months by name, whatever the time zone of the machine that draws."""
    return alt.X(
        "month:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(grid=False, tickCount=count, format="%b %Y", labelOverlap=True),
    )


def first_day(month: str) -> str:
    """``2024-03`` as the engine reads it."""
    return f"{month}-01"
