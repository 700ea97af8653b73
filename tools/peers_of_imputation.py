"""What other programs say about the panel of tests/references/formula_panel.py, by imputation.

Run from the repository with a Python that has `diff-diff` and `pyfixest`, which the product needs
not:

    python -W ignore -m tools.peers_of_imputation

The numbers in tests/references/test_imputation.py came from diff-diff 3.13.0 and pyfixest 0.60.0.
diff-diff iterates to an absolute tolerance and is off by up to 1e-10 here. pyfixest prints the
effect only: its standard error is that of Gardner's two stages, and it stops at gaps.
"""

from pathlib import Path

import diff_diff
import pandas as pd
import pyfixest
from tests.references.formula_panel import formula_panel
from tests.references.gaps import with_gaps

NAMES = {"outcome": "y", "unit": "unit", "time": "t", "first_treat": "g"}


def long_table(outcomes, first):
    table = pd.DataFrame(outcomes).melt(ignore_index=False, var_name="t", value_name="y")
    table["unit"] = table.index
    table["g"] = first[table.index] + 1  # periods count from 1, so that 0 can mean never
    table = table.astype({"t": int}).assign(t=lambda rows: rows.t + 1)
    table["d"] = ((table.g > 0) & (table.t >= table.g)).astype(int)
    return table.dropna().sort_values(["unit", "t"]).reset_index(drop=True)


def with_diff_diff(table):
    found = diff_diff.ImputationDiD().fit(table, aggregate="event_study", **NAMES)
    by_time = {k: (v["effect"], v["se"]) for k, v in found.event_study_effects.items()}
    return {"overall": (found.overall_att, found.overall_se), "by time": by_time}


def with_pyfixest(table, unit="unit", time="t", outcome="y", treated="d"):
    found = pyfixest.did2s(
        table,
        yname=outcome,
        first_stage=f"~0|{unit}+{time}",
        second_stage=f"~i({treated},ref=0)",
        treatment=treated,
        cluster=unit,
    )
    return {"overall": float(found.coef().iloc[0]), "two-stage error": float(found.se().iloc[0])}


def published_example():
    """did2s' own example: 2.152 (.0476) within states, as printed; 2.230482 within units."""
    table = pd.read_csv(Path(pyfixest.__file__).parent / "did/data/df_het.csv")
    names = {"time": "year", "outcome": "dep_var", "treated": "treat"}
    table["treat"] = table.treat.astype(int)
    return {unit: with_pyfixest(table, unit=unit, **names) for unit in ("state", "unit")}


if __name__ == "__main__":
    for with_never in (True, False):
        outcomes, first = formula_panel(with_never=with_never)
        for values in (outcomes, with_gaps(outcomes)):
            print(with_never, with_diff_diff(long_table(values, first)), sep="\n")
    outcomes, first = formula_panel(with_never=True)
    print(with_pyfixest(long_table(outcomes, first)))
    print(published_example())
