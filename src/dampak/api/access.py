"""What a token may do now: its scopes, within what its people may do at this moment."""

from datetime import date

from dampak.accounts.access import EVERYTHING, NOWHERE, Permission, Scope, scope_of
from dampak.accounts.models import User
from dampak.accounts.scope import scope_over
from dampak.api.models import Token
from dampak.api.secrets import FIRST_WORD, hash_of
from dampak.organisations.models import Unit


def token_of(header: str, *, on: date) -> Token | None:
    """The living token that a header ``Authorization`` brings, of people who still may sign in."""
    scheme, _space, secret = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(FIRST_WORD) or "\0" in secret:
        return None
    found = Token.objects.alive(on=on).select_related("holder", "made_by")
    token = found.filter(secret_hash=hash_of(secret)).first()
    if token is None or not (token.holder.is_active and token.made_by.is_active):
        return None
    return token


def scope_of_token(token: Token, permission: Permission) -> Scope:
    """The units over which a token has a right; nowhere, if it was not made for that."""
    if permission not in token.scopes:
        return NOWHERE
    return overlap(
        scope_of(token.holder, permission), scope_of(token.made_by, permission), _below(token)
    )


def grantable(maker: User, holder: User) -> dict[Permission, Scope]:
    """What a maker can put into a token for a holder, and how far each right reaches."""
    both = {each: overlap(scope_of(maker, each), scope_of(holder, each)) for each in Permission}
    return {permission: scope for permission, scope in both.items() if not scope.is_empty}


def overlap(*scopes: Scope) -> Scope:
    """What lies inside all of them."""
    common = EVERYTHING
    for scope in scopes:
        if common.everything:
            common = scope
        elif not scope.everything:
            inside = {path for path in common.paths if scope.covers(path)}
            inside |= {path for path in scope.paths if common.covers(path)}
            common = scope_over(inside)
    return common


def _below(token: Token) -> Scope:
    """The part of the tree it was made for; nowhere, should the unit be gone."""
    if not token.unit_code:
        return EVERYTHING
    paths = Unit.objects.filter(code=token.unit_code).values_list("path", flat=True)
    return scope_over(paths)
