"""One indicator by month: the middle of all units, the band of most, perhaps one unit."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.publication.charts.canvas import SMALL, Drawing, grammar, svg_of
from dampak.publication.charts.scales import first_day, height_axis, level_unit, month_axis, shown
from dampak.publication.spread import MonthSpread, spread_by_month


def indicator_svg(
    definition: dict[str, Any],
    readings: Iterable[dict[str, Any]],
    language: str,
    drawing: Drawing | None = None,
    *,
    unit_code: str | None = None,
    unit_name: str = "",
) -> str:
    """The indicator over all units, and the line of ``unit_code`` against them.

    ``definition`` is an entry of the document's catalogue and ``readings`` its entries of
    ``indicators``; readings of other indicators must be left out by the caller.
    """
    drawing = drawing or Drawing(frame=SMALL)
    known = [reading for reading in readings if reading["value"] is not None]
    own = [reading for reading in known if reading["unit_code"] == unit_code]
    with translation.override(language):
        layers = _layers(
            definition, spread_by_month(known), own, drawing, unit_name or unit_code or ""
        )
        return svg_of(layers, drawing, label=_label(definition))


def _layers(
    definition: dict[str, Any],
    spread: tuple[MonthSpread, ...],
    own: list[dict[str, Any]],
    drawing: Drawing,
    unit_name: str,
) -> Any:
    alt = grammar()
    palette = drawing.palette
    layers = _all_units(
        alt, definition, spread, drawing, color=palette.grey if own else palette.accent
    )
    if own:
        layers.append(_own_line(alt, definition, own, drawing, unit_name))
    return alt.layer(*layers)


def _all_units(
    alt: Any,
    definition: dict[str, Any],
    spread: tuple[MonthSpread, ...],
    drawing: Drawing,
    *,
    color: str,
) -> list[Any]:
    frame = drawing.frame
    rows = [
        {"month": first_day(each.month)}
        | {key: shown(getattr(each, key), definition) for key in ("low", "middle", "high")}
        for each in spread
    ]
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=frame.width, height=frame.height)
    x = month_axis(alt, count=frame.ticks)
    y = alt.Y(
        "low:Q",
        title=level_unit(definition),
        scale=alt.Scale(zero=False),
        axis=height_axis(alt, count=4),
    )
    return [
        base.mark_area(color=color, opacity=0.2).encode(x=x, y=y, y2=alt.Y2("high")),
        base.mark_line(color=color, strokeWidth=2, point=_dot(rows, color)).encode(
            x=x, y=alt.Y("middle:Q")
        ),
    ]


def _own_line(
    alt: Any,
    definition: dict[str, Any],
    own: list[dict[str, Any]],
    drawing: Drawing,
    unit_name: str,
) -> Any:
    rows = [
        {
            "month": first_day(each["month"]),
            "own": shown(each["value"], definition),
            "unit": unit_name,
        }
        for each in own
    ]
    accent = drawing.palette.accent
    named = alt.Color("unit:N", scale=alt.Scale(domain=[unit_name], range=[accent]))
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=2.5, point=_dot(rows, accent))
        .encode(x=month_axis(alt, count=drawing.frame.ticks), y=alt.Y("own:Q"), color=named)
    )


def _dot(rows: list[dict[str, Any]], color: str) -> Any:
    """A line needs two months; a single one is drawn as a dot."""
    return {"color": color, "size": 52} if len(rows) == 1 else False


def _label(definition: dict[str, Any]) -> str:
    return _(
        "%(indicator)s by month: the middle unit and the band in which four of five units lie. The "
        "numbers are in the table below."
    ) % {"indicator": definition["title"][translation.get_language() or "id"]}
