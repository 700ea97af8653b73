"""The indicators of a simulated world, counted straight from its arrays.

The warehouse counts the same from the files. This second way of counting exists because the truth
needs a world that was never written down: the one without the training.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.accuracy import FIELDS
from dampak.simulation.fates import fates
from dampak.simulation.voices import NOT_ANSWERED
from dampak.simulation.world import Outcomes, World

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]
Measure = Callable[[World, Outcomes], Numbers]


def median_completion_time(world: World, outcomes: Outcomes) -> Numbers:
    """Median working days of the requests answered in each unit and month."""
    return _quantile_of_spans(world, outcomes, 0.5)


def p90_completion_time(world: World, outcomes: Outcomes) -> Numbers:
    """The working days that nine in ten answered requests did not exceed."""
    return _quantile_of_spans(world, outcomes, 0.9)


def finished_by_promised_day(world: World, outcomes: Outcomes) -> Numbers:
    """Of the requests answered in the month, the share answered by the promised day."""
    requests, fate = outcomes.requests, fates(outcomes.requests, world.days)
    answered = fate.is_answered
    cell = world.cell(requests.draws.unit[answered], fate.ended[answered])
    on_time = (fate.ended <= requests.promised)[answered]
    return world.ratio(np.bincount(cell[on_time], minlength=world.n_cells), world.count(cell))


def digital_share(world: World, outcomes: Outcomes) -> Numbers:
    """Of the requests received in the month, the share that came digitally."""
    draws, digital = outcomes.requests.draws, outcomes.requests.is_digital
    inside = draws.month >= 0
    cell = world.cell(draws.unit[inside], draws.received[inside])
    return world.ratio(world.count(cell[digital[inside]]), world.count(cell))


def record_accuracy(world: World, outcomes: Outcomes) -> Numbers:
    """Fields correct over fields checked."""
    cell = world.cell(world.check_draws.unit, world.check_draws.day)
    right = np.bincount(cell, weights=outcomes.fields_correct, minlength=world.n_cells)
    return world.ratio(right, FIELDS * world.count(cell))


def complaints_per_1000(world: World, outcomes: Outcomes) -> Numbers:
    """Complaints received for every thousand requests received in the same month."""
    draws = outcomes.requests.draws
    inside = draws.month >= 0
    received = world.cell(draws.unit[inside], draws.received[inside])
    on = draws.received + draws.complaint_lag
    heard = outcomes.requests.has_complaint & world.is_inside(on)
    complaints = world.count(world.cell(draws.unit[heard], on[heard]))
    return world.ratio(1000.0 * complaints, world.count(received))


def ikm(world: World, outcomes: Outcomes) -> Numbers:
    """Mean of the elements' means, times 25; an element nobody answered is left out."""
    cell = world.cell(world.answer_draws.unit, world.answer_draws.day)
    means = [_mean_answer(world, cell, element) for element in outcomes.answers.T]
    value: Numbers = 25.0 * np.nanmean(means, axis=0)
    return value


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "median-completion-time": median_completion_time,
        "p90-completion-time": p90_completion_time,
        "finished-by-promised-day": finished_by_promised_day,
        "digital-share": digital_share,
        "record-accuracy": record_accuracy,
        "complaints-per-1000": complaints_per_1000,
        "ikm": ikm,
    }
)


def _mean_answer(world: World, cell: Ints, answers: Ints) -> Numbers:
    given = answers != NOT_ANSWERED
    total = np.bincount(cell[given], weights=answers[given], minlength=world.n_cells)
    return world.ratio(total, world.count(cell[given]))


def _quantile_of_spans(world: World, outcomes: Outcomes, q: float) -> Numbers:
    requests, fate = outcomes.requests, fates(outcomes.requests, world.days)
    answered = fate.is_answered
    spans = world.days.span(requests.draws.received[answered], fate.ended[answered])
    cell = world.cell(requests.draws.unit[answered], fate.ended[answered])
    return world.table(grouped_quantile(spans, cell, world.n_cells, q))


def grouped_quantile(values: Ints, group: Ints, n_groups: int, q: float) -> Numbers:
    """The quantile of each group, interpolated between rows; NaN where a group is empty."""
    ordered = values[np.lexsort((values, group))].astype(float)
    size = np.bincount(group, minlength=n_groups)
    at = q * (size - 1)
    first = np.cumsum(size) - size
    low = np.where(size > 0, np.floor(at), 0).astype(int)
    high = np.minimum(low + 1, np.maximum(size - 1, 0))
    if not ordered.size:
        return np.full(n_groups, np.nan)
    last = ordered.size - 1
    below = ordered[np.minimum(first + low, last)]
    above = ordered[np.minimum(first + high, last)]
    return np.where(size > 0, below + (at - low) * (above - below), np.nan)
