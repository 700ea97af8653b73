"""What is shown of the people found, so that the right one is picked; and what to do if none is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dampak.accounts.choosing.search import find_people, is_number
from dampak.accounts.models import User
from dampak.accounts.scope import Scope
from dampak.foundation.text import Sentence
from dampak.organisations.models import Person, Posting
from dampak.organisations.nip import check_nip
from dampak.organisations.restricting import restricted_among
from dampak.organisations.selectors import posts_of

MOST = 20
NO_NUMBER = Sentence(
    "Nobody in your units has, or had, this number. Compare it digit by digit with the card, or "
    "search by the name."
)
NO_NAME = Sentence(
    "Nobody in your units has a name that begins so. Write the beginning as it is on record, "
    "without title, or the whole NIP. Somebody who left the service, or serves elsewhere, is "
    "found only by whoever looks after everything."
)
NO_NUMBER_AT_ALL = Sentence(
    "Nobody on record has, or had, this number. Compare it digit by digit with the card, or "
    "search by the name."
)
NO_NAME_AT_ALL = Sentence(
    "Nobody on record has a name that begins so. Write the beginning as it is on record, without "
    "title, or the whole NIP."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who was found: their post today, and the open account that is theirs already."""

    person: Person
    posting: Posting | None
    is_restricted: bool
    account: User | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Those who can be picked, and what to do if they are none or too many."""

    people: Sequence[Candidate]
    advice: Sentence | None

    @property
    def has_restricted(self) -> bool:
        return any(each.is_restricted for each in self.people)

    @property
    def has_gone(self) -> bool:
        return any(each.person.has_left() for each in self.people)


def candidates_for(scope: Scope, wanted: str, *, on: date) -> Candidates:
    """The first people of a scope with this name or number."""
    page = find_people(scope, wanted, on=on, size=MOST, among=_not_erased())
    advice = None if page.people else why_nobody(scope, wanted, on=on)
    return Candidates(
        people=_seen(page.people, on=on), advice=too_many() if page.has_more else advice
    )


def candidates_among(people: Sequence[Person], *, advice: Sentence, on: date) -> Candidates | None:
    """People of whom a page knows already that they may be meant, and why."""
    return Candidates(people=_seen(people, on=on), advice=advice) if people else None


def candidate_in(scope: Scope, public_id: str) -> Person | None:
    """The person who was picked, if they are still one of those that may be."""
    people = scope.narrow(_not_erased(), "unit_path")
    return people.filter(public_id=public_id).first()


def _not_erased() -> QuerySet[Person]:
    return Person.objects.exclude(nip_masked="")


def _seen(people: Sequence[Person], *, on: date) -> list[Candidate]:
    posts, restricted = posts_of(people, on), restricted_among(people, on=on)
    accounts = {
        each.person_id: each for each in User.objects.filter(person__in=people, is_active=True)
    }
    return [
        Candidate(
            person=each,
            posting=posts.get(each.pk),
            is_restricted=each.pk in restricted,
            account=accounts.get(each.pk),
        )
        for each in people
    ]


def too_many() -> Sentence:
    return Sentence(
        "More than %(most)s people have a name that begins so; the first are shown. Write more of "
        "the name, or the whole NIP.",
        {"most": MOST},
    )


def why_nobody(scope: Scope, wanted: str, *, on: date) -> Sentence:
    """What is wrong with a number, or how to search otherwise."""
    if not is_number(wanted):
        return NO_NAME_AT_ALL if scope.everything else NO_NAME
    unknown = NO_NUMBER_AT_ALL if scope.everything else NO_NUMBER
    return next(iter(check_nip(wanted, on=on).faults), unknown)
