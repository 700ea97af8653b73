"""Offices whose true effects are known, for the tests of this room."""

import numpy as np

TRAINED = ((3, 8), (5, 8), (8, 8))  # first period of training, number of offices


def offices(
    rng, *, cohorts=TRAINED, n_never=16, n_periods=12, effect=0.0, persistence=0.5, scale=1.0
):
    """Outcomes (n_units, n_periods) with an AR(1) noise, and the first period of training."""
    first = np.repeat([c for c, _ in cohorts] + [-1], [n for _, n in cohorts] + [n_never])
    noise = rng.normal(size=(first.size, n_periods))
    for period in range(1, n_periods):
        fresh = np.sqrt(1 - persistence**2) * noise[:, period]
        noise[:, period] = persistence * noise[:, period - 1] + fresh
    level, season = rng.normal(size=(first.size, 1)), np.sin(np.arange(n_periods))
    is_trained = (first[:, None] >= 0) & (np.arange(n_periods) >= first[:, None])
    return scale * (level + season + noise + effect * is_trained), first
