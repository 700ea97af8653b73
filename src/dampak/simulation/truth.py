"""What was planted, in the units an evaluation answers in."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.effects import NEVER
from dampak.simulation.measuring import MEASURES
from dampak.simulation.world import World

UNITS_OF_EFFECT: Mapping[str, str] = {
    "median-completion-time": "working days",
    "p90-completion-time": "working days",
    "finished-by-promised-day": "share, 0 to 1",
    "digital-share": "share, 0 to 1",
    "record-accuracy": "share, 0 to 1",
    "complaints-per-1000": "complaints per 1,000 requests",
    "ikm": "IKM points",
}
WEIGHTS = (
    "Each month of each trained unit, from the month of its first training to the last month of "
    "the data, counts once: the weights of the overall group-time average effect."
)


def truth_of(world: World) -> dict[str, Any]:
    """The scenario, the effects that an evaluation should find, and who was trained when."""
    return {
        "format": "dampak-truth/1",
        "scenario": world.scenario.code,
        "seed": world.seed,
        "first_month": f"{world.months[0]:%Y-%m}",
        "last_month": f"{world.months[-1]:%Y-%m}",
        "weights": WEIGHTS,
        "effects": [_effect(world, outcome) for outcome in MEASURES],
        "first_trained": _starts(world),
    }


def effect_by_cell(world: World, outcome: str) -> NDArray[np.float64]:
    """The indicator as it happened minus the indicator without training, by unit and month."""
    measure = MEASURES[outcome]
    difference: NDArray[np.float64] = measure(world, world.happened) - measure(
        world, world.without_training
    )
    return difference


def trained_cells(world: World) -> NDArray[np.bool_]:
    """The unit-months from each trained unit's first training on."""
    month = np.arange(len(world.months))[None, :]
    first = world.first_trained[:, None]
    trained: NDArray[np.bool_] = (first != NEVER) & (month >= first)
    return trained


def _effect(world: World, outcome: str) -> dict[str, Any]:
    felt = effect_by_cell(world, outcome)[trained_cells(world)]
    felt = felt[np.isfinite(felt)]
    return {
        "outcome": outcome,
        "effect": float(felt.mean()) if felt.size else None,
        "unit": UNITS_OF_EFFECT[outcome],
        "n_unit_months": int(felt.size),
    }


def _starts(world: World) -> dict[str, str | None]:
    return {
        unit.code: None if first == NEVER else f"{world.months[first]:%Y-%m}"
        for unit, first in zip(world.counters.units, world.first_trained.tolist(), strict=True)
    }
