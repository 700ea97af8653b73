"""What other programs say about the tables of tests/references/outcome_tables.py.

Run from the repository with a Python that has `pyfixest`, `lifelines` and `statsmodels`, of which
the product needs only the last:

    python -W ignore -m tools.peers_of_outcomes

The numbers in tests/references/test_outcomes.py came from pyfixest 0.60.0, lifelines 0.30.3 and
statsmodels 0.15.0.
"""

import numpy as np
import pandas as pd
import pyfixest
import statsmodels.api as sm
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats import rates
from tests.references.outcome_tables import formula_counts, formula_shares, formula_times


def long(table):
    return pd.DataFrame({name: np.ravel(each) for name, each in table.items()}).assign(
        unit=np.repeat(np.arange(12), 8), month=np.tile(np.arange(8), 12)
    )


def panels():
    counts = long(formula_counts()).dropna().astype({"is_trained": float})
    counts["log_exposure"] = np.log(counts["exposure"])
    fitted = pyfixest.fepois("counts ~ is_trained | unit + month", counts, offset="log_exposure")
    print("pyfixest", fitted.coef().to_dict())
    design = sm.add_constant(
        pd.get_dummies(counts[["unit", "month"]].astype(str), drop_first=True).astype(float)
    ).assign(is_trained=counts["is_trained"])
    family = sm.families.Poisson()
    glm = sm.GLM(counts["counts"], design, family=family, exposure=counts["exposure"])
    print("statsmodels", glm.fit(tol=1e-13).params["is_trained"])
    print("statsmodels jackknife", jackknife(glm, design, counts))

    shares = long(formula_shares()).astype({"is_trained": float})
    design = sm.add_constant(
        pd.get_dummies(shares[["unit", "month"]].astype(str), drop_first=True).astype(float)
    ).assign(is_trained=shares["is_trained"])
    glm = sm.GLM(
        shares["shares"], design, family=sm.families.Binomial(), var_weights=shares["cases"]
    ).fit(tol=1e-13)
    moved = glm.predict(design) - glm.predict(design.assign(is_trained=0.0))
    trained = shares["is_trained"] == 1
    print("statsmodels", np.average(moved[trained], weights=shares["cases"][trained]))


def jackknife(glm, design, counts):
    """Refitted without each office, fully: what one step approximates."""
    whole = glm.fit(tol=1e-13).params["is_trained"]
    moves = []
    for unit in range(12):
        kept = counts["unit"] != unit
        part = design[kept].loc[:, (design[kept] != 0).any()]
        glm = sm.GLM(
            counts["counts"][kept],
            part,
            family=sm.families.Poisson(),
            exposure=counts["exposure"][kept],
        )
        moves.append(glm.fit(tol=1e-13).params["is_trained"] - whole)
    return np.sqrt(11 / 12 * np.square(moves).sum())


def times():
    table = formula_times()
    days, closed = table["days"], table["is_closed"]
    fitted = KaplanMeierFitter().fit(days, closed)
    print("lifelines", fitted.median_survival_time_)
    print("lifelines", median_survival_times(fitted.confidence_interval_).to_numpy())
    print("lifelines", restricted_mean_survival_time(fitted, 25))
    found = SurvfuncRight(days, closed)
    print("statsmodels", found.quantile(0.5), found.quantile_ci(0.5, method="cloglog"))


def few_events():
    print("statsmodels", rates.confint_poisson(3, 100, method="midp-c"))
    print("scipy", stats.binomtest(3, 12).proportion_ci(method="exact"))


if __name__ == "__main__":
    panels()
    times()
    few_events()
