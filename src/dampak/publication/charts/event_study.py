"""The difference between the groups, month by month around the training."""

import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.language import quantities
from dampak.publication.charts.canvas import Drawing, grammar, svg_of
from dampak.publication.charts.scales import height_axis, shown, smallest_shown, span, unit_shown

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def event_study_svg(study: dict[str, Any], language: str, drawing: Drawing | None = None) -> str:
    """Points with their simultaneous band, zero, the start of training, the smallest effect.

    ``study`` is one entry of the result document that carries an ``event_study``.
    """
    drawing = drawing or Drawing()
    with translation.override(language):
        return svg_of(_layers(study, drawing), drawing, label=_label(study))


def _layers(study: dict[str, Any], drawing: Drawing) -> Any:
    alt = grammar()
    ink, accent = drawing.palette.ink, drawing.palette.accent
    layers = [
        _rule(alt, {"value": 0}, y=alt.Y("value:Q")).mark_rule(color=ink),
        _rule(alt, {"months": -0.5}, x=alt.X("months:Q")).mark_rule(
            color=accent, strokeDash=[6, 4]
        ),
        *_points(alt, study, drawing),
        _word(alt, _("training begins"), x=alt.X("months:Q"), at={"months": -0.5}).mark_text(
            align="left", dx=6, dy=-2, y=0, baseline="top", color=ink
        ),
    ]
    smallest = smallest_shown(study)
    if smallest is not None:
        layers.insert(0, _smallest(alt, smallest, ink))
    return alt.layer(*layers)


def _smallest(alt: Any, value: float, ink: str) -> Any:
    """The dotted line; its name stands in a legend, because the bars leave it no room."""
    name = _("smallest effect that matters")
    dots = alt.StrokeDash("name:N", scale=alt.Scale(domain=[name], range=[[2, 4]]))
    rule = _rule(alt, {"value": value}, y=alt.Y("value:Q"), strokeDash=dots)
    return rule.transform_calculate(name=json.dumps(name)).mark_rule(color=ink)


def _points(alt: Any, study: dict[str, Any], drawing: Drawing) -> list[Any]:
    palette, frame, rows = drawing.palette, drawing.frame, _rows(study)
    heights = [row[key] for row in rows for key in ("low", "value", "high")]
    x = alt.X(
        "months:Q",
        title=_("Months since training"),
        scale=alt.Scale(domain=span([row["months"] for row in rows], pad=0.03), nice=False),
        axis=alt.Axis(grid=False, values=_ticks(rows, at_most=frame.ticks), format="d"),
    )
    y = alt.Y(
        "low:Q",
        title=_("Difference, in %(unit)s") % {"unit": unit_shown(study)},
        scale=alt.Scale(domain=span([*heights, 0, smallest_shown(study) or 0], pad=0.06)),
        axis=height_axis(alt),
    )
    side = alt.condition("datum.months >= 0", alt.value(palette.accent), alt.value(palette.grey))
    base = alt.Chart(alt.InlineData(values=rows)).properties(width=frame.width, height=frame.height)
    return [
        base.mark_rule(strokeWidth=2, opacity=0.85, strokeCap="round").encode(
            x=x, y=y, y2=alt.Y2("high"), color=side
        ),
        base.mark_point(filled=True, size=52, opacity=1).encode(
            x=x, y=alt.Y("value:Q"), color=side
        ),
    ]


def _rows(study: dict[str, Any]) -> list[dict[str, float]]:
    def at(point: dict[str, Any], key: str) -> float:
        known = point[key] if point.get(key) is not None else point["value"]
        return shown(known, study)

    return [
        {
            "months": point["months_since"],
            **{key: at(point, key) for key in ("value", "low", "high")},
        }
        for point in study["event_study"]["points"]
        if point["value"] is not None
    ]


def _ticks(rows: list[dict[str, float]], *, at_most: int) -> list[int]:
    """Whole steps that people count months in, zero always among them."""
    first, last = int(rows[0]["months"]), int(rows[-1]["months"])
    step = next(step for step in STEPS if (last - first) / step <= at_most or step == STEPS[-1])
    return [month for month in range(first, last + 1) if month % step == 0]


def _rule(alt: Any, at: dict[str, float], **encoding: Any) -> Any:
    return alt.Chart(alt.InlineData(values=[at])).encode(**encoding)


def _word(alt: Any, text: str, *, at: dict[str, float], **encoding: Any) -> Any:
    return alt.Chart(alt.InlineData(values=[{**at, "text": text}])).encode(
        text=alt.Text("text:N"), **encoding
    )


def _label(study: dict[str, Any]) -> str:
    points = study["event_study"]["points"]
    return _(
        "%(outcome)s: difference between trained and comparison units from %(first)s to %(last)s "
        "months around the training. The numbers are in the table below."
    ) % {
        "outcome": study["outcome_title"][translation.get_language() or "id"],
        "first": quantities.count(points[0]["months_since"]),
        "last": quantities.count(points[-1]["months_since"]),
    }
