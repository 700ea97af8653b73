"""How long answers took, by what was asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

FIRST_FAULT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds until the answer; percentiles are of the nearest rank."""

    name: str
    number: int
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(slots=True)
class Stopwatch:
    """Shared by everybody in the crowd."""

    _seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[tuple[str, int]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def note(self, name: str, *, seconds: float, status: int) -> None:
        """Remember one answer; what has no name is not timed."""
        if not name:
            return
        with self._lock:
            self._seconds[name].append(seconds)
            if status >= FIRST_FAULT:
                self.faults[name, status] += 1

    def times(self) -> list[Times]:
        """One line for each thing that was asked."""
        with self._lock:
            return [_times(name, sorted(each)) for name, each in sorted(self._seconds.items())]


def nearest_rank(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all do not exceed.

    >>> nearest_rank([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    rank = -int(-share * len(ordered) // 1)
    return ordered[max(rank, 1) - 1]


def _times(name: str, ordered: Sequence[float]) -> Times:
    return Times(
        name=name,
        number=len(ordered),
        p50=nearest_rank(ordered, 0.5),
        p95=nearest_rank(ordered, 0.95),
        p99=nearest_rank(ordered, 0.99),
        longest=ordered[-1],
    )
