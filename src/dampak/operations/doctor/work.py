"""Work in the background: is somebody there to do it, and does it move?"""

from collections.abc import Iterator
from datetime import timedelta

from dampak.foundation.text import Sentence
from dampak.jobs.models import Job, Worker
from dampak.jobs.models import State as JobState
from dampak.operations.doctor.finding import Finding, State, Visit

HEARD_OF = timedelta(minutes=1)
TOO_LONG = timedelta(minutes=15)
LATELY = timedelta(days=1)


def worker_lives(visit: Visit) -> Iterator[Finding]:
    """A worker tells the ledger every few seconds that it is there."""
    alive = Worker.objects.filter(seen_at__gte=visit.at - HEARD_OF).count()
    waiting = Job.objects.ready(at=visit.at - TOO_LONG).count()
    missing = State.BAD if waiting else State.DOUBT
    yield Finding(
        code="work.worker",
        looked_at=Sentence("Workers"),
        state=State.GOOD if alive else missing,
        found=Sentence("%(count)s are at work.", {"count": alive})
        if alive
        else Sentence(
            "None has been heard of; %(count)s jobs wait longer than they should.",
            {"count": waiting},
        ),
        advice=None if alive else Sentence("`dampak run` starts one, and so does `dampak worker`."),
    )


def jobs_move(visit: Visit) -> Iterator[Finding]:
    """Jobs whose worker is silent, and those that failed within a day."""
    lost = Job.objects.lost(at=visit.at - HEARD_OF).count()
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=visit.at - LATELY).count()
    is_good = not (lost or failed)
    yield Finding(
        code="work.jobs",
        looked_at=Sentence("Jobs"),
        state=State.GOOD if is_good else State.DOUBT,
        found=Sentence("None is stuck, and none failed within a day.")
        if is_good
        else Sentence(
            "%(lost)s are stuck and %(failed)s failed within a day.",
            {"lost": lost, "failed": failed},
        ),
        advice=None if is_good else Sentence("The page of jobs says why, and tries them again."),
    )
