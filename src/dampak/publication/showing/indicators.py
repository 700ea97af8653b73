"""Indicators for one reader: all units month by month, and each unit in the last month."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dampak.language import moments, quantities
from dampak.publication.showing.texts import NOTHING, in_this
from dampak.publication.spread import MonthSpread, spread_by_month

MOST_UNITS_ON_A_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorShown:
    """One indicator; ``readings`` and ``definition`` are the document's own, for those who draw.

    ``months`` rows: month, units, low, middle, high. ``units`` rows: unit, value, numerator,
    denominator, all of the last month.
    """

    definition: dict[str, Any]
    readings: list[dict[str, Any]]
    anchor: str
    title: str
    why: str
    unit: str
    version: str
    latest: str
    latest_month: str
    latest_units: str
    caveats: tuple[str, ...]
    sql: str
    months: tuple[tuple[str, ...], ...]
    units: tuple[tuple[str, ...], ...]
    units_left_out: str


def indicators_shown(document: dict[str, Any]) -> tuple[IndicatorShown, ...]:
    """The indicators of the catalogue that have at least one reading."""
    by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reading in document["indicators"]:
        if reading["value"] is not None:
            by_code[reading["code"]].append(reading)
    names = {unit["code"]: unit["name"] for unit in document["units"]}
    return tuple(
        _shown(definition, by_code[definition["code"]], names)
        for definition in document["catalogue"]
        if by_code[definition["code"]]
    )


def _shown(
    definition: dict[str, Any], readings: list[dict[str, Any]], names: dict[str, str]
) -> IndicatorShown:
    spread = spread_by_month(readings)
    last = spread[-1]
    units = sorted(
        (reading for reading in readings if reading["month"] == last.month),
        key=lambda reading: names.get(reading["unit_code"]) or reading["unit_code"],
    )
    return IndicatorShown(
        definition=definition,
        readings=readings,
        anchor=f"indicator-{definition['code']}",
        title=in_this(definition["title"]),
        why=in_this(definition["why"]),
        unit="" if definition["is_share"] else in_this(definition["unit"]),
        version=_("version %(version)s") % {"version": definition["version"]},
        latest=_level(last.middle, definition),
        latest_month=moments.month_named(last.month),
        latest_units=quantities.count(last.n_units),
        caveats=tuple(in_this(caveat) for caveat in definition["caveats"]),
        sql=definition["sql"],
        months=tuple(_month(each, definition) for each in spread),
        units=tuple(_unit(reading, definition, names) for reading in units[:MOST_UNITS_ON_A_PAGE]),
        units_left_out=_left_out(len(units) - MOST_UNITS_ON_A_PAGE),
    )


def _level(value: float, definition: dict[str, Any]) -> str:
    return quantities.level(value, definition["decimals"], is_share=definition["is_share"])


def _month(spread: MonthSpread, definition: dict[str, Any]) -> tuple[str, ...]:
    return (
        moments.month_named(spread.month),
        quantities.count(spread.n_units),
        _level(spread.low, definition),
        _level(spread.middle, definition),
        _level(spread.high, definition),
    )


def _unit(
    reading: dict[str, Any], definition: dict[str, Any], names: dict[str, str]
) -> tuple[str, ...]:
    return (
        names.get(reading["unit_code"]) or reading["unit_code"],
        _level(reading["value"], definition),
        _counted(reading["numerator"]),
        _counted(reading["denominator"]),
    )


def _counted(value: float | None) -> str:
    if value is None:
        return NOTHING
    return quantities.quantity(value, 0 if float(value).is_integer() else 2)


def _left_out(count: int) -> str:
    if count <= 0:
        return ""
    return _("%(count)s more units are in indicators.csv.") % {"count": quantities.count(count)}
