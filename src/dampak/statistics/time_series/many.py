"""Intervals of many series of one design at once: for plans, which analyse pretended series."""

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.time_series.autocorrelated import log_scales, whitened
from dampak.statistics.time_series.mixtures import ANGLES, believed, quantile_of_all

AT_ONCE = 100  # series: few enough for the memory of a small computer


def intervals_of_many(
    series: Floats, design: Floats, sums: Floats, *, confidence: float
) -> tuple[Floats, Floats]:
    """Lower and upper ends, each (n,), of a sum of coefficients: those of `interrupted_series`.

    ``series`` (n, n_months) without gaps, ``design`` (n_months, k), ``sums`` (k,). Only in one
    thing they differ: at a confidence so low that an interval would leave out its own value, it
    is not stretched.
    """
    parts = [
        _intervals(series[at : at + AT_ONCE], design, sums, confidence)
        for at in range(0, len(series), AT_ONCE)
    ]
    lows, highs = (np.concatenate(ends) for ends in zip(*parts, strict=True))
    return lows, highs


def _intervals(
    series: Floats, design: Floats, sums: Floats, confidence: float
) -> tuple[Floats, Floats]:
    correlations, steps = np.sin(ANGLES), np.ones(design.shape[0] - 1, dtype=np.int64)
    x, y = (whitened(each, correlations, steps) for each in (design, series.T))
    information, towards = x.transpose(0, 2, 1) @ x, x.transpose(0, 2, 1) @ y
    coefficients = np.linalg.solve(information, towards)
    squares = ((y - x @ coefficients) ** 2).sum(axis=1)
    freedom = design.shape[0] - design.shape[1]
    halves = np.linalg.slogdet(information)[1][:, None] + freedom * np.log(squares)
    spread = np.linalg.solve(information, sums[:, None])[..., 0] @ sums
    errors = np.sqrt(spread[:, None] * squares / freedom)
    low, high = (
        quantile_of_all(
            share,
            values=np.einsum("k,gkn->gn", sums, coefficients),
            errors=errors,
            weights=believed(log_scales(correlations, steps)[:, None] - halves / 2),
            freedom=freedom,
        )
        for share in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    return low, high
