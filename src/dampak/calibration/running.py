"""Running trials: every world has its own seed, so any of them can be made again."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from dampak.calibration.trial import Seen, Trial
from dampak.calibration.trials import every_trial

AT_A_TIME = 25  # worlds handed to a worker: often enough for progress, seldom enough for speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a method kept its word over ``n_worlds`` worlds, and as many without an effect.

    ``coverage`` and ``false_claims`` are shares of the worlds that were answered, None where
    nothing could be counted; the standard errors are those of the simulation itself.
    """

    code: str
    n_worlds: int
    seed: int
    n_answered: int
    coverage: float | None
    coverage_error: float | None
    false_claims: float | None
    false_claims_error: float | None


def run_trial(
    trial: Trial,
    *,
    n_worlds: int,
    seed: int,
    pool: ProcessPoolExecutor | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Kept:
    """Make the worlds, ask the method in each, and count."""
    effects = [trial.effect or 0.0, *([] if trial.effect is None else [0.0])]
    batches = [range(at, min(at + AT_A_TIME, n_worlds)) for at in range(0, n_worlds, AT_A_TIME)]
    found: list[list[Seen]] = []
    for effect in effects:
        found.append([])
        for batch in _mapped(trial, effect, batches, seed, pool):
            found[-1].extend(batch)
            progress(len(batch))
    coverage, coverage_error, n_answered = _share([each.covered for each in found[0]])
    claims, claims_error, n_asked = _share([each.claimed for each in found[-1]])
    if trial.effect is None:
        claims = claims_error = None
    return Kept(
        code=trial.code,
        n_worlds=n_worlds,
        seed=seed,
        n_answered=n_answered or n_asked,
        coverage=coverage,
        coverage_error=coverage_error,
        false_claims=claims,
        false_claims_error=claims_error,
    )


def _mapped(
    trial: Trial,
    effect: float,
    batches: list[range],
    seed: int,
    pool: ProcessPoolExecutor | None,
) -> Iterator[list[Seen]]:
    arguments = (repeat(trial.code), repeat(effect), batches, repeat(seed))
    return map(_worlds, *arguments) if pool is None else pool.map(_worlds, *arguments)


def _worlds(code: str, effect: float, numbers: range, seed: int) -> list[Seen]:
    trial = next(each for each in every_trial() if each.code == code)
    return [trial.once(_rng(seed, code, number), effect) for number in numbers]


def _rng(seed: int, code: str, number: int) -> np.random.Generator:
    return np.random.default_rng([seed, number, *code.encode()])


def _share(values: list[float | None]) -> tuple[float | None, float | None, int]:
    known: NDArray[np.float64] = np.array([v for v in values if v is not None])
    if not known.size:
        return None, None, 0
    mean = float(known.mean())
    # every value lies in [0, 1], so this is at most the error of a yes-or-no count
    return mean, math.sqrt(float(known.var()) / known.size), int(known.size)
