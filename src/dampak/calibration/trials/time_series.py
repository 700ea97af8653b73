"""One office and its months: errors that remember, seasons, and another office beside it."""

from functools import partial

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.time_series import InterruptedSeries, interrupted_series
from dampak.statistics.time_series.designs import Season


def luck(rng: np.random.Generator, n_months: int, *, memory: float) -> Floats:
    """Errors of spread 1 of which a share ``memory`` is left a month later."""
    errors = rng.normal(size=n_months)
    for month in range(1, n_months):
        errors[month] = memory * errors[month - 1] + np.sqrt(1 - memory**2) * errors[month]
    return errors


def _alone(
    rng: np.random.Generator,
    effect: float,
    *,
    n_before: int,
    n_after: int,
    memory: float,
    season: Season,
    question: str,
) -> Seen:
    months = np.arange(n_before + n_after)
    swing = 0.0 if season == "none" else 1.0
    outcomes = 0.05 * months + swing * np.sin(np.pi * months / 6)
    outcomes = outcomes + luck(rng, months.size, memory=memory) + effect * (months >= n_before)
    answer = interrupted_series(outcomes=outcomes, first_treated=n_before, season=season)
    return _seen(answer, question, effect)


def _beside_another(rng: np.random.Generator, effect: float) -> Seen:
    months = np.arange(36)
    shared = np.sin(np.pi * months / 6) + 0.2 * rng.normal(size=36).cumsum()
    trained = shared + luck(rng, 36, memory=0.6) + effect * (months >= 24)
    other = shared + 0.5 * luck(rng, 36, memory=0.3)
    return _seen(
        interrupted_series(outcomes=trained, first_treated=24, comparison=other), "average", effect
    )


def _seen(answer: InterruptedSeries | NoAnswer, question: str, effect: float) -> Seen:
    if isinstance(answer, NoAnswer):
        return REFUSED
    return seen(answer.level if question == "level" else answer.average, truth=effect)


SHORT = (
    "in a short series the data cannot tell errors that last from errors that do not, and the "
    "interval allows for both"
)
TRIALS = (
    Trial(
        code="interrupted-series-level",
        method="interrupted_series/1",
        world="30 months before and 18 after, a season, memory 0.6: the change of level",
        once=partial(_alone, n_before=30, n_after=18, memory=0.6, season="waves", question="level"),
        effect=2.0,
        n_small=80,
    ),
    Trial(
        code="interrupted-series-average",
        method="interrupted_series/1",
        world="24 months before and 12 after, a season, memory 0.7: the average change",
        once=partial(
            _alone, n_before=24, n_after=12, memory=0.7, season="waves", question="average"
        ),
        effect=2.0,
        wide_because=SHORT,
        n_small=80,
    ),
    Trial(
        code="interrupted-series-short",
        method="interrupted_series/1",
        world="16 months before and 8 after, memory 0.4: the average change",
        once=partial(_alone, n_before=16, n_after=8, memory=0.4, season="none", question="average"),
        effect=2.0,
        wide_because=SHORT,
        n_small=80,
    ),
    Trial(
        code="interrupted-series-controlled",
        method="controlled_interrupted_series/1",
        world="24 months before and 12 after beside an office with the same season and shocks",
        once=_beside_another,
        effect=2.0,
        wide_because=SHORT,
        n_small=80,
    ),
)
