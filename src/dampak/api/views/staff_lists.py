"""Lists of units and staff: hand in, look at what they would change, take over or leave aside."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from dampak.accounts.access import EVERYTHING, Permission, Scope
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.refusals import Refused, invalid
from dampak.api.refused_rows import RefusedRow, page_of_refused
from dampak.api.values import After, Day, Limit, Number, Texts
from dampak.api.views.jobs import JobTold, told_of_job
from dampak.intake.access import lists_within
from dampak.intake.tasks import ask_to_take, hand_in_lists
from dampak.organisations.importing.keeping import stamp_of
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.previewing import refused_rows_at
from dampak.organisations.importing.selectors import paths_of
from dampak.organisations.importing.services import discard_lists

room = Room(tags=["staff-lists"])
MOST_FILES = 40


class StaffListTold(Schema):
    """Files with units and people that came together, and what they would change."""

    number: int
    state: ImportState
    listed_on: date
    is_complete: bool
    sent_at: datetime
    sent_by: str
    files: list[str]
    counts: dict[str, int] = Field(description="Units and people, by what becomes of them.")
    faults: list[Texts] = Field(description="What keeps the lists from being taken over.")


@room.deed("/staff-lists", StaffListTold, permission=Permission.MANAGE_PEOPLE)
def hand_in_staff_lists(
    request: HttpRequest,
    files: Annotated[list[UploadedFile], File(min_length=1)],
    listed_on: Annotated[Day, Query(description="The day of which the lists speak.")],
    is_complete: Annotated[
        Literal["true", "false"], Query(description="Whoever is not in them has left.")
    ] = "false",
) -> StaffListTold:
    """Hand lists in.

    They are read in the background; nobody's data change. Look again until `state` is `waiting`.
    """
    at, scope = now(), scope_behind(request)
    if listed_on > localdate(at):
        fault = _("This day has not come yet. Choose today or earlier.")
        told = [{"where": "query.listed_on", "message": fault}]
        raise Refused(409, fault, code="day_ahead", data={"faults": told})
    if len(files) > MOST_FILES:
        raise invalid("body.files", _("Hand in at most 40 files at a time."))
    came = hand_in_lists(
        files,
        on=listed_on,
        is_complete=is_complete == "true",
        paths=None if scope.everything else scope.paths,
        by=token_behind(request).holder.username,
        at=at,
    )
    return StaffListTold(**_told(came))


@room.ask("/staff-lists", Page[StaffListTold], permission=Permission.MANAGE_PEOPLE)
def list_staff_lists(
    request: HttpRequest,
    state: Annotated[ImportState | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Every list that was handed in for the token's units, newest first."""
    rows = lists_within(scope_behind(request))
    rows = rows.filter(state=state) if state else rows
    of = f"staff lists {state}"
    return page_of(rows, by=["-id"], of=of, after=after, limit=limit, show=_told)


@room.ask("/staff-lists/{number}", StaffListTold, permission=Permission.MANAGE_PEOPLE)
def read_staff_list(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Lists that came together, with what they would change."""
    return _told(_list(request, number))


@room.ask(
    "/staff-lists/{number}/refused-rows",
    Page[RefusedRow],
    permission=Permission.MANAGE_PEOPLE,
)
def list_refused_people(
    request: HttpRequest, number: Number, after: After = None, limit: Limit = 100
) -> dict[str, Any]:
    """Every row of the lists that would not be taken, with its reason; numbers are masked."""
    came = _list(request, number)
    of = f"refused staff {number} {came.state} {stamp_of(came)}"
    return page_of_refused(refused_rows_at(came), of=of, after=after, limit=limit)


@room.deed(
    "/staff-lists/{number}/accept",
    JobTold,
    permission=Permission.MANAGE_PEOPLE,
    status=202,
)
def take_staff_list(request: HttpRequest, number: Number) -> JobTold:
    """Take the lists over, exactly as read; the answer is a job to look at again."""
    came, by = _list(request, number), token_behind(request).holder.username
    if came.state != ImportState.WAITING:
        raise Refused(409, _refusal(came), data={"state": came.state, "faults": came.told})
    return JobTold(**told_of_job(ask_to_take(came, by=by, at=now())))


@room.deed(
    "/staff-lists/{number}/discard",
    StaffListTold,
    permission=Permission.MANAGE_PEOPLE,
    status=200,
)
def leave_staff_list(request: HttpRequest, number: Number) -> StaffListTold:
    """Leave the lists aside; the files go, because they hold numbers of people."""
    came = _list(request, number)
    discard_lists(came, by=token_behind(request).holder.username, at=now())
    came.refresh_from_db()
    return StaffListTold(**_told(came))


def _list(request: HttpRequest, number: int) -> StaffImport:
    """A list that reaches no further than the token does; any other does not exist."""
    found = get_object_or_404(StaffImport, pk=number)
    paths = paths_of(found)
    reach = EVERYTHING if paths is None else Scope(paths=paths)
    if not scope_behind(request).holds(reach):
        raise Refused(404)
    return found


def _refusal(came: StaffImport) -> str:
    if came.state == ImportState.READING:
        return _("These lists are still being read. Ask again when their state is waiting.")
    if came.state == ImportState.REFUSED:
        return _("These lists cannot be taken over; the faults say why. Hand in corrected ones.")
    return _("These lists were decided already. Hand them in again to take them over.")


def _told(came: StaffImport) -> dict[str, Any]:
    return {
        "number": came.pk,
        "state": came.state,
        "listed_on": came.listed_on,
        "is_complete": came.is_complete,
        "sent_at": came.sent_at,
        "sent_by": came.sent_by,
        "files": [each["name"] for each in came.files],
        "counts": came.counts,
        "faults": came.told,
    }
