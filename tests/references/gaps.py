"""Gaps made by a formula, so that any program can make the same ones."""

import numpy as np


def with_gaps(outcomes):
    """One cell in eleven is missing."""
    unit, period = np.indices(outcomes.shape)
    return np.where((3 * unit + 5 * period) % 11 == 0, np.nan, outcomes)
