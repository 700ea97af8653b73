"""What other programs say about the units of tests/references/test_ranking.py.

Run from the repository with a Python that has `pimeta`, `pymare` and `statsmodels`, which the
product needs not (the last apart):

    python -W ignore -m tools.peers_of_ranking

The numbers in tests/references/test_ranking.py came from pimeta 1.1.0 (a port of R's metafor),
pymare 0.0.13 and statsmodels 0.15. The ranks of countries are those that the vignette of the R
package csranks prints; the batting averages those of Efron and Morris (1975), table 1.
"""

import numpy as np
import pimeta
import pymare
import statsmodels.api as sm
from tests.references.vaccine_trials import log_ratios

OFFICES = [(3, 100), (8, 150), (1, 80), (15, 200), (6, 120), (2, 90), (22, 160), (4, 210)]


def with_pimeta():
    values, noise, latitude = log_ratios()
    for covariates in (None, latitude[:, None]):
        fit = pimeta.rma(values, noise, mods=covariates, method="REML")
        print("pimeta", fit.tau2, pimeta.blup(fit).pred)


def with_pymare():
    values, noise, latitude = log_ratios()
    for covariates in (None, latitude[:, None]):
        data = pymare.Dataset(values, noise, covariates)
        fit = pymare.estimators.VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(data)
        print("pymare", fit.summary().tau2)


def with_statsmodels():
    cases, exposure = np.array(OFFICES, dtype=float).T
    fit = sm.NegativeBinomial(cases, np.ones_like(cases), offset=np.log(exposure)).fit(
        disp=False, maxiter=500, method="bfgs", gtol=1e-10
    )
    mean, strength = np.exp(fit.params[0]), 1 / fit.params[1]
    print("statsmodels", mean**2 / strength, (strength + cases) / (strength / mean + exposure))


if __name__ == "__main__":
    with_pimeta()
    with_pymare()
    with_statsmodels()
