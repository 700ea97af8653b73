"""Deliveries: hand files in, read what they would change, have them served or left aside."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import File, Schema
from ninja.files import UploadedFile
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.refusals import invalid
from dampak.api.refused_rows import RefusedRow, page_of_refused
from dampak.api.values import After, Limit, Number, Texts
from dampak.api.views.jobs import JobTold, told_of_job
from dampak.intake.access import deliveries_within, units_of
from dampak.intake.models import Delivery
from dampak.intake.previewing import preview_of, rejected_rows_at
from dampak.intake.services import discard_delivery, receive_delivery, refuse_if_discarded
from dampak.intake.tasks import ask_to_accept

room = Room(tags=["deliveries"])
MOST_FILES = 40


class FileTold(Schema):
    """A file as it came."""

    name: str
    sha256: str
    size_bytes: int


class DeliveryTold(Schema):
    """Files that came together, and what was decided about them."""

    number: int
    state: str = Field(description="`waiting`, `accepted` or `discarded`.")
    sent_at: datetime
    sent_by: str
    files: list[FileTold]
    accepted_at: datetime | None
    snapshot_number: int | None
    discarded_at: datetime | None


class PreviewTold(Schema):
    """What a delivery would change, in the words of the page."""

    can_be_accepted: bool
    is_unchanged: bool = Field(description="All of it is being served already.")
    faults: list[Texts] = Field(description="What keeps the delivery from being accepted.")
    rows_kept: int
    rows_set_aside: int
    files: list[dict[str, Any]] = Field(description="Each table, with its reasons for refusing.")
    unread: list[dict[str, Any]] = Field(description="Files that could not be read, and why.")
    replaced: list[dict[str, Any]] = Field(description="Rows before and after, by table.")


@room.ask("/deliveries", Page[DeliveryTold], permission=Permission.IMPORT_DATA)
def list_deliveries(
    request: HttpRequest, after: After = None, limit: Limit = 50
) -> dict[str, object]:
    """Everything that was handed in, newest first."""
    rows = deliveries_within(scope_behind(request)).prefetch_related("files")
    return page_of(rows, by=["-id"], of="deliveries", after=after, limit=limit, show=_told)


@room.deed("/deliveries", DeliveryTold, permission=Permission.IMPORT_DATA)
def hand_in_files(
    request: HttpRequest, files: Annotated[list[UploadedFile], File(min_length=1)]
) -> DeliveryTold:
    """Hand files in.

    Nothing of what is served changes. Read the preview next, then accept or discard.
    """
    if len(files) > MOST_FILES:
        raise invalid("body.files", _("Hand in at most 40 files at a time."))
    delivery = receive_delivery(
        files,
        by=token_behind(request).holder.username,
        at=now(),
        units=units_of(scope_behind(request)),
    )
    return DeliveryTold(**_told(delivery))


@room.ask("/deliveries/{number}", DeliveryTold, permission=Permission.IMPORT_DATA)
def read_delivery(request: HttpRequest, number: Number) -> dict[str, object]:
    """One delivery."""
    return _told(_delivery(request, number))


@room.ask(
    "/deliveries/{number}/preview",
    PreviewTold,
    permission=Permission.IMPORT_DATA,
)
def read_preview(request: HttpRequest, number: Number) -> dict[str, object]:
    """What a delivery would change.

    Computed at the first asking, which may take as long as reading the files.
    """
    return preview_of(_delivery(request, number))


@room.ask(
    "/deliveries/{number}/refused-rows",
    Page[RefusedRow],
    permission=Permission.IMPORT_DATA,
)
def list_refused_rows(
    request: HttpRequest, number: Number, after: After = None, limit: Limit = 100
) -> dict[str, object]:
    """Every row of a delivery that would not be taken, with its reason."""
    path = rejected_rows_at(_delivery(request, number))
    of = f"refused {number} {path.parent.name}"
    return page_of_refused(path, of=of, after=after, limit=limit)


@room.deed(
    "/deliveries/{number}/accept",
    JobTold,
    permission=Permission.IMPORT_DATA,
    everywhere=True,
    status=202,
)
def accept_delivery(request: HttpRequest, number: Number) -> JobTold:
    """Serve a delivery to everybody from now on.

    What is served is one thing for all units, so this asks for the right over all of them. It
    takes a while: the answer is a job to look at again.
    """
    delivery = _delivery(request, number)
    refuse_if_discarded(delivery)
    by = token_behind(request).holder.username
    return JobTold(**told_of_job(ask_to_accept(delivery, by=by, at=now())))


@room.deed(
    "/deliveries/{number}/discard",
    DeliveryTold,
    permission=Permission.IMPORT_DATA,
    status=200,
)
def discard(request: HttpRequest, number: Number) -> DeliveryTold:
    """Leave a delivery aside. Its files stay; nothing of them is used."""
    delivery = _delivery(request, number)
    discard_delivery(delivery, by=token_behind(request).holder.username, at=now())
    delivery.refresh_from_db()
    return DeliveryTold(**_told(delivery))


def _delivery(request: HttpRequest, number: int) -> Delivery:
    return get_object_or_404(deliveries_within(scope_behind(request)), pk=number)


def _told(delivery: Delivery) -> dict[str, Any]:
    state = "accepted" if delivery.accepted_at else "waiting"
    return {
        "number": delivery.pk,
        "state": "discarded" if delivery.discarded_at else state,
        "sent_at": delivery.sent_at,
        "sent_by": delivery.sent_by,
        "files": [
            {"name": file.name, "sha256": file.sha256, "size_bytes": file.size_bytes}
            for file in delivery.files.all()
        ],
        "accepted_at": delivery.accepted_at,
        "snapshot_number": delivery.snapshot_number,
        "discarded_at": delivery.discarded_at,
    }
