"""Deliveries: hand files in, have them served or left aside."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.refusals import invalid
from dampak.api.values import After, Limit, Number
from dampak.api.views.jobs import JobTold, told_of_job
from dampak.intake.access import deliveries_within, units_of
from dampak.intake.models import NOT_DECIDED, DeliveredFile, Delivery
from dampak.intake.services import discard_delivery, receive_delivery, refuse_if_discarded
from dampak.intake.tasks import ask_to_accept

room = Room(tags=["deliveries"])
MOST_FILES = 40
DeliveryState = Literal["waiting", "accepted", "discarded"]
IN_STATE = {
    "waiting": NOT_DECIDED,
    "accepted": Q(accepted_at__isnull=False),
    "discarded": Q(discarded_at__isnull=False),
}


class FileTold(Schema):
    """A file as it came."""

    name: str
    sha256: str
    size_bytes: int


class DeliveryTold(Schema):
    """Files that came together, and what was decided about them."""

    number: int
    state: DeliveryState
    sent_at: datetime
    sent_by: str
    files: list[FileTold]
    accepted_at: datetime | None
    snapshot_number: int | None
    discarded_at: datetime | None


@room.ask("/deliveries", Page[DeliveryTold], permission=Permission.IMPORT_DATA)
def list_deliveries(
    request: HttpRequest,
    state: Annotated[DeliveryState | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Everything that was handed in, newest first."""
    rows = deliveries_within(scope_behind(request)).prefetch_related("files")
    if state:
        rows = rows.filter(IN_STATE[state])
    of = f"deliveries {state}"
    return page_of(rows, by=["-id"], of=of, after=after, limit=limit, show=_told)


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
    return _told(delivery_within(request, number))


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
    takes a while: the answer is a job; what becomes of it stands in `read_receipt` too.
    """
    delivery = delivery_within(request, number)
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
    """Leave a delivery aside. Nothing of its files is used; after 91 days they go."""
    delivery = delivery_within(request, number)
    discard_delivery(delivery, by=token_behind(request).holder.username, at=now())
    delivery.refresh_from_db()
    return DeliveryTold(**_told(delivery))


def delivery_within(request: HttpRequest, number: int) -> Delivery:
    """A delivery that belongs to the token's units; any other does not exist."""
    return get_object_or_404(deliveries_within(scope_behind(request)), pk=number)


def told_of_file(file: DeliveredFile) -> dict[str, Any]:
    """A file as it is told: its fingerprint, never what stands in it."""
    return {"name": file.name, "sha256": file.sha256, "size_bytes": file.size_bytes}


def _told(delivery: Delivery) -> dict[str, Any]:
    state = "accepted" if delivery.accepted_at else "waiting"
    return {
        "number": delivery.pk,
        "state": "discarded" if delivery.discarded_at else state,
        "sent_at": delivery.sent_at,
        "sent_by": delivery.sent_by,
        "files": [told_of_file(file) for file in delivery.files.all()],
        "accepted_at": delivery.accepted_at,
        "snapshot_number": delivery.snapshot_number,
        "discarded_at": delivery.discarded_at,
    }
