"""The drawings of a study, kept once they were made."""

import json
from hashlib import sha256
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from dampak.impact.models import Finding
from dampak.publication.charts import event_study_svg, group_means_svg
from dampak.website.evidence.kept import kept

DRAWERS = {"event-study": event_study_svg, "group-means": group_means_svg}


def chart_of(finding: Finding, name: str, language: str) -> SafeString:
    """One drawing of a finding as SVG, in a language; empty if there is nothing to draw."""
    study = finding.study
    if not _has(study, name):
        return SafeString("")
    content = sha256(json.dumps(study, sort_keys=True).encode()).hexdigest()[:16]
    svg = kept(
        f"{content}-{name}-{language}.svg",
        lambda: DRAWERS[name](study, language),
        snapshot_id=finding.answer.snapshot_id,
    )
    return mark_safe(svg)  # noqa: S308 - drawn by publication.charts, labels escaped there


def _has(study: dict[str, Any], name: str) -> bool:
    return bool(study[name.replace("-", "_")])
