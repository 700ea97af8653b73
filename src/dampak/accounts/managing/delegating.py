"""Lend one's own role to somebody for a time."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dampak.accounts.managing.giving import locked, refuse_days, refuse_ended
from dampak.accounts.managing.refusing import CannotChangeRights, refuse_closed, refuse_oneself
from dampak.accounts.models import Assignment, User
from dampak.accounts.scope import Scope, scope_over
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit


@transaction.atomic
def delegate_role(
    source: Assignment,
    *,
    to: User,
    unit: Unit | None,
    until: date,
    by: User,
    at: datetime,
) -> Assignment:
    """Lend a role to somebody until a day, over all of its units or one of them.

    What was lent cannot be lent again, and holds no longer than the role itself. Asked twice it
    is lent once. Raises `CannotChangeRights`.
    """
    by, to = locked(by, to)
    refuse_oneself(by, to)
    refuse_closed(to)
    today = localdate(at)
    source = _own_today(by, source, on=today)
    _refuse_longer(source, until, on=today)
    refuse_ended(unit)
    if not reach_of(source).holds(scope_over([unit.path if unit else None])):
        raise CannotChangeRights(Sentence("Your role does not reach that unit."))
    if not can_receive(source, on=today).filter(pk=to.pk).exists():
        raise CannotChangeRights(NOBODY)
    same = to.assignments.holding_on(today).filter(delegated_from=source, unit=unit)
    return same.filter(valid_to=until).first() or _lend(source, to, unit, until, by=by, at=at)


NOBODY = Sentence(
    "There is no account of this name in the units of your role. Check the name; somebody from "
    "elsewhere first needs a role there, which an administrator gives."
)


def can_receive(source: Assignment, *, on: date) -> "QuerySet[User]":
    """The accounts to which a role may be lent: those that belong to its units on a day."""
    reach, others = reach_of(source), User.objects.filter(is_active=True).exclude(pk=source.user_id)
    if reach.everything:
        return others
    there = Assignment.objects.holding_on(on).filter(reach.condition("unit__path"))
    return others.filter(Q(pk__in=there.values("user")) | reach.condition("person__unit_path"))


def reach_of(assignment: Assignment) -> Scope:
    """The units over which a role reaches."""
    return scope_over([assignment.unit.path if assignment.unit else None])


def _own_today(by: User, source: Assignment, *, on: date) -> Assignment:
    own = by.assignments.holding_on(on).select_related("unit").filter(pk=source.pk).first()
    if own is None:
        raise CannotChangeRights(Sentence("You do not hold this role today."))
    if own.delegated_from_id is not None:
        raise CannotChangeRights(
            Sentence("This role was lent to you; it cannot be lent to somebody else.")
        )
    return own


def _refuse_longer(source: Assignment, until: date, *, on: date) -> None:
    refuse_days(until, on=on)
    if source.valid_to is not None and until > source.valid_to:
        raise CannotChangeRights(
            Sentence(
                "Your own role ends on %(day)s. Choose that day or an earlier one.",
                {"day": source.valid_to},
            )
        )


def _lend(
    source: Assignment, to: User, unit: Unit | None, until: date, *, by: User, at: datetime
) -> Assignment:
    lent = Assignment.objects.create(
        user=to,
        role=source.role,
        unit=unit,
        valid_from=localdate(at),
        valid_to=until,
        given_at=at,
        given_by=by.username,
        delegated_from=source,
    )
    told = {"role": source.role, "unit": unit.code if unit else "", "until": until.isoformat()}
    record("role.lent", by=by.username, at=at, subject=to, **told)
    return lent
