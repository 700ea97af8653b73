"""What became of a task: what each side showed, whose answers agree, what was reached."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.benchmark.nation.demands import Demand, Found
from dampak.benchmark.nation.seen import Broken, Seen, Showing
from dampak.benchmark.nation.task import Task

FROM = "~from"  # in an answer: it says nothing of the months before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many numbers of two answers were compared, and how many differ."""

    compared: int
    unlike: int

    @property
    def is_same(self) -> bool:
        """Whether no number differs."""
        return not self.unlike


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``showings`` in the order of the task's sides."""

    task: Task
    showings: Mapping[str, Showing]

    @property
    def ours(self) -> Showing:
        """What the side showed that the others are held against."""
        return self.showings[self.task.sides[0].name]

    def agreement(self, name: str) -> Agreement | None:
        """How far a side agrees with ours; None where there is nothing to compare."""
        ours, other = self.ours, self.showings[name]
        if name == self.task.sides[0].name or not (
            isinstance(ours, Seen) and isinstance(other, Seen)
        ):
            return None
        return agreement_of(ours.answer, other.answer, tolerance=self.task.tolerance)

    @property
    def judged(self) -> tuple[tuple[Demand, Found | None], ...]:
        """Every demand, with what was found."""
        return tuple((demand, demand.judge(self.showings)) for demand in self.task.demands)

    @property
    def is_good(self) -> bool:
        """Ours came to its end, no answer differs, and nothing demanded was missed."""
        agreements = [self.agreement(name) for name in self.showings]
        return (
            not isinstance(self.ours, Broken)
            and all(each is None or each.is_same for each in agreements)
            and all(found is None or found.is_reached for _, found in self.judged)
        )


def agreement_of(
    ours: Mapping[str, NDArray[np.float64]],
    theirs: Mapping[str, NDArray[np.float64]],
    *,
    tolerance: float,
) -> Agreement | None:
    """Compare what both answers name; NaN is like NaN, and another shape like nothing."""
    first = int(theirs[FROM].item()) if FROM in theirs else 0
    names = sorted((ours.keys() & theirs.keys()) - {FROM})
    compared = unlike = 0
    for name in names:
        one, other = ours[name][..., first:], theirs[name][..., first:]
        compared += one.size
        if one.shape != other.shape:
            unlike += one.size
        else:
            same = np.isclose(one, other, rtol=tolerance, atol=0, equal_nan=True)
            unlike += int(same.size - same.sum())
    return Agreement(compared=compared, unlike=unlike) if names else None
