"""What comes back by itself: the clocks of the law are looked at, and what is over goes."""

from dampak.accounts.access import Permission, Scope
from dampak.foundation.text import Sentence, gettext_noop
from dampak.jobs.needs import Need, scope_at
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task
from dampak.privacy.models import Incident
from dampak.privacy.reminding import anything_waits, remind_of_incidents, remind_of_requests
from dampak.privacy.retention.applying import apply_all
from dampak.privacy.services.telling import tell_people


@task(
    "privacy.clock",
    title=gettext_noop("Watching the three days of the law on personal data"),
    cron="*/10 * * * *",
    only_if=anything_waits,
)
def watch(progress: Progress) -> int:
    """Remind whoever has to answer or to give notice; each stage is written once."""
    at = progress.clock()
    return remind_of_requests(at=at) + remind_of_incidents(at=at)


@task("privacy.retention", title=gettext_noop("Letting go what was kept long enough"),
      needs=Need(Permission.ANSWER_PRIVACY_REQUESTS), cron="40 3 * * *")  # fmt: skip
def let_go(progress: Progress) -> dict[str, int]:
    """Delete what is over, every night; broken off, the next night goes on."""
    told = Sentence("Rows whose time is over are deleted.")
    return apply_all(by=progress.by, at=progress.clock(), tell=lambda n: progress.tell(n, n, told))


def _units_concerned(*, incident: int) -> Scope:
    """The units of an incident; one without units, or that is gone, counts as everybody's."""
    found = Incident.objects.select_related("unit").filter(pk=incident).first()
    return scope_at(found.unit.path if found and found.unit else None)


@task("privacy.tell-people", title=gettext_noop("Writing to the people whom an incident concerns"),
      needs=Need(Permission.KEEP_BREACH_REGISTER, over=_units_concerned))  # fmt: skip
def tell(progress: Progress, *, incident: int) -> dict[str, int]:
    """Write to everybody of the units concerned; who has the letter already gets no second."""
    found = Incident.objects.get(pk=incident)
    told = Sentence("People are written to.")
    n = tell_people(
        found, by=progress.by, at=progress.clock(), tell=lambda n: progress.tell(n, n, told)
    )
    return {"people": n}
