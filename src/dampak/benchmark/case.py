"""A case: one question, put to us and to a peer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dampak.foundation.answers import NoAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who answers. ``prepare`` lays the data out as this side likes them, outside the clock.

    ``ask`` answers from them with the number that both sides should agree on. ``module`` is what
    must be installed, and is imported by the first call, outside the clock as well.
    """

    name: str
    prepare: Callable[[], Any]
    ask: Callable[[Any], float]
    module: str = "dampak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``demanded`` is how many times faster than the peer; None where nothing is demanded.

    ``panel_bytes`` is what the outcomes themselves weigh, if they are units by months.
    ``tolerance`` is how far the two answers may be apart, as a share of the larger; None where
    they are not the same question.
    """

    code: str
    title: str
    size: str
    ours: Side
    peer: Side
    demanded: float | None = None
    panel_bytes: int | None = None
    tolerance: float | None = 1e-6
    note: str = ""


class CannotMeasure(Exception):
    """The method was silent about the case, so there is nothing to measure."""


def answered(answer: Any) -> Any:
    """The answer, which a case of the benchmark must have."""
    if isinstance(answer, NoAnswer):
        raise CannotMeasure(answer.why)
    return answer
