"""Look for what is over, and let it go: in pages, each of them one deed in the book."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from dampak.accounts.models import AccountRestriction, User
from dampak.audit.redacting import redact
from dampak.audit.services import record
from dampak.organisations.models import Person, Posting, Restriction
from dampak.organisations.restricting import restricted_people
from dampak.organisations.services.respelling import lasting
from dampak.privacy.models import Hold
from dampak.privacy.retention.letting_files_go import files_due, let_files_go
from dampak.privacy.retention.rules import PERSON_KEPT, RULES, Rule
from dampak.privacy.services.blanking import BECAUSE
from dampak.privacy.services.erasing import erase
from dampak.privacy.services.refusals import CannotErase

AT_ONCE, MOST_COUNTED = 500, 100_000
PEOPLE = "organisations.Person"
# Columns that say whose a row is, and the way from there to a record of staff.
OWNERS = {"person": "person", "user": "user__person"}
# Columns that say what came of a row: while that stands, it is lifted on the page of the row.
CAME_OF = {"restriction": Restriction, "account_restriction": AccountRestriction}
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many rows of a table, or files, are over; more than so many are not counted."""

    label: str
    rows: int


def due_of(rule: Rule, *, at: datetime) -> QuerySet[Model]:
    """The rows whose time is over; not of people whose data are held, nor what restricts data."""
    model: Any = apps.get_model(rule.label)
    over = {f"{rule.since}__lt": at - rule.after, **rule.only}
    rows: QuerySet[Model] = model.objects.filter(**over).order_by("pk")
    names = {field.name for field in model._meta.concrete_fields}
    for name, person in OWNERS.items():
        if name in names:
            rows = rows.exclude(**{f"{person}__in": _held()})
    for name, kind in CAME_OF.items():
        if name in names:
            rows = rows.exclude(**{f"{name}__in": kind.objects.standing(on=localdate(at))})
    return rows


def _held() -> QuerySet[Hold, Any]:
    return Hold.objects.filter(lifted_at=None).values("person")


def people_due(*, at: datetime) -> QuerySet[Person]:
    """Those whose last posting ended so long ago; not who is blanked, held, or restricted.

    Nor who still has an open account, or signed in within that time: the account may be tied to
    the wrong record, and blanking would close it for good. Closing an account is for an
    administrator to decide, not for a clock.
    """
    return _long_gone(at=at).exclude(_signs_in(at=at)).order_by("pk")


def people_signing_in(*, at: datetime) -> QuerySet[Person]:
    """Those who would be blanked, had they no account that is open or was just used."""
    return _long_gone(at=at).filter(_signs_in(at=at))


def _long_gone(*, at: datetime) -> QuerySet[Person]:
    last = localdate(at) - PERSON_KEPT
    posts = Posting.objects.filter(person=OuterRef("pk"))
    served = Person.objects.filter(
        Exists(posts), ~Exists(posts.filter(lasting(last))), erasure=None
    )
    resting = restricted_people(on=localdate(at))
    return served.exclude(pk__in=_held()).exclude(pk__in=resting)


def _signs_in(*, at: datetime) -> Exists:
    is_in_use = Q(is_active=True) | Q(last_login__gt=at - PERSON_KEPT)
    return Exists(User.objects.filter(is_in_use, person=OuterRef("pk")))


def look(*, at: datetime) -> list[Due]:
    """What a run would let go now; nothing is changed."""
    found = [
        Due(label=rule.label, rows=due_of(rule, at=at)[:MOST_COUNTED].count()) for rule in RULES
    ]
    people = Due(label=PEOPLE, rows=people_due(at=at)[:MOST_COUNTED].count())
    files = [Due(label=code, rows=n) for code, n in files_due(at=at).items()]
    return [*found, people, *files]


def apply_all(*, by: str, at: datetime, tell: Tell = lambda _n: None) -> dict[str, int]:
    """Let everything go whose time is over; broken off anywhere, the next run goes on."""
    gone: dict[str, int] = {}
    for label, n in _pages(by=by, at=at):
        gone[label] = gone.get(label, 0) + n
        tell(sum(gone.values()))
    return gone


def _pages(*, by: str, at: datetime) -> Iterator[tuple[str, int]]:
    for rule in RULES:
        while n := _apply(rule, by=by, at=at):
            yield rule.label, n
    after = 0
    while some := list(people_due(at=at).filter(pk__gt=after)[:AT_ONCE]):
        after = some[-1].pk
        for person in some:
            yield PEOPLE, _erased(person, by=by, at=at)
    yield from let_files_go(by=by, at=at)


@transaction.atomic
def _apply(rule: Rule, *, by: str, at: datetime) -> int:
    rows = list(due_of(rule, at=at)[:AT_ONCE])
    if not rows:
        return 0
    model: Any = apps.get_model(rule.label)
    model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows if rule.tells_of_people else ():
        redact(row, because=BECAUSE, by=by, at=at)
    record("retention.applied", by=by, at=at, table=rule.label, rows=len(rows))
    return len(rows)


@transaction.atomic
def _erased(person: Person, *, by: str, at: datetime) -> int:
    Person.objects.select_for_update().get(pk=person.pk)
    if not people_due(at=at).filter(pk=person.pk).exists():  # somebody was tied to it meanwhile
        return 0
    try:
        erase(person, request=None, by=by, at=at)
    except CannotErase:  # the last administrator stays, until there is another
        return 0
    return 1
