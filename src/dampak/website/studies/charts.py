"""The drawings of a study, kept once they were made."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from dampak.impact.models import Finding
from dampak.publication.charts import NARROW, Drawing, event_study_svg, group_means_svg
from dampak.publication.charts.canvas import Frame
from dampak.publication.kept import kept

# Beside one another on a desk, below one another on a phone; words stay readable in both.
FRAMES = {"wide": Frame(width=430, height=280, ticks=6), "narrow": NARROW}
DRAWERS = {"event-study": event_study_svg, "group-means": group_means_svg}


def charts_of(
    finding: Finding, study: dict[str, Any], name: str, language: str
) -> dict[str, SafeString]:
    """A drawing of a study as SVG for desk and phone; empty if there is nothing to draw."""
    if not study[name.replace("-", "_")]:
        return {}
    content = sha256(json.dumps(study, sort_keys=True).encode()).hexdigest()[:16]
    return {
        size: _svg(
            finding,
            study,
            f"{content}-{name}-{size}-{language}.svg",
            _Picture(name, size, language),
        )
        for size in FRAMES
    }


@dataclass(frozen=True, slots=True)
class _Picture:
    name: str
    size: str
    language: str


def _svg(finding: Finding, study: dict[str, Any], file: str, picture: _Picture) -> SafeString:
    draw, drawing = DRAWERS[picture.name], Drawing(frame=FRAMES[picture.size])
    svg = kept(
        file,
        lambda: draw(study, picture.language, drawing),
        snapshot_id=finding.answer.snapshot_id,
    )
    return mark_safe(svg)  # noqa: S308 - drawn by publication.charts, labels escaped there  # nosec B308 B703 - made by us, every value in it is escaped
