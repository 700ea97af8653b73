"""Drawings of the result document as SVG text, in the page's colours or in those of paper."""

from dampak.publication.charts.canvas import NARROW, PAGE, PAPER, SMALL, WIDE, Drawing
from dampak.publication.charts.event_study import event_study_svg
from dampak.publication.charts.group_means import group_means_svg
from dampak.publication.charts.indicator import indicator_svg
from dampak.publication.charts.interval import interval_svg

__all__ = [
    "NARROW", "PAGE", "PAPER", "SMALL", "WIDE", "Drawing",
    "event_study_svg", "group_means_svg", "indicator_svg", "interval_svg",
]  # fmt: skip
