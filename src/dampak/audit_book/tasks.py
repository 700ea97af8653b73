"""What comes back for the book: it is sealed every minute, and read again every week."""

from datetime import datetime

from dampak.audit.chain import seal_pages, verify
from dampak.audit.selectors import unsealed
from dampak.audit.services import record
from dampak.foundation.text import Sentence, gettext_noop
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task

WORTH_A_PAGE = 50  # lines; fewer wait for the full hour, for sealing leaves lines itself


def is_worth_sealing(at: datetime) -> bool:
    return at.minute == 0 or unsealed() >= WORTH_A_PAGE


@task(
    "audit.seal", title=gettext_noop("Sealing the audit book"), cron="* * * * *",
    only_if=is_worth_sealing,
)  # fmt: skip
def seal(progress: Progress) -> int:
    """Seal what was written; says how many pages that made."""
    told = Sentence("Pages of the audit book are sealed.")
    return seal_pages(progress.clock(), lambda made: progress.tell(made, made, told))


@task("audit.check", title=gettext_noop("Checking the audit book"), cron="30 1 * * 0")
def check(progress: Progress) -> int:
    """Read the whole book again, in the night to Sunday; says how many faults were found."""
    told = Sentence("Pages of the audit book are read again.")
    faults = verify(lambda done, of: progress.tell(done, of, told))
    record("book.checked", by="(schedule)", at=progress.clock(), faults=len(faults))
    return len(faults)
