"""The drawing of an indicator, kept once it was made."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.utils.safestring import SafeString, mark_safe

from dampak.indicators.definition import Definition
from dampak.language.saying import in_both
from dampak.publication.charts import NARROW, WIDE, Drawing, indicator_svg
from dampak.publication.evidence import Evidence
from dampak.publication.kept import kept
from dampak.warehouse.snapshot import Snapshot
from dampak.website.indicators.selectors import Asked

FRAMES = {"wide": WIDE, "narrow": NARROW}


def charts_of(
    definition: Definition, evidence: Evidence, asked: Asked, language: str
) -> dict[str, SafeString]:
    """The middle and spread of the units inside, and the one asked for, as SVG in two sizes."""
    readings = [
        {"unit_code": each.unit_code, "month": f"{each.month:%Y-%m}", "value": each.value}
        for each in evidence.by_unit(definition)
        if asked.covers(each.month)
    ]
    if not any(each["value"] is not None for each in readings):
        return {}
    inside = "" if evidence.is_whole else repr(sorted(evidence.units.names))
    told = sha256(f"{asked!r}{inside}".encode()).hexdigest()[:12]
    name = evidence.units.names.get(asked.unit, "")
    return {
        size: _svg(
            evidence.snapshot,
            f"{definition.code}-{definition.version}-{told}-{size}-{language}.svg",
            partial(
                indicator_svg,
                _entry(definition),
                readings,
                language,
                Drawing(frame=frame),
                unit_code=asked.unit or None,
                unit_name=name,
            ),
        )
        for size, frame in FRAMES.items()
    }


def _svg(snapshot: Snapshot, file: str, draw: Callable[[], str]) -> SafeString:
    svg = kept(file, draw, snapshot_id=snapshot.id)
    return mark_safe(svg)  # noqa: S308 - drawn by publication.charts, labels escaped there  # nosec B308 B703 - made by us, every value in it is escaped


def _entry(definition: Definition) -> dict[str, object]:
    return {
        "code": definition.code,
        "title": in_both(definition.title),
        "unit": in_both(definition.unit),
        "better": definition.better.value,
        "decimals": definition.decimals,
        "is_share": definition.is_share,
    }
