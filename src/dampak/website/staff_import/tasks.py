"""Reading a list of staff and taking it over, in the background."""

from collections.abc import Callable

from dampak.foundation.text import Sentence, gettext_noop
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.services import CannotImport, look_through, take_over


@task("staff.look", title=gettext_noop("Reading a list of staff"))
def look(progress: Progress, *, number: int) -> None:
    """Work out what the list changes."""
    came = StaffImport.objects.get(pk=number)
    if came.state == ImportState.READING:
        look_through(came, tell=_teller(progress))


@task("staff.take", title=gettext_noop("Taking a list of staff over"))
def take(progress: Progress, *, number: int) -> None:
    """Take the list over; where people have changed meanwhile, make the preview anew."""
    came = StaffImport.objects.get(pk=number)
    try:
        take_over(came, by=progress.by, at=progress.clock(), tell=_teller(progress))
    except CannotImport:
        came.refresh_from_db()
        if came.state == ImportState.READING:
            look_through(came, tell=_teller(progress), is_anew=True)


def _teller(progress: Progress) -> Callable[[Sentence, int, int], None]:
    return lambda sentence, done, of: progress.tell(done, of, sentence)
