"""Deeds of an administrator: give a role, end one, close an account."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from dampak.accounts.managing.reach import (
    refuse_beyond,
    refuse_unless_looking_after,
    scope_of_care,
)
from dampak.accounts.managing.refusing import CannotChangeRights, refuse_closed, refuse_oneself
from dampak.accounts.models import Assignment, Role, User
from dampak.accounts.scope import scope_over
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit


@transaction.atomic
def give_role(
    user: User,
    role: Role,
    *,
    unit: Unit | None,
    until: date | None = None,
    by: User,
    at: datetime,
) -> Assignment:
    """Give somebody a role over a unit with all below it, from today; asked twice it is given once.

    Raises `CannotChangeRights` if the giver does not hold all of it themselves.
    """
    by, user = locked(by, user)
    refuse_oneself(by, user)
    refuse_closed(user)
    today = localdate(at)
    refuse_days(until, on=today)
    refuse_ended(unit)
    refuse_beyond(by, role, unit, until=until, on=today)
    same = user.assignments.holding_on(today).filter(role=role, unit=unit, valid_to=until)
    known = same.filter(delegated_from=None).first()
    return known or assign(user, role, unit=unit, until=until, by=by, at=at)


@transaction.atomic
def end_role(assignment: Assignment, *, by: User, at: datetime) -> None:
    """End a role from this moment on, with all that was lent from it; ended twice it ends once.

    Whoever lent it ends it too, without looking after the account.
    """
    by, user = locked(by, assignment.user)
    assignment = user.assignments.select_related("unit", "delegated_from").get(pk=assignment.pk)
    if assignment.ended_at is not None:
        return
    if assignment.delegated_from is None or assignment.delegated_from.user_id != by.pk:
        refuse_oneself(by, user)
        _refuse_outside(by, assignment, on=localdate(at))
        refuse_last_administrator([assignment], on=localdate(at))
    _end([assignment], by=by, at=at)
    told = {"role": assignment.role, "unit": assignment.unit.code if assignment.unit else ""}
    record("role.ended", by=by.username, at=at, subject=user, **told)


@transaction.atomic
def close_account(user: User, *, by: User, at: datetime) -> None:
    """Let somebody sign in no longer and end all their roles; what they did stays theirs."""
    by, user = locked(by, user)
    refuse_oneself(by, user)
    today = localdate(at)
    refuse_unless_looking_after(by, user, on=today)
    if not user.is_active:
        return
    held = list(user.assignments.filter(ended_at=None))
    refuse_last_administrator(held, on=today)
    _end(held, by=by, at=at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", by=by.username, at=at, subject=user)


def assign(
    user: User, role: Role, *, unit: Unit | None, until: date | None, by: User, at: datetime
) -> Assignment:
    """Write a role down, in the transaction of a deed that has looked whether it may be given."""
    given = Assignment.objects.create(
        user=user,
        role=role,
        unit=unit,
        valid_from=localdate(at),
        valid_to=until,
        given_at=at,
        given_by=by.username,
    )
    told = {
        "role": str(role),
        "unit": unit.code if unit else "",
        "until": until.isoformat() if until else "",
    }
    record("role.given", by=by.username, at=at, subject=user, **told)
    return given


def locked(by: User, user: User) -> tuple[User, User]:
    """Both accounts as they are now, held until the deed is done, always in the same order.

    Whoever ends a right holds the account that loses it, so no right is used while it ends.
    """
    rows = User.objects.select_for_update().filter(pk__in={by.pk, user.pk}).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[by.pk], found[user.pk]


def refuse_days(until: date | None, *, on: date) -> None:
    """A role is not over before it begins."""
    if until is not None and until < on:
        raise CannotChangeRights(
            Sentence(
                "The last day, %(day)s, has passed. Choose today or a later day.", {"day": until}
            )
        )


def refuse_ended(unit: Unit | None) -> None:
    """A unit that is no more is nobody's to look after."""
    if unit is not None and unit.ended_on is not None:
        raise CannotChangeRights(
            Sentence(
                "The unit %(unit)s ended on %(day)s. Choose the one that does its work now.",
                {"unit": unit.name, "day": unit.ended_on},
            )
        )


def refuse_last_administrator(ending: Iterable[Assignment], *, on: date) -> None:
    """Somebody must remain who can give everybody their rights, without an end in sight."""
    whole = Assignment.objects.holding_on(on).filter(
        role=Role.ADMINISTRATOR,
        unit=None,
        valid_to=None,
        delegated_from=None,
        user__is_active=True,
    )
    # Held until the deed is done, so that two of them cannot end each other in the same moment.
    pks = set(whole.select_for_update().values_list("pk", flat=True))
    going = {each.pk for each in ending}
    if pks & going and not pks - going:
        raise CannotChangeRights(
            Sentence(
                "This is the last administrator of everything. Make somebody else one first, so "
                "that the installation is not left without."
            )
        )


def _refuse_outside(by: User, assignment: Assignment, *, on: date) -> None:
    scope = scope_of_care(by, assignment.user, on=on)
    path = assignment.unit.path if assignment.unit else None
    if not scope.holds(scope_over([path])):
        raise CannotChangeRights(
            Sentence(
                "This role reaches beyond the units that you look after, or is an "
                "administrator's and your right was only lent to you."
            )
        )


def _end(assignments: Iterable[Assignment], *, by: User, at: datetime) -> None:
    pks = [each.pk for each in assignments]
    open_ones = Assignment.objects.filter(Q(pk__in=pks) | Q(delegated_from__in=pks), ended_at=None)
    open_ones.update(ended_at=at, ended_by=by.username)
