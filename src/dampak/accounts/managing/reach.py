"""How far somebody's hand reaches: which accounts they look after, and what they can give away."""

from datetime import date

from dampak.accounts.access import GRANTED, Permission, Scope, held_by, scope_of
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import Assignment, User
from dampak.accounts.scope import scope_over
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit

ADMINISTERING = [role for role, rights in GRANTED.items() if Permission.MANAGE_ACCOUNTS in rights]

BEYOND = Sentence(
    "You cannot give this role there: you do not hold all its rights over that unit yourself, or "
    "they were only lent to you."
)


def looks_after(administrator: User, user: User, *, on: date, with_record: bool = True) -> bool:
    """Whether an account lies wholly within somebody's scope, with all it holds and will hold.

    One that holds nothing lies where its record is, which can be left out of account.
    """
    scope = scope_of_care(administrator, user, on=on)
    if scope.everything:
        return True
    coming = user.assignments.not_over_on(on).select_related("unit")
    held = scope_over(each.unit.path if each.unit else None for each in coming)
    person = user.person if with_record else None
    if held.is_empty:
        return person is not None and scope.covers(person.unit_path)
    return scope.holds(held)


def scope_of_care(administrator: User, user: User, *, on: date) -> Scope:
    """Where somebody may take something away from an account: a role, a factor, all of it.

    What was lent serves for that too, so that an account in the wrong hands is closed while its
    administrator is away. Not against administrators: a right that was lent rids nobody of those
    who watch over it.
    """
    if user.assignments.not_over_on(on).filter(role__in=ADMINISTERING, delegated_from=None):
        return scope_of_giving(administrator, on=on)
    return scope_of(administrator, Permission.MANAGE_ACCOUNTS, on=on)


def refuse_unless_looking_after(by: User, user: User, *, on: date) -> None:
    """An account is in the hands of those alone whose scope holds all of it."""
    if not looks_after(by, user, on=on):
        raise CannotChangeRights(
            Sentence(
                "The account %(name)s also has roles outside the units that you look after, or "
                "your right over an administrator was only lent to you. Ask an administrator of "
                "the units above.",
                {"name": user.username},
            )
        )


def refuse_unless_could_be(by: User, user: User, *, on: date) -> None:
    """Let somebody open the door of an account: only if they could give all of its roles.

    Whoever can set its password, or say which identity opens it, could use it themselves.
    """
    refuse_unless_looking_after(by, user, on=on)
    if scope_of_giving(by, on=on).is_empty:
        raise CannotChangeRights(BEYOND)
    for held in user.assignments.not_over_on(on).select_related("unit"):
        refuse_beyond(by, held.role, held.unit, until=held.valid_to, on=on)


def refuse_beyond(
    giver: User, role: str, unit: Unit | None, *, until: date | None, on: date
) -> None:
    """Nobody gives what they do not hold themselves: no right of the role, no unit, no day more.

    What was only lent to somebody does not count: it cannot be handed on.
    """
    for permission in sorted({Permission.MANAGE_ACCOUNTS, *GRANTED[role]}):
        own = _own(giver, permission, unit, on=on)
        if not own:
            raise CannotChangeRights(BEYOND)
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
