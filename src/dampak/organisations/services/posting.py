"""Bring people into the service, and from one post to another."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.foundation.text import gettext_noop
from dampak.organisations.models import (
    GONE,
    Employment,
    Identifier,
    Person,
    PositionKind,
    Posting,
    Status,
    Unit,
)
from dampak.organisations.nip import check_nip, keyring, masked
from dampak.organisations.services.holding import hold_tree, hold_tree_together
from dampak.organisations.services.refusals import CannotPost
from dampak.organisations.services.respelling import DAY, check_day, check_standing, lasting
from dampak.organisations.services.restricting import refuse_restricted

MOST_SUPERVISORS = 50  # above one person; more would be a circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What somebody is to be, and where."""

    unit: Unit
    position: str
    position_kind: PositionKind = PositionKind.GENERAL
    employment: Employment
    rank: str = ""
    supervisor: Person | None = None


@transaction.atomic
def enter_person(
    *, name: str, nip: str, place: Place, on: date, by: str, at: datetime, email: str = ""
) -> Person:
    """Bring somebody new into the service. Of the NIP only a key and a mask are kept."""
    hold_tree()
    digits = _usable(nip, at)
    check_day(on, at=at, refuse=CannotPost)
    person = Person.objects.create(
        name=name,
        nip_key=_free_key(digits),
        nip_masked=masked(digits),
        employment=place.employment,
        rank=place.rank,
        email=email,
    )
    _place(person, place, on)
    record("person.entered", by=by, at=at, subject=person, unit=place.unit.code)
    return person


@transaction.atomic
def post_person(
    person: Person, *, place: Place, on: date, by: str, at: datetime, by_steward: bool = False
) -> Posting:
    """From the day on, somebody is in another unit, position or rank; what was stays on record.

    Of somebody whose data are restricted only the steward changes anything, here as below.
    """
    hold_tree_together()
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_restricted(person, by_steward=by_steward, at=at)
    check_day(on, at=at, refuse=CannotPost)
    if person.status in GONE:
        raise CannotPost(
            gettext_noop("This person has left the service. Correct the status first.")
        )
    last = _last(person, on)
    if last is not None:
        _check_otherwise(last, place)
        _end(last, on)
    posting = _place(person, place, on)
    told = {"unit": place.unit.code, "from": on.isoformat()}
    record("person.posted", by=by, at=at, subject=person, **told)
    return posting


@transaction.atomic
def end_posting(
    person: Person, *, status: Status, on: date, by: str, at: datetime, by_steward: bool = False
) -> Person:
    """Let somebody leave the service; ``on`` is the first day without a post."""
    hold_tree_together()
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_restricted(person, by_steward=by_steward, at=at)
    check_day(on, at=at, refuse=CannotPost)
    last = _last(person, on)
    if last is None:
        raise CannotPost(
            gettext_noop("This person holds no post on that day. Look at the postings again.")
        )
    _end(last, on)
    person.unit_path, person.status = "", status
    person.save(update_fields=["unit_path", "status"])
    record("person.left", by=by, at=at, subject=person, on=on.isoformat(), status=str(status))
    return person


@transaction.atomic
def change_number(
    person: Person, *, nip: str, on: date, by: str, at: datetime, by_steward: bool = False
) -> Person:
    """Give somebody another number, as with a new contract; by the old one they are still found."""
    hold_tree()
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_restricted(person, by_steward=by_steward, at=at)
    digits = _usable(nip, at)
    check_day(on, at=at, refuse=CannotPost)
    if bytes(person.nip_key) == keyring().key_of(digits):
        raise CannotPost(gettext_noop("This person has that number already."))
    key = _free_key(digits)
    before = person.former_numbers.order_by("-valid_to").first()
    Identifier.objects.create(
        person=person,
        nip_key=person.nip_key,
        nip_masked=person.nip_masked,
        valid_from=before.valid_to + DAY if before and before.valid_to else None,
        valid_to=on - DAY,
    )
    person.nip_key, person.nip_masked = key, masked(digits)
    person.save(update_fields=["nip_key", "nip_masked"])
    record("person.number_changed", by=by, at=at, subject=person, on=on.isoformat())
    return person


def _place(person: Person, place: Place, on: date) -> Posting:
    place.unit.refresh_from_db()
    check_standing(place.unit, on, CannotPost)
    _check_supervisor(person, place.supervisor)
    posting = Posting.objects.create(
        person=person,
        unit=place.unit,
        position=place.position,
        position_kind=place.position_kind,
        employment=place.employment,
        rank=place.rank,
        supervisor=place.supervisor,
        valid_from=on,
    )
    person.unit_path = place.unit.path
    person.employment, person.rank = place.employment, place.rank
    person.save(update_fields=["unit_path", "employment", "rank"])
    return posting


def _last(person: Person, on: date) -> Posting | None:
    """The posting that the day falls into; refused if one begins on the day or later."""
    postings = list(person.postings.filter(lasting(on)).order_by("-valid_from"))
    for posting in postings:
        if posting.valid_from >= on:
            raise CannotPost(
                gettext_noop(
                    "A posting of this person already begins on %(day)s. Look whether it was "
                    "entered a moment ago; if not, choose a later day."
                ),
                day=posting.valid_from,
            )
    return postings[0] if postings else None


def _check_otherwise(last: Posting, place: Place) -> None:
    now = (last.unit_id, last.position, last.position_kind, last.employment, last.rank)
    then = (place.unit.pk, place.position, place.position_kind, place.employment, place.rank)
    supervisor = place.supervisor.pk if place.supervisor else None
    if now == then and last.supervisor_id == supervisor:
        raise CannotPost(
            gettext_noop("Nothing would change: the person holds exactly this post already.")
        )


def _end(posting: Posting, on: date) -> None:
    posting.valid_to = on - DAY
    posting.save(update_fields=["valid_to"])


def _check_supervisor(person: Person, supervisor: Person | None) -> None:
    """Refuse a supervisor who stands, directly or through others, below the person."""
    above = supervisor.pk if supervisor else None
    for _ in range(MOST_SUPERVISORS):
        if above is None:
            return
        if above == person.pk:
            break
        held = Posting.objects.filter(person=above, valid_to=None)
        above = held.values_list("supervisor_id", flat=True).first()
    raise CannotPost(
        gettext_noop(
            "The supervisor stands below this person, directly or through others. "
            "Choose another one."
        )
    )


def _usable(nip: str, at: datetime) -> str:
    checked = check_nip(nip, on=localdate(at))
    if checked.digits is None:
        fault = checked.faults[0]
        raise CannotPost(fault.message, **fault.values)
    return checked.digits


def _free_key(digits: str) -> bytes:
    key = keyring().key_of(digits)
    if (
        Person.objects.filter(nip_key=key).exists()
        or Identifier.objects.filter(nip_key=key).exists()
    ):
        raise CannotPost(
            gettext_noop(
                "Somebody with this number is on record already. Search by the number to find them."
            )
        )
    return key
