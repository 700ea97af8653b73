"""Tasks whose effects can be counted, for workers that are killed in the middle of them."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import task

STEPS = 6
NAP = 0.05


class CannotCount(Exception):
    """A refusal as the rooms raise it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def begin() -> None:
    """Tell whoever watches the process that it is in the middle of something."""
    sys.stderr.write("at work\n")
    sys.stderr.flush()


def effect(progress: Progress, name: str) -> None:
    record("effect", by=progress.by, at=progress.clock(), job=progress.job_id, name=name)


@task("test.atomic", title="Files", atomic=True, tries=1000)
def all_at_once(progress: Progress) -> int:
    """Writes six lines and ends, together or not at all."""
    begin()
    for number in range(STEPS):
        progress.tell(number, STEPS, "Files")
        effect(progress, str(number))
        time.sleep(NAP)
    return STEPS


@task("test.stepped", title="Files", tries=1000)
def step_by_step(progress: Progress) -> int:
    """Writes one line a step, and sleeps between them as long work would compute."""
    begin()
    for number in range(STEPS):
        progress.tell(number, STEPS, "Files")
        time.sleep(NAP)
        if not progress.done_already(str(number)):
            with progress.step(str(number)):
                effect(progress, str(number))
    return STEPS


@task("test.outside", title="Files", tries=1000)
def tell_the_world(progress: Progress, *, folder: str) -> None:
    """Has effects elsewhere, in a system that knows a request by its key."""
    begin()
    for number in range(STEPS):
        progress.tell(number, STEPS)
        if not progress.done_already(str(number)):
            receive(Path(folder), progress.token(str(number)))
            time.sleep(NAP)
            with progress.step(str(number)):
                pass


def receive(folder: Path, key: str) -> None:
    """The foreign system: what came with a key before is not taken again."""
    try:
        os.close(os.open(folder / key, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        (folder / "seen-again").touch()


@task("test.breaks", title="Files", atomic=True, tries=4, first_pause=timedelta(seconds=20))
def breaks(progress: Progress) -> None:
    """Writes a line and breaks off."""
    effect(progress, "by halves")
    raise RuntimeError("Budi Santoso, 198501012010011001")


@task("test.refuses", title="Files")
def refuses(progress: Progress) -> None:
    raise CannotCount(Sentence("No file was chosen. Choose one or more files."))


@task("test.endless", title="Files", time_limit=timedelta(seconds=0.2))
def endless(progress: Progress) -> None:
    time.sleep(30)


@task("test.patient", title="Files")
def patient(progress: Progress) -> None:
    """Goes on until it is told to stop."""
    begin()
    while True:
        progress.tell(1, 2, "Files")
        time.sleep(NAP)
