"""The book of deeds: is it one unbroken chain, and is the clock not before its last line?"""

from collections.abc import Iterator
from datetime import timedelta

from dampak.audit.chain import verify
from dampak.audit.models import Entry
from dampak.foundation.text import Sentence
from dampak.operations.doctor.finding import Finding, State, Visit

ALLOWED = timedelta(minutes=2)


def clock_goes_forward(visit: Visit) -> Iterator[Finding]:
    """A clock that was set back puts new deeds before old ones."""
    last = Entry.objects.order_by("-pk").first()
    is_behind = last is not None and last.at > visit.at + ALLOWED
    yield Finding(
        code="clock.forward",
        looked_at=Sentence("The clock"),
        state=State.BAD if is_behind else State.GOOD,
        found=Sentence(
            "It is behind the last line of the book of deeds (%(at)s).",
            {"at": last.at.isoformat(timespec="seconds")},
        )
        if is_behind and last
        else Sentence("It is not behind the last line of the book of deeds."),
        advice=Sentence("Set the clock by NTP (timedatectl), before anybody works on.")
        if is_behind
        else None,
    )


def chain_holds(visit: Visit) -> Iterator[Finding]:
    """Every sealed line is read again, so not in a quick visit."""
    if visit.is_quick:
        return
    faults = verify()
    yield Finding(
        code="book.chain",
        looked_at=Sentence("The book of deeds"),
        state=State.BAD if faults else State.GOOD,
        found=faults[0] if faults else Sentence("Every sealed line is as it was written."),
        advice=Sentence(
            "Keep the ledger as it is, take a copy of it, and tell the data steward: the page of "
            "the audit book says more."
        )
        if faults
        else None,
    )
