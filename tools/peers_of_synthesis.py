"""What other programs say about the studies of tests/references/test_synthesis.py.

Run from the repository with a Python that has `pimeta`, `pymare` and `statsmodels`, which the
product needs not (the last apart):

    python -W ignore -m tools.peers_of_synthesis

The numbers in tests/references/test_synthesis.py came from pimeta 1.1.0 (a port of R's metafor) and
pymare 0.0.13; statsmodels is asked inside the tests.
"""

import numpy as np
import pimeta
import pymare
from tests.references.vaccine_trials import log_ratios


def with_pimeta():
    values, noise, latitude = log_ratios()
    for method in ("REML", "DL", "PM"):
        fit = pimeta.rma(values, noise, method=method, test="knha")
        print(method, fit.b, fit.tau2, fit.se, fit.ci_lb, fit.ci_ub, fit.QE, fit.QEp, fit.I2)
    ends = pimeta.confint_tau2(values, noise, pimeta.rma(values, noise).tau2)
    print("Q-profile", ends.tau2_lb, ends.tau2_ub, ends.i2_lb, ends.i2_ub)
    line = pimeta.rma(values, noise, mods=latitude[:, None], method="DL", test="knha")
    print("latitude", line.b, line.se, line.tau2, line.ci_lb, line.ci_ub, line.QE)
    left_out = pimeta.leave1out(values, noise, method="DL")
    print("without each", left_out)
    egger = pimeta.regtest(values, noise, model="lm")
    print("Egger", egger)


def with_pymare():
    values, noise, latitude = log_ratios()
    for covariates in (None, latitude[:, None]):
        data = pymare.Dataset(values, noise, covariates)
        fit = pymare.estimators.VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(data)
        summary = fit.summary()
        table = summary.get_fe_stats()
        print("pymare", summary.tau2, table["est"].T, table["se"].T)


if __name__ == "__main__":
    np.set_printoptions(precision=10)
    with_pimeta()
    with_pymare()
