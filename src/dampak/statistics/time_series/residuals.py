"""Is anything left in the errors of a series that the regression should have explained?"""

import numpy as np
from scipy import special

from dampak.statistics.arrays import Floats

MOST_LAGS = 12
FIRST_LAG = 2  # the first is what the autocorrelation was fitted to


def left_over_p_value(fresh: Floats, design: Floats) -> float:
    """How likely errors as alike as these are, if every month brought fresh luck.

    Small values mean that the luck of a month still resembles that of earlier ones: a season or a
    bend that was left out.

    Parameters
    ----------
    fresh
        Shape (n_months,). Errors of the whitened regression.
    design
        Shape (n_months, k). Its columns.

    Notes
    -----
    The portmanteau test of Ljung and Box holds for long series with few columns; with 36 months and
    a season it cries wolf in a quarter of all series. Here the autocorrelations of lags 2 to 12 (at
    most a third of the series) are measured against the exact mean and covariance that they have in
    the residuals of this design.

    References
    ----------
    Ljung and Box (1978), Biometrika 65, 297-303. Dufour and Roy (1985), Journal of Econometrics 27,
    257-273: exact moments of residual autocorrelations.
    """
    n = fresh.size
    lags = range(FIRST_LAG, max(FIRST_LAG, min(MOST_LAGS, n // 3)) + 1)
    basis = np.linalg.qr(design)[0]
    residual = np.eye(n) - basis @ basis.T
    shifted = [residual @ _neighbours(n, lag) for lag in lags]
    freedom = n - design.shape[1]
    traces = np.array([np.trace(each) for each in shifted])
    crossed = np.array([[(one * other.T).sum() for other in shifted] for one in shifted])
    products = (np.outer(traces, traces) + 2 * crossed) / (freedom * (freedom + 2))
    alike = np.array([fresh[lag:] @ fresh[:-lag] for lag in lags]) / (fresh @ fresh)
    surprise = alike - traces / freedom
    spread = products - np.outer(traces, traces) / freedom**2
    statistic = float(surprise @ np.linalg.solve(spread, surprise))
    return float(special.chdtrc(len(lags), statistic))


def _neighbours(n: int, lag: int) -> Floats:
    """Half a 1 wherever two months lie ``lag`` apart. Shape (n, n)."""
    return np.asarray((np.eye(n, k=lag) + np.eye(n, k=-lag)) / 2)
