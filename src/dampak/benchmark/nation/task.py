"""A task of the benchmark: one question about a nation, put to us and to others in turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dampak.benchmark.nation.demands import Demand
from dampak.foundation.text import Sentence

Answer = Mapping[str, NDArray[np.float64]]


def nothing_to_compare(_found: Any) -> Answer:
    """Of a side that is only there to be measured."""
    return {}


def no_remark(_answer: Answer) -> None:
    """Of a side whose cost says everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who answers, in a process of its own.

    ``prepare`` lays out what is asked of, and ``tell`` puts what ``ask`` found into arrays that
    can be compared; both are outside the clock. ``module`` is what must be installed. Who takes
    very long ``is_asked_once``. ``remark`` says what else the answer shows.
    """

    name: str
    prepare: Callable[[], Any]
    ask: Callable[[Any], Any]
    tell: Callable[[Any], Answer] = nothing_to_compare
    module: str = "dampak"
    is_asked_once: bool = False
    remark: Callable[[Answer], Sentence | None] = no_remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``sides`` begin with ours, which all answers are held against.

    ``tolerance`` is how far two numbers may be apart, as a share of the larger.
    """

    code: str
    title: str
    sides: tuple[Side, ...]
    demands: tuple[Demand, ...] = ()
    repeats: int = 2
    tolerance: float = 1e-5  # DataFusion cuts what it interpolates after six decimals
    note: str = ""

    def side(self, name: str) -> Side:
        """The side of this name."""
        return next(side for side in self.sides if side.name == name)
