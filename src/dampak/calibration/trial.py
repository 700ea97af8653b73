"""A trial: one method, one kind of world, and a promise that can be checked."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import Estimate, Measurement, NoAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one world showed.

    ``covered`` is 1 if the interval held the truth and 0 if not; for many intervals at once the
    trial says whether it is their share or all of them together. ``claimed`` is 1 if an effect was
    claimed. Either is None where the world cannot show it: a refusal covers and claims nothing.
    """

    covered: float | None = None
    claimed: float | None = None


REFUSED = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Worlds of one kind put to one method.

    ``once`` makes a world with the effect it is given, asks the method, and says what it saw. It
    is called with ``effect`` for the coverage and with 0 for the false claims; ``effect`` is None
    where a method claims nothing, and then only the coverage is counted. ``confidence`` is what the
    interval promises to cover, ``claims_at_most`` the share of worlds without an effect where one
    may be claimed: a plan of power .80 rests on intervals of 95 %. ``wide_because`` says why more
    than 97 % may be covered, such as an interval that is exact over few possible values.
    """

    code: str
    method: str
    world: str
    once: Callable[[np.random.Generator, float], Seen]
    effect: float | None
    confidence: float = 0.95
    claims_at_most: float = 0.05
    wide_because: str = ""
    n_small: int = 100  # worlds in the tests: about two seconds of work


def seen(answer: Estimate | Measurement | NoAnswer, *, truth: float, null: float = 0.0) -> Seen:
    """Whether the interval held the truth, and whether it left ``null`` outside."""
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= truth <= answer.high),
        claimed=float(not answer.low <= null <= answer.high),
    )
