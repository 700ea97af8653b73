"""Every cell in a process of its own, and what the two of a case say about each other."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from dampak.benchmark.case import Case
from dampak.benchmark.measuring import Measured

TIME_LIMIT = 900  # seconds for one side
ONCE_IS_ENOUGH = 10.0  # seconds of a call
MOST_PANELS = 2.0  # of memory beside the data
HEAVY = 8_000_000  # bytes of a panel: below, the interpreter itself weighs more

Who = Literal["ours", "peer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What both sides of a case showed; a side that did not come to its end says why."""

    case: Case
    ours: Measured | str
    peer: Measured | str | None  # None: not installed

    @property
    def ratio(self) -> float | None:
        """How many times faster than the peer."""
        if isinstance(self.ours, Measured) and isinstance(self.peer, Measured):
            return self.peer.seconds / self.ours.seconds
        return None

    @property
    def panels(self) -> float | None:
        """Peak of memory beside the data, in sizes of the data."""
        if isinstance(self.ours, Measured) and self.case.panel_bytes:
            return self.ours.extra_bytes / self.case.panel_bytes
        return None

    @property
    def is_same(self) -> bool | None:
        """Whether both found the same number; a quick wrong answer is worth nothing."""
        ours, peer, tolerance = self.ours, self.peer, self.case.tolerance
        if tolerance is None or isinstance(ours, str) or isinstance(peer, str) or peer is None:
            return None
        return math.isclose(ours.value, peer.value, rel_tol=tolerance)

    @property
    def is_reached(self) -> bool | None:
        """Whether the ratio is the one demanded; None where none is, or where it is not known."""
        if self.ratio is None or self.case.demanded is None:
            return None
        return self.ratio >= self.case.demanded

    @property
    def is_light(self) -> bool | None:
        """Whether the peak is what a large panel may cost."""
        if self.panels is None or (self.case.panel_bytes or 0) < HEAVY:
            return None
        return self.panels <= MOST_PANELS

    @property
    def is_good(self) -> bool:
        """Nothing that was measured says otherwise."""
        found = (self.is_same, self.is_reached, self.is_light)
        return isinstance(self.ours, Measured) and False not in found


def run_case(case: Case, *, time_limit: float = TIME_LIMIT) -> Cell:
    """Ask both sides in turn, twice, and take the better of each.

    In turn, so that neither takes the other's processor; twice, because one busy moment of the
    machine would fall on all calls of one process. Who took long is not asked again.
    """
    sides: tuple[Who, ...] = ("ours", "peer") if is_installed(case) else ("ours",)
    first = {who: _asked(case, who, time_limit) for who in sides}
    best = {who: _asked_again(case, who, found, time_limit) for who, found in first.items()}
    return Cell(case=case, ours=best["ours"], peer=best.get("peer"))


def _asked_again(case: Case, who: Who, first: Measured | str, time_limit: float) -> Measured | str:
    if isinstance(first, str) or first.seconds > ONCE_IS_ENOUGH:
        return first
    return _better(first, _asked(case, who, time_limit))


def _better(one: Measured | str, other: Measured | str) -> Measured | str:
    if isinstance(one, str) or isinstance(other, str):
        return one if isinstance(one, str) else other
    return min(one, other, key=lambda each: each.seconds)


def is_installed(case: Case) -> bool:
    return find_spec(case.peer.module) is not None


def _asked(case: Case, who: Who, time_limit: float) -> Measured | str:
    command = [sys.executable, "-m", "dampak.benchmark", case.code, who]
    try:
        ran = subprocess.run(  # noqa: S603 - this program itself
            command, capture_output=True, text=True, timeout=time_limit, check=True
        )
    except subprocess.TimeoutExpired:
        return f"> {time_limit:g} s"
    except subprocess.CalledProcessError as fault:
        return fault.stderr.strip().splitlines()[-1] if fault.stderr.strip() else str(fault)
    return Measured(**json.loads(ran.stdout.splitlines()[-1]))
