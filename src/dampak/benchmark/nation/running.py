"""Every side in a process of its own, in rotating order, as often as the task says."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from dampak.benchmark.nation.outcome import Outcome
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.seen import Broken, NotInstalled, Seen, Showing
from dampak.benchmark.nation.task import Side, Task

TIME_LIMIT = 3_600  # seconds for one side
ONCE_IS_ENOUGH = 60.0  # processor seconds: what needs more is not asked again


def run_task(task: Task, prepared: Prepared) -> Outcome:
    """Ask all sides in turn, ``repeats`` times, and keep of each the time that cost least.

    In turn, because a machine that others use gives other seconds from minute to minute; in
    rotating order, so that none is always the one after the heaviest.
    """
    with tempfile.TemporaryDirectory(dir=prepared.folder) as folder:
        showings: dict[str, Showing] = {
            side.name: NotInstalled(side.module) for side in task.sides if not is_installed(side)
        }
        for side in in_turn(task):
            before = showings.get(side.name)
            if _is_settled(side, before):
                continue
            now = _asked(task, side, prepared, Path(folder))
            showings[side.name] = _better(before, now)
    return Outcome(task=task, showings={side.name: showings[side.name] for side in task.sides})


def in_turn(task: Task) -> Iterator[Side]:
    """All sides ``repeats`` times, beginning with another one each time."""
    for repeat in range(task.repeats):
        first = repeat % len(task.sides)
        yield from (*task.sides[first:], *task.sides[:first])


def is_installed(side: Side) -> bool:
    """Whether the program of a side is here."""
    return find_spec(side.module) is not None


def _is_settled(side: Side, showing: Showing | None) -> bool:
    if isinstance(showing, Seen):
        return side.is_asked_once or showing.cpu_seconds > ONCE_IS_ENOUGH
    return showing is not None


def _better(before: Showing | None, now: Showing) -> Showing:
    """What cost less; a side that broke once is broken."""
    if isinstance(before, Seen) and isinstance(now, Seen):
        return min(before, now, key=lambda seen: seen.cpu_seconds)
    return now


def _asked(task: Task, side: Side, prepared: Prepared, folder: Path) -> Seen | Broken:
    answer = folder / "answer.npz"
    command = [sys.executable, "-m", "dampak.benchmark.nation", *prepared.words]
    try:
        ran = subprocess.run(  # noqa: S603 - this program itself
            [*command, task.code, side.name, str(answer)],
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=True,
            env={**os.environ, "TMPDIR": str(folder)},  # what a side leaves behind goes with it
        )
    except subprocess.TimeoutExpired:
        return Broken(f"> {TIME_LIMIT:g} s")
    except subprocess.CalledProcessError as fault:
        return Broken(_fault_in(fault.stderr) or str(fault))
    with np.load(answer) as arrays:
        return Seen(**json.loads(ran.stdout.splitlines()[-1]), answer=dict(arrays))


def _fault_in(errors: str) -> str:
    """The line that names the fault, which engines follow with lines of advice."""
    lines = errors.strip().splitlines()
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Fault|Cannot\w*)\b", line)]
    return (named or lines or [""])[-1].strip()
