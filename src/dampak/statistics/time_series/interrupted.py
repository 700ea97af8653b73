"""One series of months, interrupted by a training: did its level or its direction change?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.time_series.autocorrelated import (
    AutocorrelatedRegression,
    autocorrelated_regression,
)
from dampak.statistics.time_series.designs import LEVEL, Season, Segments
from dampak.statistics.time_series.residuals import left_over_p_value
from dampak.statistics.time_series.series import horizon_within, position_of, series_of
from dampak.statistics.time_series.silence import silence_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InterruptedSeries:
    """How a series went on after the training, against its own trend and season before.

    ``level`` is the change in the first month, ``slope`` the change of the trend per month,
    ``at_horizon`` the change ``horizon`` months after the first, ``average`` the mean change over
    the months counted since; their ``n`` is the number of months. ``slope`` is None if it was held.

    ``autocorrelation`` (-1 to 1) is that of the errors; ``residual_p_value`` is small if they still
    hold something (see `left_over_p_value`). ``fitted`` and ``continued`` (n_periods,) are the
    model with the change and without it. With a comparison series all of this is about the
    difference of the two.
    """

    level: Measurement
    slope: Measurement | None
    average: Measurement
    at_horizon: Measurement
    horizon: int
    autocorrelation: float
    residual_p_value: float
    n_before: int
    n_after: int
    fitted: Floats
    continued: Floats


def interrupted_series(
    *,
    outcomes: ArrayLike,
    first_treated: int,
    comparison: ArrayLike | None = None,
    season: Season = "none",
    slope_changes: bool = True,
    horizon: int | None = None,
    confidence: float = 0.95,
) -> InterruptedSeries | NoAnswer:
    """Measure how far a series left the line that its months before the training drew.

    Parameters
    ----------
    outcomes
        Shape (n_periods,), one number per month in order; NaN where a month was not counted.
    first_treated
        Position of the first month of training.
    comparison
        Shape (n_periods,). A series that had no training but the same surroundings; the difference
        of the two is then what is measured (controlled interrupted series).
    season
        ``"none"``, ``"waves"`` (two smooth waves a year) or ``"months"`` (each calendar month its
        own level).
    slope_changes
        Whether the training may change the trend too, or the level alone.
    horizon
        Months after the first month of training for ``at_horizon``; the last month by default.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    InterruptedSeries
        Measurements in the unit of the outcome, ``interrupted_series/1`` or
        ``controlled_interrupted_series/1``. Value and standard error are those of REML; the
        interval averages over the autocorrelations that the data allow.
    NoAnswer
        Nobody trained in these months, fewer than 12 months counted before or 4 after, too few
        in all (24 for waves,
        36 for a level of each calendar month), or no spread.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Notes
    -----
    Rests on trend and season going on as before. Whatever else began in the same month is counted
    as change; a comparison series removes what befell both. One series without comparison cannot
    say why it moved.

    References
    ----------
    Wagner and others (2002), Journal of Clinical Pharmacy and Therapeutics 27, 299-309: segmented
    regression. Turner and others (2021), BMC Medical Research Methodology 21, 181: REML keeps its
    word best in short series. Linden (2015), Stata Journal 15, 480-500: comparison series.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    segments = Segments(
        start=position_of(first_treated), season=season, slope_changes=slope_changes
    )
    series = series_of(outcomes, comparison)
    n_since = series.size - segments.start
    if segments.start < 0 or n_since < 1:
        return NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)
    horizon = horizon_within(n_since, horizon)
    months = np.flatnonzero(np.isfinite(series))
    if refusal := silence_of(series, months, segments):
        return refusal
    fit = autocorrelated_regression(series[months], segments.columns(months), months)
    kind = "interrupted_series/1" if comparison is None else "controlled_interrupted_series/1"
    return _read(_Asked(fit, segments, months, kind, confidence), horizon, series.size)


@dataclass(frozen=True, slots=True)
class _Asked:
    fit: AutocorrelatedRegression
    segments: Segments
    months: Integers
    method: str
    confidence: float

    def measured(self, sums: Floats) -> Measurement:
        value, error, low, high = self.fit.contrast(sums, confidence=self.confidence)
        return Measurement(
            value=value,
            low=low,
            high=high,
            confidence=self.confidence,
            n=self.months.size,
            method=self.method,
            standard_error=error,
        )


def _read(asked: _Asked, horizon: int, n_periods: int) -> InterruptedSeries:
    segments, since = asked.segments, asked.months - asked.segments.start
    after = since[since >= 0]
    columns = segments.columns(np.arange(n_periods))
    coefficients = asked.fit.coefficients
    changed = slice(LEVEL, LEVEL + segments.n_changes)
    fitted = columns @ coefficients
    slope = asked.measured(segments.change_of_slope()) if segments.slope_changes else None
    return InterruptedSeries(
        level=asked.measured(segments.change_after(0)),
        slope=slope,
        average=asked.measured(segments.change_after(float(after.mean()))),
        at_horizon=asked.measured(segments.change_after(horizon)),
        horizon=horizon,
        autocorrelation=asked.fit.autocorrelation,
        residual_p_value=left_over_p_value(asked.fit.best.fresh[0], asked.fit.whitened_design),
        n_before=int(since.size - after.size),
        n_after=int(after.size),
        fitted=fitted,
        continued=fitted - columns[:, changed] @ coefficients[changed],
    )
