"""Safe copies: when was the last one taken?"""

from collections.abc import Iterator
from datetime import timedelta

from dampak.audit.models import Entry
from dampak.foundation.text import Sentence
from dampak.operations.doctor.finding import Finding, State, Visit

AT_MOST = timedelta(hours=36)
_ADVICE = Sentence("Take one with `dampak backup FOLDER`, and let a timer do it every night.")


def are_recent(visit: Visit) -> Iterator[Finding]:
    """The book of deeds knows every copy that was taken."""
    last = Entry.objects.filter(deed="backup.taken").order_by("-pk").first()
    is_recent = last is not None and visit.at - last.at <= AT_MOST
    found = Sentence("No back-up has been taken of this home.")
    if last is not None:
        found = Sentence(
            "The last one is of %(at)s.", {"at": last.at.isoformat(timespec="seconds")}
        )
    yield Finding(
        code="copies.recent",
        looked_at=Sentence("Back-ups"),
        state=State.GOOD if is_recent else State.DOUBT,
        found=found,
        advice=None if is_recent else _ADVICE,
    )
