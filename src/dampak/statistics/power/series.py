"""One series of months: how large must a change be to be told from the line it was on?"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, refuse_unless_generator, whole_number
from dampak.statistics.power.goal import USUAL, Goal
from dampak.statistics.power.history import History
from dampak.statistics.time_series import interrupted_series
from dampak.statistics.time_series.designs import Segments
from dampak.statistics.time_series.many import intervals_of_many

SERIES = 2_000  # pretended; the simulation error of a power of 0.8 is then about 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDetectable:
    """What one interrupted series can find; ``value`` is the mean change over the months since.

    ``standard_error`` is that of generalised least squares, were the dependence of the months
    known; ``false_claims`` how often a change would be claimed in such series without one.
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
        Makes 2,000 series without a change.
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
    refuse_unless_generator(rng)
    n_before = whole_number(n_before, name="n_before", at_least=1)
    n_after = whole_number(n_after, name="n_after", at_least=1)
    n_periods = n_before + n_after
    covariance = history.covariance(n_periods) - history.lasting_variance
    series = rng.standard_normal((SERIES, n_periods)) @ np.linalg.cholesky(covariance).T
    tried = interrupted_series(
        outcomes=series[0], first_treated=n_before, slope_changes=slope_changes
    )
    if isinstance(tried, NoAnswer):
        return tried
    error = known_error(covariance, n_before=n_before, slope_changes=slope_changes)
    columns, change = _described(n_periods, n_before=n_before, slope_changes=slope_changes)
    lows, highs = intervals_of_many(series, columns, change, confidence=goal.confidence)
    weighed = np.linalg.solve(covariance, columns)
    known = series @ weighed @ np.linalg.solve(columns.T @ weighed, change)
    distances = np.column_stack([known - lows, highs - known]) / error
    return SeriesDetectable(
        value=error * _found_as_often_as(goal.power, distances),
        standard_error=error,
        false_claims=_chance(0.0, distances),
        power=goal.power,
        confidence=goal.confidence,
        n_before=n_before,
        n_after=n_after,
        method="detectable_interrupted_series/1",
    )


def _chance(errors: float, distances: Floats) -> float:
    """How often a change of so many standard errors is found; ``distances`` (n, 2), in standard
    errors, from the generalised least squares of each series down and up to the interval's ends.

    How far those least squares lie from the truth has nothing to do with what they leave of the
    series, and so nothing with the distances: its luck need not be drawn. A series turned upside
    down is as likely as itself.
    """
    upward = special.ndtr(errors - distances) + special.ndtr(-errors - distances)
    return float(upward.sum(axis=1).mean() / 2)


def _found_as_often_as(power: float, distances: Floats) -> float:
    def missing(errors: float) -> float:
        return _chance(errors, distances) - power

    most = float(distances.max()) + 10.0
    return float(optimize.brentq(missing, 0.0, most, xtol=1e-9)) if missing(0.0) < 0 else 0.0


def known_error(covariance: Floats, *, n_before: int, slope_changes: bool) -> float:
    """The standard error of the mean change by generalised least squares."""
    columns, sums = _described(covariance.shape[0], n_before=n_before, slope_changes=slope_changes)
    information = columns.T @ np.linalg.solve(covariance, columns)
    return float(np.sqrt(sums @ np.linalg.solve(information, sums)))


def _described(n_periods: int, *, n_before: int, slope_changes: bool) -> tuple[Floats, Floats]:
    """The columns of the regression, and the sum of coefficients that is the mean change."""
    segments = Segments(start=n_before, season="none", slope_changes=slope_changes)
    change = segments.change_after((n_periods - n_before - 1) / 2)
    return segments.columns(np.arange(n_periods)), change
