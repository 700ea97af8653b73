"""The registers, with the clock of the law beside each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet

from dampak.accounts.access import GRANTED, Permission
from dampak.accounts.models import Assignment, Role, User
from dampak.organisations.paths import is_within
from dampak.privacy.clocks import Clock
from dampak.privacy.models import Incident, PrivacyRequest

A_PAGE, MOST_OPEN = 30, 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[T]):
    """Something with a clock."""

    row: T
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Generic[T]):
    """What is open, the most urgent first, and a page of what is done, the newest first."""

    open: Sequence[Line[T]]
    done: Sequence[T]
    older: int | None


def waiting_among(seen: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """The requests without an answer, the most urgent first."""
    return seen.filter(answered_at=None).order_by("received_at", "pk")


def untold_among(seen: QuerySet[Incident]) -> QuerySet[Incident]:
    """The open incidents of which somebody was not told yet, the most urgent first."""
    is_untold = Q(people_told_at=None) | Q(agency_told_at=None)
    return seen.filter(is_untold, closed_at=None).order_by("known_at", "pk")


def register_of_requests(
    seen: QuerySet[PrivacyRequest], *, at: datetime, below: int | None = None
) -> Register[PrivacyRequest]:
    """The requests that somebody sees."""
    seen = seen.select_related("person", "user", "assigned_to", "unit")
    waiting = waiting_among(seen)[:MOST_OPEN]
    done = _page(seen.exclude(answered_at=None), below)
    return Register(
        open=[Line(row=row, clock=row.clock(at=at)) for row in waiting],
        done=done[:A_PAGE],
        older=done[A_PAGE - 1].pk if len(done) > A_PAGE else None,
    )


def register_of_incidents(
    seen: QuerySet[Incident], *, at: datetime, below: int | None = None
) -> Register[Incident]:
    """The incidents that somebody sees."""
    seen = seen.select_related("unit")
    waiting = seen.filter(closed_at=None).order_by("known_at", "pk")[:MOST_OPEN]
    done = _page(seen.exclude(closed_at=None), below)
    return Register(
        open=[Line(row=row, clock=row.clock(at=at)) for row in waiting],
        done=done[:A_PAGE],
        older=done[A_PAGE - 1].pk if len(done) > A_PAGE else None,
    )


def _page(rows: QuerySet[T], below: int | None) -> list[T]:  # type: ignore[type-var]
    wanted = rows.order_by("-pk")
    return list((wanted if below is None else wanted.filter(pk__lt=below))[: A_PAGE + 1])


def who_answers(path: str, permission: Permission, *, at: datetime) -> list[User]:
    """Who is reminded: the stewards over a path; without any, the administrators."""
    roles = [role for role in Role if permission in GRANTED[role] and role != Role.ADMINISTRATOR]
    return _holding(roles, path, at=at) or _holding([Role.ADMINISTRATOR], path, at=at)


def _holding(roles: Sequence[Role], path: str, *, at: datetime) -> list[User]:
    day = at.date()
    held = Assignment.objects.holding_on(day).filter(role__in=roles, user__is_active=True)
    found = {
        each.user_id: each.user
        for each in held.select_related("user__person", "unit", "delegated_from").order_by("pk")
        if each.holds_on(day) and (each.unit is None or is_within(path, each.unit.path))
    }
    return list(found.values())
