"""What other programs say about the panel of tests/references/formula_panel.py, two-way.

Run from the repository with a Python that has `diff-diff`, `linearmodels` and `pyfixest`, which
the product needs not:

    python -W ignore -m tools.peers_of_two_way

The numbers in tests/references/test_two_way.py came from diff-diff 3.13.0, linearmodels 7.1 and
pyfixest 0.60.0. pyfixest's standard error is asked for with and without counting unit effects: the
factor of the first depends in this version on what was estimated before in the same process, so
every answer comes from a process of its own.
"""

import sys
from subprocess import run

import diff_diff
import pyfixest
from linearmodels import PanelOLS
from tests.references.formula_panel import formula_panel
from tests.references.gaps import with_gaps
from tools.peers_of_imputation import NAMES, long_table


def panel(number):
    outcomes, first = formula_panel(with_never=number < 2)
    return long_table(with_gaps(outcomes) if number % 2 else outcomes, first)


def with_pyfixest(table, kind):
    found = pyfixest.feols(
        "y ~ d | unit + t", table, vcov={"CRV1": "unit"}, ssc=pyfixest.ssc(k_fixef=kind)
    )
    return float(found.coef().iloc[0]), float(found.se().iloc[0])


def with_linearmodels(table):
    model = PanelOLS.from_formula(
        "y ~ d + EntityEffects + TimeEffects", table.set_index(["unit", "t"])
    )
    return float(model.fit(cov_type="clustered", cluster_entity=True).params.iloc[0])


def with_diff_diff(table):
    found = diff_diff.BaconDecomposition().fit(table, **NAMES)
    parts = [
        (c.treated_group, c.control_group, c.comparison_type, c.estimate, c.weight)
        for c in found.comparisons
    ]
    return found.twfe_estimate, parts


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(sys.argv[2], with_pyfixest(panel(int(sys.argv[1])), sys.argv[2]))
    else:
        for number in range(4):
            print(number, with_linearmodels(panel(number)), flush=True)
            for kind in ("nonnested", "full"):
                run([sys.executable, "-m", "tools.peers_of_two_way", str(number), kind], check=True)
            if number % 2 == 0:
                print(with_diff_diff(panel(number)), flush=True)
