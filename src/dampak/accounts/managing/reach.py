"""How far somebody's hand reaches: which accounts they look after, and what they can give away."""

from datetime import date

from django.db.models import Q

from dampak.accounts.access import GRANTED, Permission, Scope, held_by, scope_of
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import Assignment, User
from dampak.accounts.scope import scope_over
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit


def looks_after(administrator: User, user: User, *, on: date) -> bool:
    """Whether an account lies wholly within somebody's scope, with all it holds and will hold."""
    scope = scope_of(administrator, Permission.MANAGE_ACCOUNTS, on=on)
    if scope.everything:
        return True
    is_over = Q(valid_to__isnull=False, valid_to__lt=on)
    coming = user.assignments.filter(ended_at=None).exclude(is_over).select_related("unit")
    held = scope_over(each.unit.path if each.unit else None for each in coming)
    person = user.person
    if held.is_empty:
        return person is not None and scope.covers(person.unit_path)
    return scope.holds(held)


def refuse_unless_looking_after(by: User, user: User, *, on: date) -> None:
    """An account is in the hands of those alone whose scope holds all of it."""
    if not looks_after(by, user, on=on):
        raise CannotChangeRights(
            Sentence(
                "The account %(name)s also has roles outside the units that you look after. Ask "
                "an administrator of the units above.",
                {"name": user.username},
            )
        )


def refuse_beyond(
    giver: User, role: str, unit: Unit | None, *, until: date | None, on: date
) -> None:
    """Nobody gives what they do not hold themselves: no right of the role, no unit, no day more.

    What was only lent to somebody does not count: it cannot be handed on.
    """
    for permission in sorted({Permission.MANAGE_ACCOUNTS, *GRANTED[role]}):
        own = _own(giver, permission, unit, on=on)
        if not own:
            raise CannotChangeRights(
                Sentence(
                    "You cannot give this role there: you do not hold all its rights over that "
                    "unit yourself, or they were only lent to you."
                )
            )
        last = _last_day(own)
        if last is not None and (until is None or until > last):
            raise CannotChangeRights(
                Sentence(
                    "Your own rights end on %(day)s. Choose that day or an earlier one as the "
                    "last day.",
                    {"day": last},
                )
            )


def _own(giver: User, permission: Permission, unit: Unit | None, *, on: date) -> list[Assignment]:
    path = unit.path if unit else None
    return [
        each
        for each in held_by(giver, on=on)
        if each.delegated_from_id is None
        and permission in GRANTED[each.role]
        and scope_over([each.unit.path if each.unit else None]).covers(path)
    ]


def _last_day(own: list[Assignment]) -> date | None:
    days = [each.valid_to for each in own]
    return None if None in days else max(day for day in days if day)


def scope_of_giving(giver: User, *, on: date | None = None) -> Scope:
    """Where somebody may give roles at all: by what is theirs and was not lent to them."""
    own = [each for each in held_by(giver, on=on) if each.delegated_from_id is None]
    granting = [each for each in own if Permission.MANAGE_ACCOUNTS in GRANTED[each.role]]
    return scope_over(each.unit.path if each.unit else None for each in granting)
