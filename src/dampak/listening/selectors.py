"""Questions about surveys and their responses."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from django.db.models import Count, QuerySet

from dampak.intake.selectors import served_snapshot
from dampak.listening.models import Collection, Response, Survey
from dampak.warehouse.roster import UnitOnRoll, units_on_roll
from dampak.warehouse.snapshot import Snapshot

SERVICES_SQL = """
SELECT service FROM service_requests UNION SELECT service FROM satisfaction
UNION SELECT service FROM complaints
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


def surveys_counted() -> "QuerySet[Survey]":
    """Every survey, newest first, with its number of responses as ``n_responses``."""
    return Survey.objects.annotate(n_responses=Count("responses"))


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


def units() -> tuple[UnitOnRoll, ...]:
    """The units that a survey can be opened for; none before the first import."""
    snapshot = served_snapshot()
    return units_on_roll(snapshot) if snapshot else ()


def services_known() -> list[str]:
    """The services that the office's records name, to be offered and not to be obeyed."""
    snapshot = served_snapshot()
    return sorted(_services(snapshot)) if snapshot else []


def _services(snapshot: Snapshot) -> Iterator[str]:
    with snapshot.connect() as connection:
        for (service,) in connection.execute(SERVICES_SQL).fetchall():
            if service:
                yield service


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
