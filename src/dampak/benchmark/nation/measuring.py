"""Processor seconds and memory of a process with all that it has started."""

import ctypes
import os
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from dampak.benchmark.nation.seen import Seen
from dampak.benchmark.nation.task import Side

PROCESSES = Path("/proc")
PARENT, TIMES = 1, slice(11, 15)  # fields of /proc/N/stat after the name: user, system, of children


def measured(side: Side) -> Seen:
    """Prepare, ask once between two looks at the clocks, and put the answer into arrays."""
    data = side.prepare()
    _settle()
    cpu, wall = cpu_seconds(), time.perf_counter()
    found = side.ask(data)
    cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
    peak = peak_bytes()
    return Seen(
        cpu_seconds=cpu,
        wall_seconds=wall,
        peak_bytes=peak,
        answer=side.tell(found),
    )


def cpu_seconds() -> float:
    """User and system, of this process, of those that it waited for, and of those still alive."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own = sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))
    ticks = sum(sum(map(int, stat[TIMES])) for _, stat in _descendants())
    return own + ticks / os.sysconf("SC_CLK_TCK")


def peak_bytes() -> int:
    """The peaks of this process and of all that it has started, added."""
    return _peak_of("self") + sum(_peak_of(str(number)) for number, _ in _descendants())


def _settle() -> None:
    """Hand back what is free, and begin a new peak."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
    reset = PROCESSES / "self" / "clear_refs"
    if reset.exists():
        reset.write_text("5")


def _peak_of(process: str) -> int:
    try:
        status = (PROCESSES / process / "status").read_text()
    except OSError:  # gone, or a system without /proc
        status = ""
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    if found is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 if process == "self" else 0
    return int(found[1]) * 1024


def _descendants() -> list[tuple[int, list[str]]]:
    """Every living process that comes from this one, with the fields of its stat."""
    stats = dict(_stats())
    below = {os.getpid()}
    while more := {number for number, stat in stats.items() if int(stat[PARENT]) in below} - below:
        below |= more
    return [(number, stats[number]) for number in sorted(below - {os.getpid()})]


def _stats() -> Iterator[tuple[int, list[str]]]:
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:  # it has ended
            continue
        yield int(folder.name), stat.rpartition(")")[2].split()
