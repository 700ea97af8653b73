"""A panel made by a formula, so that any program can make the same one and compare."""

import numpy as np

UNITS, PERIODS = 120, 8


def formula_panel(*, with_never):
    """Cohorts of 30 units starting in periods 2, 4 and 6, and 30 that never do (or start in 5)."""
    unit, period = np.arange(1, UNITS + 1)[:, None], np.arange(1, PERIODS + 1)
    first = np.array([2, 4, 6, -1 if with_never else 5])[np.arange(UNITS) % 4]
    trained = (first[:, None] >= 0) & (period - 1 >= first[:, None])
    noise = np.sin(12.9898 * unit + 78.233 * period + 0.7 * unit * period)
    outcome = 3 * np.cos(unit) + 0.5 * np.sin(period) + noise
    return outcome - trained * (0.6 + 0.1 * (period - 1 - first[:, None])), first


def formula_weights():
    """How much each unit counts for: 1 to 3."""
    return 1 + np.arange(UNITS) % 7 / 3


def formula_covariates():
    """The size and the kind (0 or 1) of each unit, neither in step with the cohorts."""
    unit = np.arange(1, UNITS + 1)
    return np.column_stack([np.cos(1.7 * unit), unit * 7 % 5 < 2]).astype(float)
