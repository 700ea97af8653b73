"""What other programs say about the ratings of tests/references/test_raters.py.

Run from the repository with a Python that has `krippendorff`, `pingouin`, `scikit-learn`,
`raschpy` and `statsmodels`, which the product needs not (but for the last):

    python -W ignore -m tools.peers_of_raters

The numbers in the test came from krippendorff 0.9.0, pingouin 0.7.0, scikit-learn 1.9.1 and
statsmodels 0.15.0.
"""

import itertools

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.discrete.conditional_models import ConditionalLogit
from statsmodels.stats import inter_rater, proportion
from tests.references.judgement_tables import (
    formula_complete_judgements,
    formula_judgements,
    formula_ratings,
)


def agreement():
    ratings = formula_ratings()
    for level in ("nominal", "ordinal", "interval", "ratio"):
        found = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=level)
        print("krippendorff", level, found)
    first, second = ratings[np.isfinite(ratings[:, :2]).all(axis=1)][:, :2].T
    for weights in (None, "linear", "quadratic"):
        print("scikit-learn", weights, cohen_kappa_score(first, second, weights=weights))
    table, _ = inter_rater.to_table(np.column_stack([first, second]) - 1, 4)
    for wt in (None, "linear", "quadratic"):
        found = inter_rater.cohens_kappa(table, wt=wt)
        print("statsmodels", wt, found.kappa, found.std_kappa)
    whole = ratings[np.isfinite(ratings).all(axis=1)]
    counts, _ = inter_rater.aggregate_raters(whole.astype(int))
    print("statsmodels fleiss", inter_rater.fleiss_kappa(counts))


def reliability():
    ratings = formula_ratings()
    whole = pd.DataFrame(ratings[np.isfinite(ratings).all(axis=1)])
    long = whole.melt(ignore_index=False, var_name="rater", value_name="score").reset_index()
    print(pingouin.intraclass_corr(long, "index", "rater", "score").to_string())
    gaps = pd.DataFrame(ratings).melt(ignore_index=False, var_name="rater", value_name="score")
    gaps = gaps.dropna().reset_index()
    one_way = sm.MixedLM.from_formula("score ~ 1", gaps, groups="index").fit(reml=True)
    fixed = sm.MixedLM.from_formula("score ~ C(rater)", gaps, groups="index").fit(reml=True)
    crossed = sm.MixedLM.from_formula(
        "score ~ 1",
        gaps.assign(all=1),
        groups="all",
        vc_formula={"thing": "0 + C(index)", "rater": "0 + C(rater)"},
    ).fit(reml=True)
    for fitted in (one_way, fixed):
        things = fitted.cov_re.iloc[0, 0]
        print("statsmodels with gaps", things / (things + fitted.scale))
    parts = dict(zip(crossed.model.exog_vc.names, crossed.vcomp, strict=True))
    print("statsmodels crossed", parts["thing"] / (crossed.vcomp.sum() + crossed.scale))


def leniency():
    """Two values: conditional logit. Three values, all judged by all: a log-linear model."""
    judged = formula_judgements(two_steps=True)
    columns = [-effect_coded(judged[name]) for name in ("raters", "items")]
    model = ConditionalLogit(judged["scores"] - 1, np.hstack(columns), groups=judged["people"])
    fitted = model.fit(disp=False, method="newton")
    print("statsmodels conditional logit", fitted.params, fitted.bse)

    patterns = np.array(list(itertools.product(range(3), repeat=4)))
    seen = (formula_complete_judgements()["scores"] - 1).reshape(-1, 4)
    counts = (patterns[:, None, :] == seen).all(axis=2).sum(axis=1)
    strict = patterns[:, 2:].sum(axis=1) - patterns[:, :2].sum(axis=1)
    hard = patterns[:, 1::2].sum(axis=1) - patterns[:, ::2].sum(axis=1)
    middle = (patterns == 1).sum(axis=1)
    sums = pd.get_dummies(patterns.sum(axis=1)).to_numpy(dtype=float)
    design = np.column_stack([-strict, -hard, -middle, sums])
    fitted = sm.GLM(counts, design, family=sm.families.Poisson()).fit(tol=1e-12, maxiter=200)
    print("statsmodels log-linear", fitted.params[:3], fitted.bse[:3])


def effect_coded(positions):
    k = positions.max() + 1
    return np.concatenate([np.eye(k - 1), -np.ones((1, k - 1))])[positions]


def shares():
    print(proportion.confint_proportions_2indep(6, 8, 3, 9, method="agresti-caffo", compare="diff"))
    print(proportion.proportion_confint(1, 29, method="wilson"))
    print(stats.binomtest(1, 29, alternative="greater").proportion_ci())


if __name__ == "__main__":
    agreement()
    reliability()
    leniency()
    shares()
