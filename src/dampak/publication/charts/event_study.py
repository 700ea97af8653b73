"""The difference between the groups, month by month around the training."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.language import quantities
from dampak.publication.charts.canvas import Drawing, svg_of
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
    import altair as alt

    ink, accent = drawing.palette.ink, drawing.palette.accent
    layers = [
        _rule(alt, {"value": 0}, y="value:Q").mark_rule(color=ink),
        _rule(alt, {"months": -0.5}, x="months:Q").mark_rule(color=accent, strokeDash=[6, 4]),
        *_points(alt, study, drawing),
        _word(alt, _("training begins"), x="months:Q", at={"months": -0.5}).mark_text(
            align="left", dx=6, dy=-2, y=0, baseline="top", color=ink
        ),
    ]
    smallest = smallest_shown(study)
    if smallest is None:
        return alt.layer(*layers)
    at = {"value": smallest}
    return alt.layer(
        _rule(alt, at, y="value:Q").mark_rule(color=ink, strokeDash=[2, 4]),
        *layers,
        _word(alt, _("smallest effect that matters"), y="value:Q", at=at).mark_text(
            align="left", x=4, dy=-5, baseline="bottom", color=ink
        ),
    )


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
        base.mark_rule(strokeWidth=3, opacity=0.5, strokeCap="round").encode(
            x=x, y=y, y2="high:Q", color=side
        ),
        base.mark_point(filled=True, size=52, opacity=1).encode(x=x, y="value:Q", color=side),
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


def _rule(alt: Any, at: dict[str, float], **encoding: str) -> Any:
    return alt.Chart(alt.InlineData(values=[at])).encode(**encoding)


def _word(alt: Any, text: str, *, at: dict[str, float], **encoding: str) -> Any:
    return alt.Chart(alt.InlineData(values=[{**at, "text": text}])).encode(
        text="text:N", **encoding
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
