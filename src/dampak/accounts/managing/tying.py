"""Tie an account to the record of staff of whoever signs in with it, and untie it again."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dampak.accounts.managing.giving import locked
from dampak.accounts.managing.reach import (
    looks_after,
    refuse_unless_looking_after,
    scope_of_care,
    scope_of_giving,
)
from dampak.accounts.managing.refusing import CannotChangeRights, refuse_closed, refuse_oneself
from dampak.accounts.models import User
from dampak.accounts.restricting import leave_record_free, restrict_record_too
from dampak.accounts.signing_in.telling import Tie, tell_of_tie
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.organisations.models import Person


@transaction.atomic
def tie_to_record(
    user: User, person: Person, *, beside: Collection[int] = (), by: User, at: datetime
) -> None:
    """Say whose account it is: they see what is kept about them, and a restriction holds for both.

    A record belongs to one open account, and to no closed ones but ``beside``, of which somebody
    said that they were this person's too. Done twice it is done once. Raises `CannotChangeRights`.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    by, user = locked(by, user)
    refuse_oneself(by, user)
    if user.person_id == person.pk:
        return
    refuse_tying(user, by=by, on=localdate(at))
    _refuse_record_beyond(by, person, on=localdate(at))
    _refuse_erased(person)
    _refuse_taken(person)
    _refuse_left_tied(person, beside)
    tell_of_tie(user, person, Tie.TIED, at=at)
    user.person = person
    user.save(update_fields=["person"])
    record("account.tied", by=by.username, at=at, subject=user, person=person.public_id)
    restrict_record_too(user, person, by=by.username, at=at)


@transaction.atomic
def untie_from_record(user: User, person: Person, *, because: str, by: User, at: datetime) -> None:
    """Take back that an account is this person's, with the reason; taken back twice it is once."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    by, user = locked(by, user)
    refuse_oneself(by, user)
    if user.person_id != person.pk:
        return
    refuse_untying(user, person, by=by, on=localdate(at))
    user.person = None
    user.save(update_fields=["person"])
    record("account.untied", by=by.username, at=at, subject=user, person=person.public_id,
           because=because)  # fmt: skip
    leave_record_free(user, because=because, by=by.username, at=at)
    tell_of_tie(user, person, Tie.UNTIED, at=at)


def closed_accounts_of(person: Person) -> QuerySet[User]:
    """The accounts that were tied to a record when they were closed; perhaps by mistake."""
    return User.objects.filter(person=person, is_active=False).order_by("pk")


def refuse_tying(user: User, *, by: User, on: date) -> None:
    """Whether somebody may say whose account it is at all, before any record is chosen."""
    refuse_oneself(by, user)
    refuse_closed(user)
    refuse_unless_looking_after(by, user, on=on)
    if scope_of_giving(by, on=on).is_empty:
        raise CannotChangeRights(LENT)
    _refuse_tied(user)


def refuse_untying(user: User, person: Person, *, by: User, on: date) -> None:
    """Whether somebody may untie an account from its record, and would still look after it."""
    refuse_oneself(by, user)
    refuse_unless_looking_after(by, user, on=on)
    if not scope_of_care(by, user, on=on).covers(person.unit_path):
        raise CannotChangeRights(BEYOND)
    if not looks_after(by, user, on=on, with_record=False):
        raise CannotChangeRights(
            Sentence(
                "The account %(name)s has no role. Untied, no administrator of a unit would look "
                "after it any more. Give it a role first, or ask an administrator of everything.",
                {"name": user.username},
            )
        )


LENT = Sentence(
    "Your right over accounts was only lent to you. It does not reach so far as to say whose an "
    "account is: ask an administrator of this unit, or of the units above."
)
BEYOND = Sentence(
    "This person does not serve in the units that you look after, or your right there was only "
    "lent to you. Ask an administrator of the units above."
)


def _refuse_record_beyond(by: User, person: Person, *, on: date) -> None:
    """What is shown to whoever signs in is given away: only by who has it of their own."""
    if not scope_of_giving(by, on=on).covers(person.unit_path):
        raise CannotChangeRights(BEYOND)


def _refuse_tied(user: User) -> None:
    if user.person_id is not None:
        raise CannotChangeRights(
            Sentence(
                "The account %(name)s belongs to another record of staff. Untie it from that one "
                "first, with the reason.",
                {"name": user.username},
            )
        )


def _refuse_erased(person: Person) -> None:
    if not person.nip_masked:
        raise CannotChangeRights(
            Sentence("The data of this person were erased. Their record belongs to no account.")
        )


def _refuse_taken(person: Person) -> None:
    owner = User.objects.filter(person=person, is_active=True).first()
    if owner is not None:
        raise CannotChangeRights(
            Sentence(
                "This record already belongs to the account %(username)s (%(name)s). Choose "
                "another person; or untie that account first, if it is not theirs.",
                {"username": owner.username, "name": str(owner)},
            )
        )


def _refuse_left_tied(person: Person, beside: Collection[int]) -> None:
    """What a closed account holds is handed over and deleted with this person: is it theirs?"""
    left = closed_accounts_of(person).exclude(pk__in=beside).first()
    if left is not None:
        raise CannotChangeRights(
            Sentence(
                "The closed account %(username)s (%(name)s) is still tied to this record. If it "
                "was this person's, tick it. If not, let an administrator of everything untie it "
                "first, on its page.",
                {"username": left.username, "name": str(left)},
            )
        )
