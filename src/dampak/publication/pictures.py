"""The drawings that go with each study and each indicator, in the order of the page."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from dampak.publication.charts import (
    NARROW,
    PAGE,
    PAPER,
    SMALL,
    WIDE,
    Drawing,
    event_study_svg,
    group_means_svg,
    indicator_svg,
    interval_svg,
)
from dampak.publication.charts.canvas import Frame, Palette
from dampak.publication.charts.interval import NARROW_STRIP, WIDE_STRIP
from dampak.publication.showing import EvaluationShown
from dampak.publication.showing.indicators import IndicatorShown
from dampak.publication.showing.studies import StudyShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawing in two widths: for a desk and for a telephone. Empty if nothing can be drawn."""

    wide: SafeString
    narrow: SafeString


NO_PICTURE = Picture(wide=SafeString(""), narrow=SafeString(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPictures:
    """The drawings of one study."""

    interval: Picture
    events: Picture
    means: Picture


def pictures_of_study(
    study: StudyShown, shown: EvaluationShown, trained_in: tuple[str, ...]
) -> StudyPictures:
    """All drawings of a study for the page; ``trained_in`` as `months_of_training` says."""
    language, source = shown.language, study.source
    return StudyPictures(
        interval=_both(
            lambda drawing: interval_svg(source, language, drawing), WIDE_STRIP, NARROW_STRIP
        )
        if "estimate" in source
        else NO_PICTURE,
        events=_both(lambda drawing: event_study_svg(source, language, drawing), WIDE, NARROW)
        if study.events
        else NO_PICTURE,
        means=_both(
            lambda drawing: group_means_svg(source, language, drawing, trained_in=trained_in),
            WIDE,
            NARROW,
        )
        if study.means
        else NO_PICTURE,
    )


def picture_of_indicator(
    indicator: IndicatorShown, language: str, palette: Palette = PAGE
) -> SafeString:
    """The small drawing of an indicator over all units."""
    drawing = Drawing(frame=SMALL, palette=palette)
    return _safe(indicator_svg(indicator.definition, indicator.readings, language, drawing))


def on_paper(shown: EvaluationShown, trained_in: tuple[str, ...]) -> dict[str, str]:
    """Every drawing in the colours of paper, by name: for the report and as files of their own."""
    drawn: dict[str, str] = {}
    paper, strip = Drawing(palette=PAPER), Drawing(palette=PAPER, frame=WIDE_STRIP)
    for study in shown.studies:
        source, language = study.source, shown.language
        if "estimate" in source:
            drawn[f"{study.anchor}-interval"] = interval_svg(source, language, strip)
        if study.events:
            drawn[f"{study.anchor}-events"] = event_study_svg(source, language, paper)
        if study.means:
            drawn[f"{study.anchor}-means"] = group_means_svg(
                source, language, paper, trained_in=trained_in
            )
    for indicator in shown.indicators:
        drawn[indicator.anchor] = picture_of_indicator(indicator, shown.language, PAPER)
    return drawn


def months_of_training(document: dict[str, Any]) -> tuple[str, ...]:
    """The months in which units were trained for the first time.

    A document that was made before it had a roll of all units names each of them.
    """
    if "roll" in document:
        return tuple(document["roll"]["months_of_training"])
    months = {unit["first_trained"] for unit in document["units"]}
    return tuple(sorted(month for month in months if month))


def _both(draw: Any, wide: Frame, narrow: Frame) -> Picture:
    return Picture(wide=_safe(draw(Drawing(frame=wide))), narrow=_safe(draw(Drawing(frame=narrow))))


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - drawn by this room, words in it escaped by the engine  # nosec B308 B703 - made by us, every value in it is escaped
