"""Pasts of offices in which nothing was done, of a law that is known."""

import numpy as np

from dampak.statistics.power import History

LAW = History(lasting_variance=2.0, fading_variance=1.0, persistence=0.6, passing_variance=0.5)


def past_of(rng, *, law=LAW, n_units=30, n_periods=18):
    root = np.linalg.cholesky(law.covariance(n_periods))
    season = np.sin(np.arange(n_periods))
    return season + rng.standard_normal((n_units, n_periods)) @ root.T
