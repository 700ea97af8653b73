"""Why a series does not say whether it changed."""

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, Integers
from dampak.statistics.panel import RESOLUTION
from dampak.statistics.time_series.designs import YEAR, YEARS_NEEDED, Segments

MONTHS_BEFORE = 12
MONTHS_AFTER = 4
FREEDOM = 8  # months beyond the number of columns: with fewer, the autocorrelation is a guess


def silence_of(series: Floats, months: Integers, segments: Segments) -> NoAnswer | None:
    """Too few of the ``months`` were counted, or what was counted leaves nothing to tell."""
    return _too_few_months(months, segments) or _unanswerable(series[months], months, segments)


def _too_few_months(months: Integers, segments: Segments) -> NoAnswer | None:
    n, n_before = months.size, int((months < segments.start).sum())
    needed = max(segments.n_columns + FREEDOM, YEAR * YEARS_NEEDED[segments.season])
    if n == 0:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if n_before == 0:
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=MONTHS_BEFORE, found=0)
    for least, found in ((MONTHS_BEFORE, n_before), (MONTHS_AFTER, n - n_before), (needed, n)):
        if found < least:
            return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=least, found=found)
    return None


def _unanswerable(series: Floats, months: Integers, segments: Segments) -> NoAnswer | None:
    columns = segments.columns(months)
    solution, _, rank, _ = np.linalg.lstsq(columns, series, rcond=None)
    if rank < segments.n_columns:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=segments.n_columns, found=int(rank))
    left = float(np.abs(series - columns @ solution).max())
    if left <= max(RESOLUTION * float(np.abs(series).max()), SMALLEST):
        return NoAnswer(why=Silence.NO_SPREAD)
    return None
