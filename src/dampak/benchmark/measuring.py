"""The clock and the scales: one side of one case, in a process that has done nothing else."""

import ctypes
import re
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from dampak.benchmark.case import Side

BEST_OF, AT_MOST = 3, 50  # calls; a quick one is asked again until LONG_ENOUGH
LONG_ENOUGH = 1.0  # seconds of calls, so that one hiccup of the machine does not decide
PATIENCE = 30.0  # seconds: what takes longer is not asked again
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """``seconds`` of the best call; ``extra_bytes`` at the peak beside what lay there before."""

    seconds: float
    extra_bytes: int
    value: float
    n_calls: int


def measure(side: Side) -> Measured:
    """Prepare, ask once to warm up (imports, compilers), then the best of three."""
    data = side.prepare()
    warm, value = _timed(side, data)
    if warm > PATIENCE:
        return Measured(seconds=warm, extra_bytes=0, value=value, n_calls=1)
    before = _settled()
    first, value = _timed(side, data)
    extra = max(0, _peak() - before)
    calls = [first]
    while _goes_on(calls):
        calls.append(_timed(side, data)[0])
    return Measured(seconds=min(calls), extra_bytes=extra, value=value, n_calls=len(calls) + 1)


def _goes_on(calls: list[float]) -> bool:
    if len(calls) < BEST_OF:
        return sum(calls) < PATIENCE
    return len(calls) < AT_MOST and sum(calls) < LONG_ENOUGH


def _timed(side: Side, data: object) -> tuple[float, float]:
    started = time.perf_counter()
    value = side.ask(data)
    return time.perf_counter() - started, value


def _settled() -> int:
    """Bytes in memory now, after what is free was handed back; the peak starts anew."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
    try:
        RESET.write_text("5")
        return _from_status("VmRSS")
    except OSError:
        return _peak()


def _peak() -> int:
    try:
        return _from_status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _from_status(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    if found is None:
        raise OSError(name)
    return int(found[1]) * 1024
