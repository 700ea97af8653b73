"""Questions about accounts and the roles they hold, cut to what one looks after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from dampak.accounts.access import GRANTED, Permission, Scope, held_by
from dampak.accounts.models import Assignment, Role, User
from dampak.organisations.models import Unit

PAGE = 50
MOST_UNITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage:
    """Some accounts by name, and the number of the one after which the next page begins."""

    accounts: Sequence[User]
    after: int | None


def accounts_within(scope: Scope) -> QuerySet[User]:
    """The accounts that have, or will have, a role inside, and those of people posted there."""
    if scope.everything:
        return User.objects.all()
    inside = Assignment.objects.filter(scope.condition("unit__path"), ended_at=None)
    posted = scope.condition("person__unit_path")
    return User.objects.filter(Q(pk__in=inside.values("user")) | posted)


def accounts_page(scope: Scope, *, wanted: str = "", after: int | None = None) -> AccountsPage:
    """The next accounts by user name, each with the assignments inside as ``seen``."""
    found = accounts_within(scope)
    last = found.filter(pk=after or 0).values_list("username", flat=True).first()
    if wanted:
        found = found.filter(Q(username__istartswith=wanted) | Q(first_name__icontains=wanted))
    if last is not None:
        found = found.filter(username__gt=last)
    seen = Prefetch("assignments", assignments_within(scope), to_attr="seen")
    some = list(found.order_by("username").prefetch_related(seen)[: PAGE + 1])
    more = some[PAGE - 1].pk if len(some) > PAGE else None
    return AccountsPage(accounts=some[:PAGE], after=more)


def assignments_within(scope: Scope) -> QuerySet[Assignment]:
    """The assignments inside that were not ended, the newest first."""
    open_ones = Assignment.objects.filter(ended_at=None).select_related(
        "unit", "delegated_from__user"
    )
    return open_ones if scope.everything else open_ones.filter(scope.condition("unit__path"))


def units_offered(scope: Scope, wanted: str) -> Sequence[Unit]:
    """The units inside whose code or name has these words; without any, the topmost of them."""
    inside = scope.narrow(Unit.objects.standing(), "path")
    if wanted:
        inside = inside.filter(Q(code__iexact=wanted) | Q(name__icontains=wanted))
    return list(inside.order_by("path")[:MOST_UNITS])


def roles_to_give(giver: User) -> list[Role]:
    """The roles whose every right somebody holds of their own, anywhere; the deed looks where."""
    own = [each for each in held_by(giver) if each.delegated_from_id is None]
    rights = {right for each in own for right in GRANTED[each.role]}
    if Permission.MANAGE_ACCOUNTS not in rights:
        return []
    return [role for role in Role if GRANTED[role] <= rights]


def own_roles(user: User) -> list[Assignment]:
    """The roles of one's own that can be lent today."""
    return [each for each in held_by(user) if each.delegated_from_id is None]


def lent_by(user: User) -> QuerySet[Assignment]:
    """What somebody lent to others and did not end."""
    lent = Assignment.objects.filter(delegated_from__user=user, ended_at=None)
    return lent.select_related("user", "unit").order_by("-pk")
