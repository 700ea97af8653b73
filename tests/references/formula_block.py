"""One trained unit among many and one long series, made by formulas that any program can repeat."""

import numpy as np

DONORS, PERIODS, BEFORE = 24, 20, 14


def formula_block(*, n_treated=1):
    """Donors first, then the trained units; outcomes and the first period of training."""
    unit, period = np.arange(1, DONORS + n_treated + 1)[:, None], np.arange(1, PERIODS + 1)
    first = np.where(unit[:, 0] > DONORS, BEFORE, -1)
    mood = np.cos(1.7 * unit) * np.sin(0.5 * period) + np.sin(2.3 * unit) * period / 10
    noise = 0.4 * np.sin(12.9898 * unit + 78.233 * period + 0.7 * unit * period)
    trained = (first[:, None] >= 0) & (period > BEFORE)
    return 20 + 3 * np.cos(unit) + mood + noise - 0.8 * trained, first


def formula_series(n_months=240):
    """Shocks of which 0.6 is left a month later, on a line that jumps by 1 two thirds through."""
    month = np.arange(1, n_months + 1)
    shocks = np.sin(12.9898 * month + 0.7 * month**2) + np.cos(78.233 * month + 0.3 * month**2)
    errors = np.zeros(n_months)
    errors[0] = shocks[0]
    for at in range(1, n_months):
        errors[at] = 0.6 * errors[at - 1] + shocks[at]
    start = 2 * n_months // 3
    return 5 + 0.01 * month + (month > start) + errors, start
