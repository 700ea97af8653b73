"""What a task is given: a way to tell how far it is, and to do each part once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from django.db import transaction

from dampak.foundation.text import Sentence
from dampak.jobs.models import Attempt, Job, State, Step
from dampak.jobs.pen import Pen


class Interrupted(Exception):
    """The task has to stop here. It is no fault: a task lets it pass."""


class Cancelled(Interrupted):
    """Somebody asked that the job be cancelled."""


class LeaseLost(Interrupted):
    """Another worker has this job by now; nothing more may be written."""


class WorkerStops(Interrupted):
    """The worker was asked to end; the job goes back and another attempt goes on from its steps."""


class TryAgain(Exception):
    """A task says, in words for the person at the screen, why it has to be tried again later."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class Clock(Protocol):
    """What time it is; the worker's own."""

    def __call__(self) -> datetime: ...


@dataclass(slots=True)
class Pulse:
    """What the working thread and the heart of the worker tell each other."""

    done: int = 0
    of: int = 0
    sentence: Sentence | str = ""
    interruption: type[Interrupted] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One attempt at one job, as its task sees it."""

    job_id: int
    key: str
    by: str
    attempt_id: int
    clock: Clock
    pulse: Pulse = field(default_factory=Pulse)
    pen: Pen = field(default_factory=Pen)

    def tell(self, done: int, of: int, sentence: Sentence | str = "") -> None:
        """Say how far it is; said for every row, it costs nothing.

        Said between transactions of which there are many, it lets others write on SQLite.
        Raises `Interrupted` where the task has to stop: cancelled, taken over, worker ending.
        """
        self.pulse.done, self.pulse.of = min(done, of), of
        self.pulse.sentence = sentence or self.pulse.sentence
        if self.pulse.interruption is not None:
            raise self.pulse.interruption
        self.pen.lay_down()

    def done_already(self, step: str) -> bool:
        """Whether this or an earlier attempt has done the step."""
        return Step.objects.filter(job_id=self.job_id, name=step).exists()

    def kept(self, step: str) -> Any:
        """What the step left for later, if it is done."""
        return (
            Step.objects.filter(job_id=self.job_id, name=step)
            .values_list("kept", flat=True)
            .first()
        )

    @contextmanager
    def step(self, name: str, *, keeps: Any = None) -> Iterator[None]:
        """A part whose writing in the ledger and whose mark become true together, once.

        Raises `LeaseLost` if another worker has taken the job over meanwhile.
        """
        with transaction.atomic():
            self.hold()
            yield
            Step.objects.create(job_id=self.job_id, name=name, done_at=self.clock(), kept=keeps)

    def token(self, step: str = "") -> str:
        """A key for others: the same in every attempt of this job, and for nothing else."""
        return sha256(f"{self.key}\n{step}".encode()).hexdigest()[:40]

    def hold(self) -> None:
        """Keep the job until the transaction ends; nobody can take it over meanwhile."""
        job = Job.objects.select_for_update().filter(pk=self.job_id, state=State.RUNNING).first()
        is_mine = Attempt.objects.filter(pk=self.attempt_id, ended_at=None).exists()
        if job is None or not is_mine:
            raise LeaseLost
