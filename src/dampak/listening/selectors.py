"""Questions about surveys and their responses."""

from collections.abc import Collection as Several
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from django.db.models import Count, QuerySet

from dampak.accounts.access import Scope
from dampak.intake.selectors import served_snapshot
from dampak.listening.access import surveys_within
from dampak.listening.models import Collection, Response, Survey
from dampak.organisations.selectors.served import codes_inside
from dampak.warehouse.roster import UnitOnRoll, units_on_roll

SERVICES_SQL = """
SELECT DISTINCT service FROM (
  SELECT service, unit_code FROM service_requests UNION ALL
  SELECT service, unit_code FROM satisfaction UNION ALL
  SELECT service, unit_code FROM complaints
) WHERE unit_code IN (SELECT unnest(?))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """How many responses the ledger holds, and how many of them stand in what is served.

    Of those ``set_aside`` are not counted, such as when their unit left the list of units.
    """

    responses: int
    collected: int
    set_aside: int
    last: Collection | None

    @property
    def waiting(self) -> int:
        return max(self.responses - self.collected, 0)

    @property
    def counted(self) -> int:
        return self.collected - self.set_aside


def surveys_counted(scope: Scope) -> "QuerySet[Survey]":
    """The surveys inside, newest first, with their number of responses as ``n_responses``."""
    return surveys_within(scope).annotate(n_responses=Count("responses"))


def gathered() -> Gathered:
    """What waits to be handed on, by what is served: the office may have fallen back."""
    snapshot = served_snapshot()
    files = [file for file in snapshot.inputs if file.is_collected] if snapshot else []
    return Gathered(
        responses=Response.objects.count(),
        collected=sum(file.rows_in for file in files),
        set_aside=sum(file.rows_set_aside for file in files),
        last=Collection.objects.order_by("-pk").first(),
    )


def units(scope: Scope) -> tuple[UnitOnRoll, ...]:
    """The units inside that a survey can be opened for; none before the first import."""
    snapshot = served_snapshot()
    on_roll = units_on_roll(snapshot) if snapshot else ()
    if scope.everything:
        return on_roll
    inside = codes_inside(scope.paths)
    return tuple(unit for unit in on_roll if unit.code in inside)


def services_known(units: Several[UnitOnRoll]) -> list[str]:
    """The services that the records of these units name, to be offered and not to be obeyed."""
    snapshot = served_snapshot()
    if snapshot is None:
        return []
    with snapshot.connect() as connection:
        codes = [unit.code for unit in units]
        found = connection.execute(SERVICES_SQL, [codes]).fetchall()
    return sorted(service for (service,) in found if service)


def qr_code(link: str) -> str:
    """The link as a QR code, to stand in a page or to be printed: SVG without colours of a screen.

    Correction level Q: a quarter of it may be torn or dirty.
    """
    return segno.make_qr(link, error="q").svg_inline(
        border=2, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )


def qr_file(link: str) -> bytes:
    """The same as a file of its own."""
    drawn = BytesIO()
    options: dict[str, Any] = {"border": 4, "scale": 10, "light": "#fff"}
    segno.make_qr(link, error="q").save(drawn, kind="svg", **options)
    return drawn.getvalue()
