"""The two groups side by side, as they were measured, before any comparison."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.publication.charts.canvas import Drawing, grammar, svg_of
from dampak.publication.charts.scales import first_day, height_axis, level_unit, month_axis, shown


def group_means_svg(
    study: dict[str, Any],
    language: str,
    drawing: Drawing | None = None,
    *,
    trained_in: tuple[str, ...] = (),
) -> str:
    """Mean of the trained and of the comparison units by month.

    ``trained_in`` holds the months (``2024-03``) in which units were trained for the first time;
    they are shaded from the first to the last.
    """
    drawing = drawing or Drawing()
    with translation.override(language):
        return svg_of(_layers(study, drawing, trained_in), drawing, label=_label(study))


def _layers(study: dict[str, Any], drawing: Drawing, trained_in: tuple[str, ...]) -> Any:
    alt = grammar()
    palette, frame = drawing.palette, drawing.frame
    trained, comparison = _("Trained units"), _("Comparison units")
    group = alt.Scale(domain=[trained, comparison], range=[palette.accent, palette.grey])
    dash = alt.Scale(domain=[trained, comparison], range=[[1, 0], [5, 3]])
    lines = (
        alt.Chart(alt.InlineData(values=_rows(study, trained, comparison)))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=month_axis(alt, count=frame.ticks),
            y=alt.Y(
                "value:Q",
                title=level_unit(study),
                scale=alt.Scale(zero=False),
                axis=height_axis(alt),
            ),
            color=alt.Color("group:N", scale=group),
            strokeDash=alt.StrokeDash("group:N", scale=dash),
        )
        .properties(width=frame.width, height=frame.height)
    )
    return alt.layer(*_start(alt, trained_in, drawing), lines)


def _start(alt: Any, trained_in: tuple[str, ...], drawing: Drawing) -> list[Any]:
    if not trained_in:
        return []
    first, last = first_day(min(trained_in)), first_day(max(trained_in))
    rows = alt.InlineData(values=[{"month": first, "last": last, "text": _("training begins")}])
    at = alt.Chart(rows).encode(x=alt.X("month:T"))
    accent = drawing.palette.accent
    return [
        at.mark_rect(color=accent, opacity=0.12).encode(x2=alt.X2("last:T")),
        at.mark_rule(color=accent, strokeDash=[6, 4]),
        at.mark_text(
            align="left", dx=6, dy=-2, y=0, baseline="top", color=drawing.palette.ink
        ).encode(text=alt.Text("text:N")),
    ]


def _rows(study: dict[str, Any], trained: str, comparison: str) -> list[dict[str, Any]]:
    return [
        {"month": first_day(mean["month"]), "group": name, "value": shown(mean[key], study)}
        for mean in study["group_means"]
        for key, name in (("trained", trained), ("comparison", comparison))
        if mean[key] is not None
    ]


def _label(study: dict[str, Any]) -> str:
    return _(
        "%(outcome)s by month, mean of the trained and of the comparison units. The numbers are in "
        "the table below."
    ) % {"outcome": study["outcome_title"][translation.get_language() or "id"]}
