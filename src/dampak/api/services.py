"""Deeds round tokens: make one, end it, note that it is used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from dampak.accounts.access import Permission, may
from dampak.accounts.models import User
from dampak.accounts.noting import noted
from dampak.accounts.scope import scope_over
from dampak.api.access import grantable
from dampak.api.models import Token
from dampak.api.secrets import hash_of, new_secret
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit

LONGEST = timedelta(days=366)


class CannotMakeToken(Exception):
    """Says, in words for the person at the screen, why no token was made."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a token shall be called, what it shall be able to do, and until when."""

    name: str
    scopes: Collection[Permission]
    ends_on: date
    unit: Unit | None = None


@transaction.atomic
def make_token(wish: Wish, *, holder: User, by: User, at: datetime) -> tuple[Token, str]:
    """Make a token and tell its secret, which nobody can find out again.

    Nobody makes a token that may do more than they may themselves, or more than its holder.
    """
    _refuse_a_wrong_span(wish, today=localdate(at))
    if holder != by and not may(by, Permission.MANAGE_TOKENS):
        raise CannotMakeToken(Sentence("You can make tokens for yourself only."))
    _refuse_more_than_is_theirs(wish, holder=holder, by=by)
    _refuse_a_name_in_use(wish, holder=User.objects.select_for_update().get(pk=holder.pk))
    secret = new_secret()
    token = Token.objects.create(
        name=wish.name,
        secret_hash=hash_of(secret),
        holder=holder,
        made_by=by,
        scopes=sorted(wish.scopes),
        unit_code=wish.unit.code if wish.unit else "",
        made_at=at,
        ends_on=wish.ends_on,
    )
    told = {"holder": holder.username, "scopes": token.scopes, "unit": token.unit_code}
    record("token.made", by=by.username, at=at, subject=token, until=str(wish.ends_on), **told)
    return token, secret


@transaction.atomic
def end_token(token: Token, *, by: User, at: datetime) -> None:
    """Let a token open nothing any more; ending it twice changes nothing."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.ended_at is None:
        token.ended_at, token.ended_by = at, by.username
        token.save(update_fields=["ended_at", "ended_by"])
        record("token.ended", by=by.username, at=at, subject=token, holder=token.holder.username)


@transaction.atomic
def end_tokens_of(holder: User, *, at: datetime) -> int:
    """End what opens in this person's own name: their password was reset by mail.

    Somebody else may have been in the account and made one. Tokens of other systems stay, also
    those that this person made: services hang on them, and their administrator ends them.
    """
    alive = Token.objects.select_for_update().filter(holder=holder, ended_at=None)
    ended = list(alive.filter(ends_on__gte=localdate(at)))
    for token in ended:
        token.ended_at, token.ended_by = at, holder.username
        token.save(update_fields=["ended_at", "ended_by"])
        told = {"holder": holder.username, "because": "password reset by mail"}
        record("token.ended", by=holder.username, at=at, subject=token, **told)
    return len(ended)


def note_use(token: Token, *, on: date) -> None:
    """Remember the last day of use; so at most one row is written a day.

    Where somebody else writes at length, the next request is remembered instead.
    """
    if token.last_used_on != on:
        noted(Token.objects.filter(pk=token.pk), last_used_on=on)


@transaction.atomic
def open_system_account(username: str, *, by: User, at: datetime) -> User:
    """An account for another system: nobody can sign in with it, it can only hold tokens.

    What it may do is given to it like to anybody else, on the page of accounts.
    """
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as fault:
        raise CannotMakeToken(
            Sentence(
                "A name has letters, digits and @ . + - _ only; %(found)s has others.",
                {"found": username},
            )
        ) from fault
    if User.objects.filter(username=username).exists():
        raise CannotMakeToken(
            Sentence("There is already an account named %(name)s.", {"name": username})
        )
    account = User(username=username)
    account.set_unusable_password()
    account.save()
    record("account.opened", by=by.username, at=at, subject=account, roles=[], is_system=True)
    return account


def _refuse_a_wrong_span(wish: Wish, *, today: date) -> None:
    if not today <= wish.ends_on <= today + LONGEST:
        raise CannotMakeToken(
            Sentence(
                "The last day must lie between %(first)s and %(last)s; found %(found)s.",
                {"first": today, "last": today + LONGEST, "found": wish.ends_on},
            )
        )


def _refuse_a_name_in_use(wish: Wish, *, holder: User) -> None:
    if Token.objects.filter(holder=holder, name=wish.name, ended_at=None).exists():
        raise CannotMakeToken(
            Sentence(
                "There is already a token named %(name)s. End it first, or take another name.",
                {"name": wish.name},
            )
        )


def _refuse_more_than_is_theirs(wish: Wish, *, holder: User, by: User) -> None:
    theirs = grantable(by, holder)
    wanted = scope_over([wish.unit.path]) if wish.unit else None
    missing = [
        each
        for each in sorted(wish.scopes)
        if each not in theirs or (wanted and not theirs[each].holds(wanted))
    ]
    if missing or not wish.scopes:
        raise CannotMakeToken(
            Sentence(
                "A token can do no more than who makes it and who holds it; not granted here: "
                "%(missing)s. Choose fewer rights, or a unit inside your own.",
                {"missing": missing},
            )
        )
