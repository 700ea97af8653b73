"""One answer as a picture: the estimate, its interval, zero, and the smallest effect."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.language import quantities
from dampak.publication.charts.canvas import Drawing, Frame, grammar, svg_of
from dampak.publication.charts.scales import shown, smallest_shown, span, unit_shown

WIDE_STRIP = Frame(width=640, height=84, ticks=7)
NARROW_STRIP = Frame(width=290, height=84, ticks=4)


def interval_svg(study: dict[str, Any], language: str, drawing: Drawing | None = None) -> str:
    """The interval of a study that has an ``estimate``, lying on the axis of its unit."""
    drawing = drawing or Drawing(frame=WIDE_STRIP)
    with translation.override(language):
        return svg_of(_layers(study, drawing), drawing, label=_label(study))


def _layers(study: dict[str, Any], drawing: Drawing) -> Any:
    alt = grammar()
    ink = drawing.palette.ink
    smallest = smallest_shown(study)
    layers = [_line(alt, 0).mark_rule(color=ink), *_answer(alt, study, drawing)]
    layers.append(_name(alt, 0, _("no difference"), smallest or -1, ink))
    if smallest is not None:
        layers.append(_line(alt, smallest).mark_rule(color=ink, strokeDash=[2, 4]))
        layers.append(_name(alt, smallest, _("smallest effect that matters"), 0, ink))
    return alt.layer(*layers)


def _answer(alt: Any, study: dict[str, Any], drawing: Drawing) -> list[Any]:
    frame, accent = drawing.frame, drawing.palette.accent
    row = {key: shown(study["estimate"][key], study) for key in ("value", "low", "high")}
    across = alt.X(
        "low:Q",
        title=_("Difference, in %(unit)s") % {"unit": unit_shown(study)},
        scale=alt.Scale(
            domain=span([*row.values(), 0, smallest_shown(study) or 0], pad=0.1), nice=False
        ),
        axis=alt.Axis(grid=False, tickCount=frame.ticks),
    )
    base = alt.Chart(alt.InlineData(values=[row])).properties(
        width=frame.width, height=frame.height
    )
    at = {"y": frame.height * 0.58, "color": accent}
    return [
        base.mark_rule(strokeWidth=5, strokeCap="round", **at).encode(x=across, x2=alt.X2("high")),
        base.mark_point(filled=True, size=240, opacity=1, **at).encode(x=alt.X("value:Q")),
    ]


def _line(alt: Any, value: float) -> Any:
    return alt.Chart(alt.InlineData(values=[{"value": value}])).encode(x=alt.X("value:Q"))


def _name(alt: Any, value: float, text: str, other: float, ink: str) -> Any:
    """The name of a line, on the side away from the other line, so that they never meet."""
    side = {"align": "left", "dx": 6} if value > other else {"align": "right", "dx": -6}
    row = {"value": value, "text": text}
    return (
        alt.Chart(alt.InlineData(values=[row]))
        .mark_text(**side, y=0, baseline="top", color=ink)
        .encode(x=alt.X("value:Q"), text=alt.Text("text:N"))
    )


def _label(study: dict[str, Any]) -> str:
    estimate, decimals = study["estimate"], study["decimals"]
    return _("Difference %(value)s %(unit)s, with the interval from %(low)s to %(high)s.") % {
        "unit": unit_shown(study),
        **{
            key: quantities.change(estimate[key], decimals, is_share=study["is_share"])
            for key in ("value", "low", "high")
        },
    }
