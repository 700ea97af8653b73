"""Lists of staff in the background: read when they come, taken over when somebody says so."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from dampak.accounts.access import EVERYTHING, Permission, Scope
from dampak.foundation.text import Sentence, gettext_noop
from dampak.jobs.models import Job
from dampak.jobs.needs import Need
from dampak.jobs.progress import Progress
from dampak.jobs.services import enqueue
from dampak.jobs.tasks import task
from dampak.organisations.importing.keeping import stamp_of
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.selectors import paths_of
from dampak.organisations.importing.services import (
    CannotImport,
    look_through,
    receive_lists,
    take_over,
)
from dampak.warehouse.landing.receiving import Upload


def _where_it_reaches(*, number: int) -> Scope:
    """Where in the tree a list fills people in; one that is gone counts as reaching everywhere."""
    came = StaffImport.objects.filter(pk=number).first()
    paths = paths_of(came) if came else None
    return EVERYTHING if paths is None else Scope(paths=paths)


NEED = Need(Permission.MANAGE_PEOPLE, over=_where_it_reaches)


@task("staff.look", title=gettext_noop("Reading a list of staff"), needs=NEED)
def look(progress: Progress, *, number: int) -> None:
    """Work out what the list changes."""
    came = StaffImport.objects.get(pk=number)
    if came.state == ImportState.READING:
        look_through(came, tell=_teller(progress))


@task("staff.take", title=gettext_noop("Taking a list of staff over"), needs=NEED)
def take(progress: Progress, *, number: int) -> None:
    """Take the list over; where people have changed meanwhile, make the preview anew."""
    came = StaffImport.objects.get(pk=number)
    try:
        take_over(came, by=progress.by, at=progress.clock(), tell=_teller(progress))
    except CannotImport:
        came.refresh_from_db()
        if came.state == ImportState.READING:
            look_through(came, tell=_teller(progress), is_anew=True)


@transaction.atomic
def hand_in_lists(
    uploads: Iterable[Upload],
    *,
    on: date,
    is_complete: bool,
    paths: Sequence[str] | None,
    by: str,
    at: datetime,
) -> StaffImport:
    """Receive lists, and let them be read; nobody's data change."""
    came = receive_lists(uploads, on=on, is_complete=is_complete, paths=paths, by=by, at=at)
    enqueue(look, key=f"{_key(came)}look", by=by, at=at, number=came.pk)
    return came


def ask_to_take(came: StaffImport, *, by: str, at: datetime) -> Job:
    """Let lists be taken over exactly as they were looked at; asked twice, the same job again."""
    key = f"{_key(came)}take:{stamp_of(came)}"
    return enqueue(take, key=key, by=by, at=at, number=came.pk)


def jobs_of(came: StaffImport) -> QuerySet[Job]:
    """What is done for a list, the latest first."""
    return Job.objects.filter(key__startswith=_key(came))


def about_lists(lists: QuerySet[StaffImport]) -> Q:
    """The condition that a job is done for one of the lists."""
    numbers = list(lists.values_list("pk", flat=True))
    return Q(task__in=(look.name, take.name), arguments__number__in=numbers)


def _key(came: StaffImport) -> str:
    return f"staff-import:{came.pk}:"


def _teller(progress: Progress) -> Callable[[Sentence, int, int], None]:
    return lambda sentence, done, of: progress.tell(done, of, sentence)
