"""Every night the responses of citizens are handed on to the warehouse."""

from datetime import datetime

from dampak.accounts.access import Permission
from dampak.foundation.text import gettext_noop
from dampak.intake.selectors import served_snapshot
from dampak.jobs.needs import Need
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task
from dampak.listening.collecting import collect_responses
from dampak.listening.selectors import gathered


def anything_to_collect(_at: datetime) -> bool:
    """Whether responses came that are not counted yet, and there are units to count them for."""
    return served_snapshot() is not None and gathered().waiting > 0


@task(
    "listening.collect",
    title=gettext_noop("Counting the responses of citizens"),
    needs=Need(Permission.RUN_SURVEYS),
    cron="15 2 * * *",
    only_if=anything_to_collect,
)
def collect(progress: Progress) -> dict[str, int]:
    """Hand all responses on; doing so twice changes nothing, so it may be broken off anywhere."""
    done = collect_responses(by=progress.by, at=progress.clock())
    return {"responses": done.responses, "snapshot": done.snapshot_number}
