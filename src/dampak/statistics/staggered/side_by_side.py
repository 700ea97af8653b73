"""One average for each cohort or each month, side by side with bands for all of them."""

from typing import TypedDict

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Integers
from dampak.statistics.staggered.aggregating import after_training
from dampak.statistics.staggered.bands import Bands, Doubt, bands_of
from dampak.statistics.staggered.effects import GroupTimeEffects


class Line(TypedDict):
    """What every average shown side by side with others says, in the unit of the outcome."""

    value: float
    low: float
    high: float
    n_units: int
    standard_error: float | None


def lines_of(bands: Bands) -> list[Line]:
    """The answers of the bands, one line each."""
    answer = bands.answer
    return [
        Line(
            value=float(answer.values[j]),
            low=float(answer.values[j] - half_width),
            high=float(answer.values[j] + half_width),
            n_units=int(answer.n_trained[j]),
            standard_error=bands.standard_errors[j],
        )
        for j, half_width in enumerate(bands.half_widths)
    ]


def averages_by(
    label: Integers, effects: GroupTimeEffects, doubt: Doubt, *, rng: np.random.Generator
) -> tuple[list[int], Bands] | NoAnswer:
    """Average the effects after the training that have a label in common; ``label`` (k,).

    Returns the labels that an answer could be given for, in order, with the bands.
    """
    after = after_training(effects)
    labels = np.unique(label[after])
    found = bands_of(effects, (label[:, None] == labels) & after[:, None], doubt, rng=rng)
    return found if isinstance(found, NoAnswer) else (labels[found.kept].tolist(), found)
