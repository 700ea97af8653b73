"""What was planted in a nation, in the units an evaluation answers in.

The truth is the mean, over the unit-months since training, of what happened minus what would have
happened on the same luck without the training.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.effects import NEVER
from dampak.simulation.names import PROGRAMME
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.measures import indicators
from dampak.simulation.nation.tallies import SavedTally
from dampak.simulation.truth import UNITS_OF_EFFECT, WEIGHTS

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

FORMAT = "dampak-nation-truth/1"


@dataclass(slots=True, kw_only=True)
class _Felt:
    """Sums over unit-months, by the months since training."""

    difference: Numbers
    untrained: Numbers
    n: Whole

    def add(self, lives: Numbers, since: Whole) -> None:
        """Count what can be read in both lives; shape (2, units, months)."""
        trained, untrained = lives
        counts = (since >= 0) & np.isfinite(trained) & np.isfinite(untrained)
        at, size = since[counts], len(self.n)
        self.difference += np.bincount(at, (trained - untrained)[counts], minlength=size)
        self.untrained += np.bincount(at, untrained[counts], minlength=size)
        self.n += np.bincount(at, minlength=size)


def truth_of(nation: Nation, tallies: Sequence[SavedTally]) -> dict[str, Any]:
    """The nation, what an evaluation of it should find, and what damage its files carry."""
    scale = nation.scale
    felt = _felt(nation, tallies)
    return {
        "format": FORMAT,
        "scale": asdict(scale),
        "first_month": f"{scale.months[0]:%Y-%m}",
        "last_month": f"{scale.months[-1]:%Y-%m}",
        "programme": PROGRAMME,
        "n_units": scale.n_units,
        "weights": WEIGHTS,
        "effects": [_effect(outcome, felt[outcome]) for outcome in UNITS_OF_EFFECT],
        "cohorts": _cohorts(nation),
        "damage": dict(sum((Counter(tally.damage) for tally in tallies), Counter())),
        "rows_sent": {
            f"{month:%Y-%m}": tally.rows for month, tally in zip(scale.months, tallies, strict=True)
        },
        "first_trained": _starts(nation),
    }


def _felt(nation: Nation, tallies: Sequence[SavedTally]) -> dict[str, _Felt]:
    n_months = nation.scale.n_months
    felt = {
        outcome: _Felt(
            difference=np.zeros(n_months), untrained=np.zeros(n_months), n=np.zeros(n_months, int)
        )
        for outcome in UNITS_OF_EFFECT
    }
    for block in nation.scale.blocks():
        first = nation.first_trained[block.first : block.after, None].astype(int)
        since = np.where(first == NEVER, -1, np.arange(n_months)[None, :] - first)
        for outcome, lives in indicators(tallies, block).items():
            felt[outcome].add(lives, since)
    return felt


def _effect(outcome: str, felt: _Felt) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "unit": UNITS_OF_EFFECT[outcome],
        **_mean(felt.difference.sum(), felt.untrained.sum(), int(felt.n.sum())),
        "by_months_since": [
            {"months_since": since, **_mean(difference, untrained, int(n))}
            for since, (difference, untrained, n) in enumerate(
                zip(felt.difference, felt.untrained, felt.n, strict=True)
            )
            if n
        ],
    }


def _mean(difference: float, untrained: float, n: int) -> dict[str, Any]:
    return {
        "effect": float(difference / n) if n else None,
        "without_training": float(untrained / n) if n else None,
        "n_unit_months": n,
    }


def _cohorts(nation: Nation) -> dict[str, int]:
    """How many units each month of training has; the others are never trained."""
    starts, n = np.unique(nation.first_trained, return_counts=True)
    return {
        f"{nation.month(start):%Y-%m}" if start != NEVER else "never": units
        for start, units in zip(starts.tolist(), n.tolist(), strict=True)
    }


def _starts(nation: Nation) -> dict[str, str | None]:
    return {
        code: None if first == NEVER else f"{nation.month(first):%Y-%m}"
        for code, first in zip(nation.tree.unit_codes, nation.first_trained.tolist(), strict=True)
    }
