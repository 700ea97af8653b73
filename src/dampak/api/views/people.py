"""People who serve the state: by an id that says nothing, with their number masked."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room, Told
from dampak.api.gate import scope_behind
from dampak.api.paging import Page, page_of, whole
from dampak.api.values import NO_NUL, After, Code, Limit
from dampak.organisations.models import LONG_AGO, Person, PersonQuerySet, Posting, Unit
from dampak.organisations.restricting import restricted_among
from dampak.organisations.selectors import person_by_nip

room = Room(tags=["people"])


class PersonTold(Schema):
    """Somebody who serves, in the unit where they are posted now; never how to reach them.

    ``restricted``: at their own wish their data are only kept (UU 27/2022); plan nothing with them.
    """

    id: str
    name: str
    nip_masked: str
    employment: str
    rank: str
    education: str
    status: str
    unit_code: str | None
    restricted: bool


class PostingTold(Schema):
    """One person in one unit and position, from a day to a day."""

    unit_code: str
    position: str
    position_kind: str
    employment: str
    rank: str
    supervisor_id: str | None
    valid_from: date | None
    valid_to: date | None


class NumberSent(Told):
    """The number of a person; it travels in a body, because addresses are written into logs."""

    nip: Annotated[str, Field(pattern=r"^[0-9]{18}$")]


@room.ask("/people", Page[PersonTold], permission=Permission.SEE_PEOPLE)
def list_people(
    request: HttpRequest,
    unit: Annotated[
        str | None, Query(pattern=NO_NUL, max_length=100, description="This unit and all below.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """People in the order of their units and names."""
    rows = _seen(request)
    if unit is not None:
        top = scope_behind(request).narrow(Unit.objects.filter(code=unit), "path")
        paths = list(top.values_list("path", flat=True))
        if not paths:
            raise Http404
        rows = rows.within(paths)
    page = page_of(
        rows,
        by=["unit_path", "sort_name", "id"],
        of=f"people {unit!r}",
        after=after,
        limit=limit,
        show=lambda person: person,
    )
    return page | {"items": _told(page["items"])}


@room.ask("/people/{id}", PersonTold, permission=Permission.SEE_PEOPLE)
def read_person(request: HttpRequest, id: Code) -> dict[str, Any]:  # noqa: A002 - as addresses say it
    """One person."""
    return _told([get_object_or_404(_seen(request), public_id=id)])[0]


@room.ask("/people/{id}/postings", Page[PostingTold], permission=Permission.SEE_PEOPLE)
def list_postings(request: HttpRequest, id: Code) -> dict[str, object]:  # noqa: A002 - as addresses say it
    """Where a person was posted when, the latest first."""
    person = get_object_or_404(_seen(request), public_id=id)
    found = person.postings.select_related("unit", "supervisor").order_by("-valid_from")
    return whole(_posting(each) for each in found)


@room.question_in_body("/people-by-number", PersonTold, permission=Permission.SEE_PEOPLE)
def find_person(request: HttpRequest, sent: NumberSent) -> dict[str, Any]:
    """The person with a number, also a former one.

    A person outside the token's units is not found, like one who does not exist.
    """
    found = person_by_nip(_seen(request), sent.nip, on=localdate())
    if found is None:
        raise Http404
    return _told([found])[0]


def _seen(request: HttpRequest) -> PersonQuerySet:
    return Person.objects.filter(scope_behind(request).condition("unit_path"))


def _told(people: list[Person]) -> list[dict[str, Any]]:
    """With the code of each one's unit and what is restricted, looked up for all at once."""
    paths = {person.unit_path for person in people if person.unit_path}
    restricted = restricted_among(people, on=localdate())
    codes = dict(Unit.objects.filter(path__in=paths).values_list("path", "code"))
    return [
        {
            "id": person.public_id,
            "name": person.name,
            "nip_masked": person.nip_masked,
            "employment": person.employment,
            "rank": person.rank,
            "education": person.education,
            "status": person.status,
            "unit_code": codes.get(person.unit_path),
            "restricted": person.pk in restricted,
        }
        for person in people
    ]


def _posting(posting: Posting) -> dict[str, Any]:
    return {
        "unit_code": posting.unit.code,
        "position": posting.position,
        "position_kind": posting.position_kind,
        "employment": posting.employment,
        "rank": posting.rank,
        "supervisor_id": posting.supervisor.public_id if posting.supervisor else None,
        "valid_from": None if posting.valid_from == LONG_AGO else posting.valid_from,
        "valid_to": posting.valid_to,
    }
