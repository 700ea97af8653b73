"""What other programs say about the panel of tests/references/formula_panel.py.

Run from the repository with a Python that has `csdid`, `moderndid` and `diff-diff`, which the
product needs not:

    python -W ignore -m tools.peers_of_staggered

The numbers in tests/references/test_staggered_peers.py came from csdid 0.4.3 and moderndid 0.2.0;
differences 0.3.0 and diff-diff 3.13.0 gave the same overall effects and standard errors without
weights and covariates. With weights, csdid and diff-diff agree on the overall effect, moderndid
with ours on every cell (it averages cohorts by their plain size). Doubly robust, csdid and
moderndid agree to 1e-10; diff-diff is another variant and differs from both in the sixth digit.
"""

import contextlib
import io

import moderndid
import numpy as np
import pandas as pd
from csdid.att_gt import ATTgt
from diff_diff import CallawaySantAnna, SurveyDesign
from tests.references.formula_panel import formula_covariates, formula_panel, formula_weights

NAMES = {"yname": "y", "tname": "t", "idname": "unit", "gname": "g"}


def long_table(*, with_never):
    outcomes, first = formula_panel(with_never=with_never)
    table = pd.DataFrame(outcomes).melt(ignore_index=False, var_name="t", value_name="y")
    unit = table.index.to_numpy()
    table["unit"] = unit + 1
    table["g"] = first[unit] + 1  # periods count from 1, so that 0 can mean never
    table["w"] = formula_weights()[unit]
    table["size"], table["kind"] = formula_covariates()[unit].T
    return table.astype({"t": int}).assign(t=lambda rows: rows.t + 1).reset_index(drop=True)


def with_moderndid(table, control, *, method="reg", covariates="1", weights=None):
    cells = moderndid.att_gt(
        table,
        **NAMES,
        control_group=control,
        est_method=method,
        boot=False,
        xformla=f"~{covariates}",
        weightsname=weights,
    )
    found = {"cells": [*zip(cells.groups, cells.times, cells.att_gt, cells.se_gt, strict=True)]}
    simple = moderndid.aggte(cells, type="simple", na_rm=True)
    found["overall"] = (simple.overall_att, simple.overall_se)
    for kind, balance in (("dynamic", None), ("dynamic", 2), ("group", None), ("calendar", None)):
        by = moderndid.aggte(cells, type=kind, na_rm=True, balance_e=balance)
        rows = zip(by.event_times, by.att_by_event, by.se_by_event, strict=True)
        found[f"{kind} {balance or ''}"] = [*rows]
    return found | {"wald": cells.wald_stat}


def with_csdid(table, control, *, method="reg", covariates="1", weights=None):
    model = ATTgt(
        data=table.copy(),
        control_group=control,
        xformla=f"y~{covariates}",
        weights_name=weights,
        **NAMES,
    )
    fitted = model.fit(est_method=method, bstrap=False)
    found = fitted.aggte(typec="simple", na_rm=True).atte
    return {"overall": (found["overall_att"], found["overall_se"])}


def with_diff_diff(table, control, *, method="reg", covariates="1", weights=None):
    group = {"nevertreated": "never_treated", "notyettreated": "not_yet_treated"}[control]
    found = CallawaySantAnna(estimation_method=method, control_group=group).fit(
        table,
        outcome="y",
        unit="unit",
        time="t",
        first_treat="g",
        covariates=None if covariates == "1" else covariates.split("+"),
        survey_design=None if weights is None else SurveyDesign(weights=weights),
    )
    return {"overall": (found.overall_att, found.overall_se)}


QUESTIONS = [
    ("nevertreated", True, {}),
    ("notyettreated", True, {}),
    ("notyettreated", False, {}),
    *(
        (control, True, {"weights": "w"} | how)
        for control in ("nevertreated", "notyettreated")
        for how in ({}, {"method": "dr", "covariates": "size+kind"})
    ),
    *(
        (control, True, {"method": method, "covariates": "size+kind"})
        for control in ("nevertreated", "notyettreated")
        for method in ("reg", "ipw", "dr")
    ),
]

if __name__ == "__main__":
    np.set_printoptions(precision=9)
    for control, with_never, how in QUESTIONS:
        print("\n", control, with_never, how)
        for peer in (with_moderndid, with_csdid, with_diff_diff):
            with contextlib.redirect_stdout(io.StringIO()):
                answer = peer(long_table(with_never=with_never), control, **how)
            for name, numbers in answer.items():
                print(peer.__name__, name, np.asarray(numbers, dtype=float).tolist())
