"""What comes back for the site as a whole: forgotten passwords are answered."""

from dampak.accounts.signing_in.forgotten import answer_requests, is_anything_asked
from dampak.foundation.text import gettext_noop
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task
from dampak.website.security_letters import ANSWERING


@task(
    ANSWERING, title=gettext_noop("Answering forgotten passwords"), cron="* * * * *",
    only_if=is_anything_asked,
)  # fmt: skip
def answer_forgotten(progress: Progress) -> int:
    """Write to whoever forgot their password; says how many asked."""
    return answer_requests(at=progress.clock())
