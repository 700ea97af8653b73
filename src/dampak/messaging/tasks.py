"""What comes back: reminders become messages, and messages leave."""

from dampak.foundation.text import Sentence, gettext_noop
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task
from dampak.messaging.delivering import carry, take, take_up_what_was_left
from dampak.messaging.models import Message
from dampak.messaging.reminding import anybody_to_remind, send_due_reminders
from dampak.messaging.selectors import anything_to_send
from dampak.messaging.services import DELIVERING

AT_ONCE = 100


@task(
    DELIVERING,
    title=gettext_noop("Sending messages"),
    cron="* * * * *",
    only_if=anything_to_send,
)
def deliver(progress: Progress) -> int:
    """Let everything that is due leave; says how many attempts that took."""
    take_up_what_was_left(at=progress.clock())
    n_done = 0
    while due := list(
        Message.objects.due(at=progress.clock()).values_list("pk", flat=True)[:AT_ONCE]
    ):
        for number in due:
            progress.tell(n_done, n_done + len(due), Sentence("Messages are leaving."))
            if parcel := take(number, at=progress.clock()):
                carry(parcel, at=progress.clock())
            n_done += 1
    return n_done


@task(
    "messaging.remind",
    title=gettext_noop("Reminding after trainings"),
    cron="*/5 * * * *",
    only_if=anybody_to_remind,
)
def remind(progress: Progress) -> int:
    """Write the letters of all reminders that are due."""
    n_sent = 0
    while some := send_due_reminders(at=progress.clock()):
        n_sent += some
        progress.tell(n_sent, n_sent, Sentence("Reminders are written."))
    return n_sent
