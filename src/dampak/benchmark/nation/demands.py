"""What is demanded of a task, and whether what was seen reaches it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dampak.benchmark.nation.seen import MEBIBYTE, Seen, Showing
from dampak.foundation.text import Sentence

Showings = Mapping[str, Showing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``number`` is beside the one demanded, in its own unit; ``of`` where it is a count of many.

    ``against`` names the side that it was measured against.
    """

    number: float
    is_reached: bool
    of: int | None = None
    against: str = ""


class Demand(Protocol):
    """Something that can be demanded."""

    @property
    def says(self) -> Sentence:
        """The demand in words."""

    def judge(self, showings: Showings) -> Found | None:
        """What was found; None where a side that is needed is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """Our processor seconds are at most so many times those of the cheapest of the others."""

    side: str
    times: float
    of: tuple[str, ...]

    @property
    def says(self) -> Sentence:
        """The demand in words."""
        return Sentence(
            "%(side)s: at most %(times)s times the processor time of %(others)s",
            {"side": self.side, "times": f"{self.times:g}", "others": " / ".join(self.of)},
        )

    def judge(self, showings: Showings) -> Found | None:
        """How many times."""
        ours, best = showings.get(self.side), _cheapest(self.of, showings)
        if not isinstance(ours, Seen) or best is None:
            return None
        name, other = best
        times = ours.cpu_seconds / other.cpu_seconds
        return Found(number=times, is_reached=times <= self.times, against=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessBy:
    """The cheapest of the others needs at least so many times our processor seconds."""

    side: str
    times: float
    than: tuple[str, ...]

    @property
    def says(self) -> Sentence:
        """The demand in words."""
        return Sentence(
            "%(side)s: at least %(times)s times less processor time than %(others)s",
            {"side": self.side, "times": f"{self.times:g}", "others": " / ".join(self.than)},
        )

    def judge(self, showings: Showings) -> Found | None:
        """How many times less."""
        ours, best = showings.get(self.side), _cheapest(self.than, showings)
        if not isinstance(ours, Seen) or best is None:
            return None
        name, other = best
        times = other.cpu_seconds / ours.cpu_seconds
        return Found(number=times, is_reached=times >= self.times, against=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakBelow:
    """All processes of a side together hold less than so much memory."""

    side: str
    mebibytes: float

    @property
    def says(self) -> Sentence:
        """The demand in words."""
        return Sentence(
            "%(side)s: less than %(mebibytes)s MiB of memory at the peak",
            {"side": self.side, "mebibytes": f"{self.mebibytes:g}"},
        )

    def judge(self, showings: Showings) -> Found | None:
        """The peak in MiB."""
        ours = showings.get(self.side)
        if not isinstance(ours, Seen):
            return None
        peak = ours.peak_bytes / MEBIBYTE
        return Found(number=peak, is_reached=peak < self.mebibytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every one of many things is so: ``good`` and ``all`` name counts in the side's answer."""

    says: Sentence
    side: str
    good: str
    all: str

    def judge(self, showings: Showings) -> Found | None:
        """How many are so, of how many."""
        ours = showings.get(self.side)
        if not isinstance(ours, Seen):
            return None
        good, every = (int(ours.answer[name].sum()) for name in (self.good, self.all))
        return Found(number=good, of=every, is_reached=good == every > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A number of the side's answer is not farther from nought than this."""

    says: Sentence
    side: str
    name: str
    limit: float

    def judge(self, showings: Showings) -> Found | None:
        """The number."""
        ours = showings.get(self.side)
        if not isinstance(ours, Seen):
            return None
        number = float(ours.answer[self.name].max())
        return Found(number=number, is_reached=abs(number) <= self.limit)


def _cheapest(names: tuple[str, ...], showings: Showings) -> tuple[str, Seen] | None:
    """The side with the least processor seconds, of those that were seen."""
    seen = [(name, each) for name in names if isinstance(each := showings.get(name), Seen)]
    return min(seen, key=lambda pair: pair[1].cpu_seconds, default=None)
