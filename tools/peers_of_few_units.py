"""What other programs say about the units and the series of tests/references/formula_block.py.

Run from the repository with a Python that has `synthdid-py`, `scinference`, `lwdid`, `diff-diff`,
which the product needs not; a program that is not there is passed over:

    python -W ignore -m tools.peers_of_few_units

The numbers in tests/references/test_few_units.py came from synthdid-py 0.1.0, scinference 0.1.0,
lwdid 0.2.3 and diff-diff 3.13.0.
"""

import contextlib
import io
from importlib import import_module

import numpy as np
import pandas as pd
from tests.references.formula_block import BEFORE, DONORS, formula_block

SETTLED = {"min_decrease": 1e-9, "max_iter": 1_000_000}


def long_table(*, n_treated=1):
    outcomes, first = formula_block(n_treated=n_treated)
    table = pd.DataFrame(outcomes).melt(ignore_index=False, var_name="t", value_name="y")
    table["unit"] = table.index + 1
    table["t"] = table.t.astype(int) + 1
    table["treated"] = (first[table.index] >= 0).astype(int)
    table["post"] = (table.t > BEFORE).astype(int)
    table["d"] = table.treated * table.post
    table["g"] = np.where(table.treated, BEFORE + 1, 0)
    return table.reset_index(drop=True)


def with_synthdid():
    peer = import_module("synthdid")
    for n_treated in (1, 3):
        outcomes, _ = formula_block(n_treated=n_treated)
        for name in ("synthdid_estimate", "sc_estimate", "did_estimate"):
            options = {} if name == "did_estimate" else SETTLED
            found = getattr(peer, name)(outcomes, DONORS, BEFORE, **options)
            print(n_treated, name, float(found))
        demeaned = peer.synthdid_estimate(
            outcomes,
            DONORS,
            BEFORE,
            eta_omega=1e-6,
            weights={"lambda": np.full(BEFORE, 1 / BEFORE)},
            **SETTLED,
        )
        print(n_treated, "demeaned", float(demeaned))
    outcomes, _ = formula_block()
    whole = peer.synthdid_estimate(outcomes, DONORS, BEFORE, **SETTLED)
    fixed = {key: whole.opts[key] for key in ("zeta_omega", "zeta_lambda")}
    placebos = []
    for donor in range(DONORS):
        rows = [*(row for row in range(DONORS) if row != donor), donor]
        one = peer.synthdid_estimate(outcomes[rows], DONORS - 1, BEFORE, **fixed, **SETTLED)
        placebos.append(float(one))
    print("placebo standard error", np.std(placebos))


def with_scinference():
    peer = import_module("scinference")
    outcomes, _ = formula_block()
    donors, target = outcomes[:DONORS], outcomes[DONORS]
    weights = peer.sc(target[:BEFORE], donors[:, :BEFORE].T)["w_hat"]
    print("sc", float((target - weights @ donors)[BEFORE:].mean()))


def with_lwdid():
    peer = import_module("lwdid")
    for n_treated in (1, 3):
        for rolling in ("demean", "detrend"):
            found = peer.lwdid(
                long_table(n_treated=n_treated),
                y="y",
                d="treated",
                ivar="unit",
                tvar="t",
                post="post",
                rolling=rolling,
            )
            print(n_treated, rolling, found.att, found.se_att, found.ci_lower, found.ci_upper)


def with_diff_diff():
    peer = import_module("diff_diff")
    names = {"outcome": "y", "unit": "unit", "time": "t"}
    for n_treated in (1, 3):
        table = long_table(n_treated=n_treated)
        after = list(range(BEFORE + 1, table.t.max() + 1))
        found = peer.SyntheticDiD(seed=1).fit(
            table, treatment="treated", post_periods=after, **names
        )
        print(n_treated, "synthetic", found.att)
        if n_treated == 1:
            found = peer.SyntheticControl(
                v_method="custom", custom_v=[1 / BEFORE] * BEFORE, standardize="none"
            ).fit(table, treatment="d", post_periods=after, pre_period_outcomes="all", **names)
            print("sc", found.att)
        for rolling in ("demean", "detrend"):
            found = peer.LWDiD(rolling=rolling, vcov_type="classical").fit(
                table, treatment="d", first_treat="g", **names
            )
            print(n_treated, rolling, found.att, found.se, found.conf_int)


if __name__ == "__main__":
    for ask in (with_synthdid, with_scinference, with_lwdid, with_diff_diff):
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                ask()
        except ModuleNotFoundError as missing:
            print(f"({missing})")
        print(ask.__name__, printed.getvalue(), sep="\n")
