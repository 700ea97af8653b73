"""Questions about tokens."""

from collections.abc import Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from dampak.accounts.access import Permission, may, scope_of
from dampak.accounts.models import User
from dampak.api.models import Token, TokenQuerySet
from dampak.api.rights import RIGHTS


def manages_tokens(user: User) -> bool:
    """Whether somebody makes and ends tokens for other systems too."""
    return scope_of(user, Permission.MANAGE_TOKENS).everything


def may_make_tokens(user: User) -> bool:
    """Whether somebody has any right that a token could carry."""
    return any(may(user, right) for right in RIGHTS)


def is_concerned_with_tokens(user: User) -> bool:
    """Whether somebody may make a token, or has one that they may want to end."""
    return may_make_tokens(user) or tokens_seen_by(user).exists()


def tokens_seen_by(user: User) -> TokenQuerySet:
    """Those that somebody holds or made; of who manages tokens, all of them."""
    tokens = Token.objects.select_related("holder", "made_by")
    return tokens if manages_tokens(user) else tokens.filter(Q(holder=user) | Q(made_by=user))


def system_accounts() -> "QuerySet[User]":
    """Accounts of other systems: nobody can sign in with them."""
    is_of_a_system = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return User.objects.filter(is_of_a_system, is_active=True).order_by("username")


def holders_for(user: User) -> Sequence[User]:
    """For whom somebody can make a token, themselves first."""
    return [user, *system_accounts().exclude(pk=user.pk)] if manages_tokens(user) else [user]
