"""Reminders after a training: at once, and one, three, six and twelve months after its last day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.jobs.moments import working_morning
from dampak.messaging.letters import LETTERS, Letter
from dampak.messaging.models import Reminder, ReminderState
from dampak.messaging.services import send, withdraw
from dampak.organisations.models import Person, Restriction, Unit
from dampak.organisations.restricting import restricted_among

WAVES = (0, 1, 3, 6, 12)
RESTRICTED = "restricted"  # why a reminder is cancelled: the person's data are
TOO_LATE = timedelta(days=2)  # a wave that was due longer ago than this is not sent afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be asked after a training, and when. ``occasion`` names it: ``"cohort:17"``."""

    occasion: str
    ended_on: date
    letter: Letter
    context: Mapping[str, Any]
    waves: Sequence[int] = WAVES


@transaction.atomic
def plan_reminders(plan: Plan, people: Iterable[Person], *, by: str, at: datetime) -> int:
    """Plan every wave for every person; says how many reminders are new.

    Planning again adds who is new and changes nothing else. Waves whose time has passed stay out,
    and so does everybody whose data are still restricted when their turn would come.
    """
    everybody = list(people)
    zones = _zones(everybody)
    made = [
        Reminder(
            occasion=plan.occasion,
            months=months,
            person=person,
            letter=plan.letter.name,
            context=dict(plan.context),
            ended_on=plan.ended_on,
            due_at=working_morning(plan.ended_on, months=months, zone=zones[person.unit_path]),
        )
        for person in everybody
        for months in plan.waves
    ]
    before = Reminder.objects.filter(occasion=plan.occasion).count()
    resting = _resting(everybody)
    wanted = [each for each in made if each.due_at > at - TOO_LATE and not resting(each)]
    Reminder.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=2_000)
    n_new = Reminder.objects.filter(occasion=plan.occasion).count() - before
    record("reminders.planned", by=by, at=at, occasion=plan.occasion, new=n_new)
    return n_new


@transaction.atomic
def move_reminders(occasion: str, *, ended_on: date, by: str, at: datetime) -> int:
    """The training ended on another day: what was not sent yet moves with it; says how much."""
    planned = _planned(occasion).select_for_update().select_related("person")
    moved = [each for each in planned if each.ended_on != ended_on]
    zones = _zones([each.person for each in moved])
    for each in moved:
        each.ended_on = ended_on
        zone = zones[each.person.unit_path]
        each.due_at = working_morning(ended_on, months=each.months, zone=zone)
        if each.due_at <= at - TOO_LATE:
            each.state, each.closed_because = ReminderState.CANCELLED, "past"
    fields = ["ended_on", "due_at", "state", "closed_because"]
    Reminder.objects.bulk_update(moved, fields, batch_size=500)
    day = ended_on.isoformat()
    record("reminders.moved", by=by, at=at, occasion=occasion, ended_on=day, moved=len(moved))
    return len(moved)


@transaction.atomic
def cancel_reminders(
    occasion: str,
    *,
    because: str,
    by: str,
    at: datetime,
    person: Person | None = None,
    months: int | None = None,
) -> int:
    """Nobody needs reminding any more: of all, of one person, of one wave. Says of how many.

    ``because`` is one word: answered, withdrawn, called-off. A message about it that has not left
    yet is taken back, too.
    """
    meant = Reminder.objects.filter(occasion=occasion)
    meant = meant.filter(person=person) if person else meant
    meant = meant if months is None else meant.filter(months=months)
    for each in meant.filter(state=ReminderState.SENT).select_related("person"):
        withdraw(key_of(each))
    closed = meant.filter(state=ReminderState.PLANNED).update(
        state=ReminderState.CANCELLED, closed_because=because
    )
    if closed:
        record("reminders.cancelled", by=by, at=at, occasion=occasion, because=because, n=closed)
    return closed


def send_due_reminders(*, at: datetime, most: int = 200) -> int:
    """Write the letters of the reminders that are due, each with its mark in one transaction."""
    with transaction.atomic():
        due = _due(at).select_for_update(skip_locked=True, of=("self",)).select_related("person")
        some = list(due[:most])
        resting = restricted_among([each.person for each in some], on=localdate(at))
        asked = [each for each in some if each.person_id not in resting]
        for each in asked:
            send(each.person, LETTERS[each.letter], each.context, key=key_of(each), at=at)
        Reminder.objects.filter(pk__in=[each.pk for each in asked]).update(state=ReminderState.SENT)
        Reminder.objects.filter(pk__in=[each.pk for each in some if each not in asked]).update(
            state=ReminderState.CANCELLED, closed_because=RESTRICTED
        )
    return len(some)


def anybody_to_remind(at: datetime) -> bool:
    return _due(at).exists()


def key_of(reminder: Reminder) -> str:
    return f"reminder:{reminder.occasion}:{reminder.months}:{reminder.person.public_id}"


def _due(at: datetime) -> QuerySet[Reminder]:
    due = Reminder.objects.filter(state=ReminderState.PLANNED, due_at__lte=at)
    return due.filter(letter__in=LETTERS).order_by("due_at", "pk")


def _planned(occasion: str) -> QuerySet[Reminder]:
    return Reminder.objects.filter(occasion=occasion, state=ReminderState.PLANNED)


def _resting(people: Iterable[Person]) -> Callable[[Reminder], bool]:
    """Whether the data of whoever is to be reminded are restricted when the wave is due."""
    found: dict[int, list[Restriction]] = {}
    for each in Restriction.objects.filter(person__in=list(people), lifted_at=None):
        found.setdefault(each.person_id, []).append(each)

    def rests(wave: Reminder) -> bool:
        day = localdate(wave.due_at)
        return any(each.stands(on=day) for each in found.get(wave.person_id, ()))

    return rests


def _zones(people: Iterable[Person]) -> dict[str, str]:
    """The clock of each unit in which these people serve."""
    paths = {person.unit_path for person in people}
    known = dict(Unit.objects.filter(path__in=paths).values_list("path", "time_zone"))
    return {path: known.get(path) or settings.TIME_ZONE for path in paths}
