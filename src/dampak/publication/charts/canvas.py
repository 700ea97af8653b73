"""Sizes and colours of a drawing, and the step from a drawing to SVG text."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import get_language

FONTS = Path(__file__).parent.parent / "fonts"
VEGA_LITE = "6.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Width and height of the plot itself, in CSS pixels."""

    width: int
    height: int
    ticks: int


WIDE = Frame(width=640, height=300, ticks=8)
NARROW = Frame(width=270, height=260, ticks=4)
SMALL = Frame(width=270, height=150, ticks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One accent, one grey, ink. ``carries_font`` is off where the page's own font is inherited."""

    ink: str
    grey: str
    accent: str
    carries_font: bool


# The accent and the grey keep 3:1 against white and against near-black, so one drawing serves the
# light and the dark page; words take the colour of the text around them.
PAGE = Palette(ink="currentColor", grey="#7a8593", accent="#2b7de0", carries_font=False)
PAPER = Palette(ink="#1b2430", grey="#6b7684", accent="#0054a6", carries_font=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a chart function needs beside its data."""

    frame: Frame = WIDE
    palette: Palette = PAGE


@cache
def grammar() -> Any:
    """Altair, read when the first chart is drawn; what our charts say to it is checked in tests.

    Left to itself it checks every part of every chart against the schema of Vega-Lite, which takes
    longer than drawing them.
    """
    import altair as alt
    from altair.utils.schemapi import disable_debug_mode

    disable_debug_mode()
    return alt


def svg_of(chart: Any, drawing: Drawing, *, label: str) -> str:
    """The chart as SVG text in the active language; ``label`` says in words what it shows."""
    import vl_convert

    _register_fonts()
    raw = vl_convert.vegalite_to_svg(
        {**chart.to_dict(validate=False), "config": _dress(drawing.palette)},
        vl_version=VEGA_LITE,
        format_locale=_number_locale(),
        time_format_locale=_time_locale(),
    )
    return _named(raw, label, carries_font=drawing.palette.carries_font)


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def _dress(palette: Palette) -> dict[str, Any]:
    words = {"labelColor": palette.ink, "titleColor": palette.ink}
    return {
        "background": None, "font": "Inter", "aria": False,
        "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            **words, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
            "domain": False, "ticks": False, "labelPadding": 8, "titlePadding": 12,
            "gridColor": palette.grey, "gridOpacity": 0.22,
        },
        "legend": {
            **words, "orient": "top", "title": None, "labelFontSize": 12, "symbolStrokeWidth": 2.5,
            "symbolSize": 240, "symbolStrokeColor": palette.ink, "columnPadding": 18,
            "labelLimit": 260, "offset": 36,
        },
        "text": {"color": palette.ink, "fontSize": 12},
    }  # fmt: skip


def _named(svg: str, label: str, *, carries_font: bool) -> str:
    """The drawing with a name for those who cannot see it, free of what a strict page refuses."""
    box = re.search(r'viewBox="[^"]+"', svg)
    size = re.search(r'width="[^"]+" height="[^"]+"', svg)
    if box is None or size is None:
        raise ValueError("The chart engine returned no SVG.")
    body = svg[svg.index(">", box.end()) + 1 :] if box else svg
    body = re.sub(r' (?:style|xmlns:xlink|aria-[a-z]+|role)="[^"]*"', "", body)
    if not carries_font:
        body = re.sub(r' font-family="[^"]*"', "", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" {size[0]} {box[0]} '
        f'aria-label="{escape(label)}">{body}'
    )


def _is_indonesian() -> bool:
    return (get_language() or "id").startswith("id")


def _number_locale() -> dict[str, Any]:
    decimal, thousands = (",", ".") if _is_indonesian() else (".", ",")
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["Rp", ""]}


def _time_locale() -> dict[str, Any]:
    """Months as Django's catalogue names them; days of the week are never drawn."""
    week = ["1", "2", "3", "4", "5", "6", "7"]
    return {
        "dateTime": "%d %B %Y %H.%M", "date": "%d/%m/%Y", "time": "%H.%M", "periods": ["", ""],
        "days": week, "shortDays": week,
        "months": [str(MONTHS[month]) for month in range(1, 13)],
        "shortMonths": [str(MONTHS_3[month]).capitalize() for month in range(1, 13)],
    }  # fmt: skip
