"""The drawing of an indicator, kept once it was made."""

from hashlib import sha256

from django.utils.safestring import SafeString, mark_safe

from dampak.indicators.definition import Definition
from dampak.language.saying import in_both
from dampak.publication.charts import WIDE, Drawing, indicator_svg
from dampak.warehouse.snapshot import Snapshot
from dampak.website.evidence.kept import kept
from dampak.website.evidence.readings import by_unit
from dampak.website.indicators.selectors import Asked, units_named


def chart_of(definition: Definition, snapshot: Snapshot, asked: Asked, language: str) -> SafeString:
    """The middle and the spread of all units, and the unit that was asked for, as SVG."""
    readings = [
        {
            "unit_code": each.unit_code,
            "month": f"{each.month:%Y-%m}",
            "value": each.value,
        }
        for each in by_unit(snapshot, definition)
        if asked.covers(each.month)
    ]
    if not any(each["value"] is not None for each in readings):
        return SafeString("")
    told = sha256(repr(asked).encode()).hexdigest()[:12]
    svg = kept(
        f"{definition.code}-{definition.version}-{told}-{language}.svg",
        lambda: indicator_svg(
            _entry(definition),
            readings,
            language,
            Drawing(frame=WIDE),
            unit_code=asked.unit or None,
            unit_name=units_named(snapshot).get(asked.unit, ""),
        ),
        snapshot_id=snapshot.id,
    )
    return mark_safe(svg)  # noqa: S308 - drawn by publication.charts, labels escaped there


def _entry(definition: Definition) -> dict[str, object]:
    return {
        "code": definition.code,
        "title": in_both(definition.title),
        "unit": in_both(definition.unit),
        "better": definition.better.value,
        "decimals": definition.decimals,
        "is_share": definition.is_share,
    }
