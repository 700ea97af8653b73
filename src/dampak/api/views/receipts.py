"""What became of a delivery: its state, its rows counted, and every row that was refused."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind
from dampak.api.paging import Page
from dampak.api.refusals import Refused
from dampak.api.refused_rows import RefusedRow, page_of_kept
from dampak.api.values import After, Limit, Number, Texts
from dampak.api.views.deliveries import FileTold, delivery_within, told_of_file
from dampak.intake.models import Delivery
from dampak.intake.previewing import preview_for, rejects_at
from dampak.intake.receipts import account_of, refused_rows_at
from dampak.intake.selectors import served_snapshot
from dampak.intake.tasks import last_asked
from dampak.jobs.models import OPEN_STATES, Job

room = Room(tags=["deliveries"])


class Stage(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    FAILED = "failed"
    DISCARDED = "discarded"


class TableTold(Schema):
    """The rows of one table of one file: `rows_in` is `rows_kept` and `rows_set_aside` together."""

    file: str
    table: str
    sha256: str
    rows_in: int
    rows_kept: int
    rows_set_aside: int
    is_served: bool = Field(
        description="Whether numbers are counted from these rows now. A token over some units is "
        "told so of what was accepted of its units; other files may be those of others."
    )


class ReceiptTold(Schema):
    """What became of the files that were handed in together.

    Counts are null where they are not known: the files could not be read, or were accepted before
    receipts were kept. Rows themselves are not given back: compare `sha256` with your own file.
    """

    number: int
    state: Stage = Field(
        description="`accepting`: a job is at it. `failed`: it could not be accepted, `told` says "
        "why, and it still waits. Both rest on rows of other units too, so a token over some units "
        "reads `waiting` until it is accepted or discarded."
    )
    decided_at: datetime | None
    snapshot_number: int | None
    told: Texts | None = Field(
        description="The last word of the job that was to accept it. It may count rows of other "
        "units, so a token over some units reads `faults` instead."
    )
    is_final: bool = Field(
        description="It was accepted or discarded, so nobody has to ask again. Counts of an "
        "accepted one are of that moment and stay; others say what would be taken now. A token "
        "over some units reads both of its own rows by themselves, so a row that rests on the "
        "posts of people elsewhere counts as set aside."
    )
    rows_in: int | None
    rows_kept: int | None
    rows_set_aside: int | None
    tables: list[TableTold]
    files: list[FileTold]
    faults: list[Texts] = Field(
        description="What keeps the delivery from being accepted; a token over some units is told "
        "what does so in its own rows."
    )


@room.ask("/deliveries/{number}/receipt", ReceiptTold, permission=Permission.IMPORT_DATA)
def read_receipt(request: HttpRequest, number: Number) -> dict[str, Any]:
    """What became of a delivery: its state, and how many rows were taken and refused.

    Look here after asking to accept it; every refused row is in `list_refused_rows`.
    """
    delivery, everything = delivery_within(request, number), scope_behind(request).everything
    job = last_asked(delivery) if everything and not delivery.is_decided() else None
    tables, faults = _accounted(delivery, everything=everything)
    tells_served = everything or delivery.accepted_at is not None
    return {
        "number": delivery.pk,
        "state": _stage(delivery, job),
        "decided_at": delivery.accepted_at or delivery.discarded_at,
        "snapshot_number": delivery.snapshot_number,
        "told": (job.told or None) if job else None,
        "is_final": delivery.is_decided(),
        **_sums(tables),
        "tables": _with_what_is_served(tables or [], tells_served=tells_served),
        "files": [told_of_file(file) for file in delivery.files.all()],
        "faults": faults,
    }


@room.ask(
    "/deliveries/{number}/refused-rows",
    Page[RefusedRow],
    permission=Permission.IMPORT_DATA,
    may_conflict=True,
)
def list_refused_rows(
    request: HttpRequest, number: Number, after: After = None, limit: Limit = 100
) -> dict[str, object]:
    """Every row of a delivery that was refused, with its reason, in the order of the file.

    Of an accepted delivery what was refused then, whatever was handed in since; of another one
    what would be refused now. A token over some units is told what is wrong with its own rows by
    themselves. Files that cannot be read have no rows: 409, `data.faults` says why.
    """
    delivery = delivery_within(request, number)
    path = _refused_at(delivery, everything=scope_behind(request).everything)
    of = f"refused {number} {path.parent.name}"
    return page_of_kept(path, of=of, after=after, limit=limit)


def _stage(delivery: Delivery, job: Job | None) -> Stage:
    if delivery.accepted_at:
        return Stage.ACCEPTED
    if delivery.discarded_at:
        return Stage.DISCARDED
    if job is None or job.state == "cancelled":
        return Stage.WAITING
    return Stage.ACCEPTING if job.state in OPEN_STATES else Stage.FAILED


def _accounted(
    delivery: Delivery, *, everything: bool
) -> tuple[list[dict[str, Any]] | None, list[Any]]:
    """The tables with their rows, and what keeps them from being taken."""
    if delivery.accepted_at:
        return account_of(delivery, everything=everything), []
    preview = preview_for(delivery, everything=everything)
    if not preview["files"]:
        return None, _faults(preview)
    tables = [each | {"table": each["table"]["en"]} for each in preview["files"]]
    return tables, _faults(preview)


def _faults(preview: dict[str, Any]) -> list[dict[str, str]]:
    return [*(fault for each in preview["unread"] for fault in each["faults"]), *preview["faults"]]


def _sums(tables: list[dict[str, Any]] | None) -> dict[str, int | None]:
    names = ("rows_in", "rows_kept", "rows_set_aside")
    return {name: None if tables is None else sum(each[name] for each in tables) for name in names}


def _with_what_is_served(
    tables: list[dict[str, Any]], *, tells_served: bool
) -> list[dict[str, Any]]:
    """A file handed in as a guess at one that others have would tell whether it is the same."""
    snapshot = served_snapshot() if tells_served else None
    served = {(each.table, each.sha256) for each in snapshot.inputs} if snapshot else set()
    return [each | {"is_served": (each["table"], each["sha256"]) in served} for each in tables]


def _refused_at(delivery: Delivery, *, everything: bool) -> Path:
    if delivery.accepted_at:
        if account_of(delivery, everything=everything) is None:
            raise Refused(
                409,
                _(
                    "Which rows of this delivery were refused is not known any more: it was "
                    "accepted before that was kept. Hand its files in again to see."
                ),
                code="not_kept",
            )
        return refused_rows_at(delivery, everything=everything)
    preview = preview_for(delivery, everything=everything)
    if not preview["files"]:
        raise Refused(
            409,
            _("The files of this delivery cannot be read, so that none of its rows was looked at."),
            code="cannot_be_read",
            data={"faults": [{"where": "", "message": each} for each in _said(preview)]},
        )
    return rejects_at(delivery, everything=everything)


def _said(preview: dict[str, Any]) -> list[str]:
    language = get_language() or "id"
    return [fault[language] for fault in _faults(preview)]
