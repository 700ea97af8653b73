"""One series of months: how large must a change be to be told from the line it was on?"""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, whole_number
from dampak.statistics.power.goal import USUAL, Goal
from dampak.statistics.power.history import History
from dampak.statistics.time_series import interrupted_series
from dampak.statistics.time_series.designs import Segments

SERIES = 200  # pretended; the simulation error of a power of 0.8 is then below 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDetectable:
    """What one interrupted series can find; ``value`` is the mean change over the months since.

    ``standard_error`` is that of generalised least squares, were the dependence of the months
    known; ``false_claims`` the share of pretended series without a change where one was claimed.
    """

    value: float
    standard_error: float
    false_claims: float
    power: float
    confidence: float
    n_before: int
    n_after: int
    method: str


def smallest_detectable_change(
    *,
    history: History,
    n_before: int,
    n_after: int,
    rng: np.random.Generator,
    slope_changes: bool = True,
    goal: Goal = USUAL,
) -> SeriesDetectable | NoAnswer:
    """The mean change after the training that ``interrupted_series`` finds as often as asked.

    Parameters
    ----------
    history
        How the series varies about its line; what lasts plays no part.
    n_before, n_after
        Months counted before and since the first month of training.
    rng
        Makes 200 series without a change.
    slope_changes
        Whether the analysis lets the training change the trend, too.
    goal
        Power and confidence.

    Returns
    -------
    SeriesDetectable
        ``detectable_interrupted_series/1``. The dependence of the months has to be estimated from
        one short series; what that costs is found by analysing pretended series.
    NoAnswer
        If the months are too few for the analysis.

    Raises
    ------
    ValueError
        If there is not one month before and one after.

    References
    ----------
    McLeod and Vingilis (2005), Technometrics 47, 174-180: power when the dependence is known.
    """
    n_before = whole_number(n_before, name="n_before", at_least=1)
    n_after = whole_number(n_after, name="n_after", at_least=1)
    n_periods = n_before + n_after
    covariance = history.covariance(n_periods) - history.lasting_variance
    noise = rng.standard_normal((SERIES, n_periods)) @ np.linalg.cholesky(covariance).T
    ends = []
    for each in noise:
        answer = interrupted_series(
            outcomes=each,
            first_treated=n_before,
            slope_changes=slope_changes,
            confidence=goal.confidence,
        )
        if isinstance(answer, NoAnswer):
            return answer
        ends.append((answer.average.low, answer.average.high))
    lows, highs = np.array(ends).T
    distances = np.sort(np.concatenate([-lows, highs]))
    value = float(distances[int(np.ceil(goal.power * distances.size)) - 1])
    if not np.isfinite(value):
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=n_periods + 1, found=n_periods)
    return SeriesDetectable(
        value=value,
        standard_error=known_error(covariance, n_before=n_before, slope_changes=slope_changes),
        false_claims=float(((lows > 0) | (highs < 0)).mean()),
        power=goal.power,
        confidence=goal.confidence,
        n_before=n_before,
        n_after=n_after,
        method="detectable_interrupted_series/1",
    )


def known_error(covariance: Floats, *, n_before: int, slope_changes: bool) -> float:
    """The standard error of the mean change by generalised least squares."""
    segments = Segments(start=n_before, season="none", slope_changes=slope_changes)
    columns = segments.columns(np.arange(covariance.shape[0]))
    spread = np.linalg.inv(columns.T @ np.linalg.solve(covariance, columns))
    n_after = covariance.shape[0] - n_before
    sums = segments.change_after((n_after - 1) / 2)
    return float(np.sqrt(sums @ spread @ sums))
