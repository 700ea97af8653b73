"""What other programs say about the panel of tests/references/formula_panel.py.

Run from the repository with a Python that has `csdid` and `moderndid`, which the product needs not:

    python -W ignore -m tools.peers_of_staggered

The numbers in tests/references/test_staggered_peers.py came from csdid 0.4.3 and moderndid 0.2.0;
differences 0.3.0 and diff-diff 3.13.0 gave the same overall effects and standard errors.
"""

import contextlib
import io

import moderndid
import pandas as pd
from csdid.att_gt import ATTgt
from tests.references.formula_panel import formula_panel


def long_table(*, with_never):
    outcomes, first = formula_panel(with_never=with_never)
    table = pd.DataFrame(outcomes).melt(ignore_index=False, var_name="t", value_name="y")
    table["unit"] = table.index + 1
    table["g"] = first[table.index] + 1  # periods count from 1, so that 0 can mean never
    return table.astype({"t": int}).assign(t=lambda rows: rows.t + 1).reset_index(drop=True)


def with_moderndid(table, control):
    names = {"yname": "y", "tname": "t", "idname": "unit", "gname": "g"}
    cells = moderndid.att_gt(table, **names, control_group=control, est_method="reg", boot=False)
    simple = moderndid.aggte(cells, type="simple", na_rm=True)
    dynamic = moderndid.aggte(cells, type="dynamic", na_rm=True)
    group = moderndid.aggte(cells, type="group", na_rm=True)
    return {
        "overall": (simple.overall_att, simple.overall_se),
        "by time": [
            *zip(dynamic.event_times, dynamic.att_by_event, dynamic.se_by_event, strict=True)
        ],
        "by cohort": [*zip(group.event_times, group.att_by_event, group.se_by_event, strict=True)],
        "wald": cells.wald_stat,
    }


def with_csdid(table, control):
    names = {"yname": "y", "tname": "t", "idname": "unit", "gname": "g", "xformla": "y~1"}
    fitted = ATTgt(data=table, control_group=control, **names).fit(est_method="reg", bstrap=False)
    found = fitted.aggte(typec="simple", na_rm=True).atte
    return {"overall": (found["overall_att"], found["overall_se"])}


if __name__ == "__main__":
    for control, with_never in (
        ("nevertreated", True),
        ("notyettreated", True),
        ("notyettreated", False),
    ):
        for peer in (with_moderndid, with_csdid):
            with contextlib.redirect_stdout(io.StringIO()):
                found = peer(long_table(with_never=with_never), control)
            print(control, with_never, peer.__name__, found, sep="\n")
