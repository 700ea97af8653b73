"""N7: a publication that dies at each of its steps, and of a process that is killed at any time."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dampak.benchmark.nation.demands import All
from dampak.benchmark.nation.prepared import Prepared, built, copied
from dampak.benchmark.nation.task import Answer, Side, Task
from dampak.foundation.text import Sentence, gettext_noop
from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.increments import write_day
from dampak.simulation.nation.scale import FEWEST_ROWS, Scale
from dampak.simulation.nation.writing import write_nation
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.store import Store
from dampak.warehouse.store.disk import Disk

OURS = "dampak"
KILLS, SEED = 20, 4
KILLED = (
    "import sys; from dampak.benchmark.nation.tasks.crash import publish; publish(*sys.argv[1:])"
)


def task(_prepared: Prepared) -> Task:
    """The task; its nation is the smallest there is, whatever the size of the others."""
    return Task(
        code="N7",
        title=gettext_noop("Crash: dying at every step of a publication, killed at random times"),
        sides=(Side(name=OURS, prepare=_ready, ask=crash_everywhere, tell=_told, remark=_remark),),
        demands=(
            All(
                says=Sentence("the last whole snapshot is served, and the same command completes"),
                side=OURS,
                good="passed",
                all="tried",
            ),
        ),
        repeats=1,
    )


class Death(BaseException):
    """The machine dies: nothing after this happens."""


class DyingDisk(Disk):
    """Dies at the step with this number; counts steps."""

    def __init__(self, dies_at: int = 0) -> None:
        self.dies_at, self.steps = dies_at, 0

    def passed(self, step: str) -> None:
        """Die, if it is this one."""
        self.steps += 1
        if self.steps == self.dies_at:
            raise Death(step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A home, a delivery that comes to it, and what is served before and after."""

    folder: Path
    home: Path
    day: Path
    before: str
    after: str
    steps: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Survived:
    """Of each step and each kill, whether everything was as it should be."""

    steps: list[bool]
    kills: list[bool]


def publish(home: str | Path, day: str | Path, disk: Disk | None = None) -> str:
    """Publish a delivery; says what is served then."""
    store = Store(Path(home), disk=disk)
    return built(delivery_in(Path(day), store), store).id


def _ready() -> Ready:
    folder = Path(tempfile.mkdtemp())
    nation = build_nation(Scale(rows=FEWEST_ROWS, n_months=2))
    write_nation(nation, folder / "months")
    write_day(nation, folder / "whole-day", number=1)
    day = folder / "day"
    shutil.copytree(folder / "whole-day" / "service_requests", day / "service_requests")
    home = folder / "home"
    before = publish(home, folder / "months")
    disk, started = DyingDisk(), time.perf_counter()
    after = publish(copied(home, folder / "counting"), day, disk)
    return Ready(
        folder=folder,
        home=home,
        day=day,
        before=before,
        after=after,
        steps=disk.steps,
        seconds=time.perf_counter() - started,
    )


def crash_everywhere(data: Ready) -> Survived:
    """Every step once, then killed processes."""
    kill_after = random.Random(SEED)  # noqa: S311 - moments, no secrets
    return Survived(
        steps=[_dies_at(step, data) for step in range(1, data.steps + 1)],
        kills=[_killed(kill_after.uniform(0, 2 * data.seconds), data) for _ in range(KILLS)],
    )


def _dies_at(step: int, data: Ready) -> bool:
    home = copied(data.home, data.folder / f"step-{step}")
    try:
        publish(home, data.day, DyingDisk(step))
    except Death:
        return _is_whole(home, data)
    return False


def _killed(after: float, data: Ready) -> bool:
    """Kill the process when it has begun to publish and some time has gone by."""
    home = copied(data.home, data.folder / "killed")
    command = [sys.executable, "-c", KILLED, str(home), str(data.day)]
    known, begun = _objects(home), time.monotonic()
    process = subprocess.Popen(command)  # noqa: S603 - this program itself
    while process.poll() is None and _objects(home) == known and time.monotonic() - begun < 60:
        time.sleep(0.01)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return _is_whole(home, data)


def _objects(home: Path) -> set[str]:
    """Whatever lies there, also what is only being written."""
    return set(os.listdir(home / "objects"))


def _is_whole(home: Path, data: Ready) -> bool:
    """Served is the state before or after, undamaged; the same deed then comes to its end."""
    store = Store(home)
    served = store.head()
    is_whole = served is not None and served.id in (data.before, data.after)
    is_whole = is_whole and store.check().is_whole
    completes = publish(home, data.day) == data.after and Store(home).check().is_whole
    shutil.rmtree(home)
    return is_whole and completes


def _told(found: Survived) -> Answer:
    both = np.array([len(found.steps), len(found.kills)], float)
    return {"passed": np.array([sum(found.steps), sum(found.kills)], float), "tried": both}


def _remark(answer: Answer) -> Sentence:
    (steps, kills), (all_steps, all_kills) = answer["passed"], answer["tried"]
    return Sentence(
        "%(steps)s of %(all_steps)s steps, %(kills)s of %(all_kills)s kills",
        {
            "steps": int(steps),
            "all_steps": int(all_steps),
            "kills": int(kills),
            "all_kills": int(all_kills),
        },
    )
