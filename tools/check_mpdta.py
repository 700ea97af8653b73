"""Reproduce the published figures of the minimum-wage example of Callaway and Sant'Anna (2021).

    python tools/check_mpdta.py MPDTA.parquet

`mpdta.parquet` (2,500 rows: countyreal, year, first_treat, lemp) is in the source package of
`differences` on PyPI, folder `data`; it is not ours to ship. Published are the overall effect and
its standard error, the cells and the p of the pre-test (vignette and README of R's `did`).
"""

import sys

import numpy as np
import pyarrow.parquet as pq

from dampak.statistics.staggered import group_time_effects, overall_effect, pre_trend_test

ATT, STANDARD_ERROR, PRE_TEST = -0.039951275, 0.012034013, 0.16812
CELLS = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2007): -0.0261,
}


def panel(path):
    rows = pq.read_table(path)
    column = {name: np.asarray(rows[name]) for name in ("countyreal", "year", "first_treat")}
    _, unit = np.unique(column["countyreal"], return_inverse=True)
    years, period = np.unique(column["year"], return_inverse=True)
    outcomes = np.full((unit.max() + 1, years.size), np.nan)
    outcomes[unit, period] = np.asarray(rows["lemp"])
    first = np.full(unit.max() + 1, -1)
    trained = column["first_treat"] > 0
    first[unit[trained]] = np.searchsorted(years, column["first_treat"][trained])
    return outcomes, first, years


def main(path):
    outcomes, first, years = panel(path)
    rng = np.random.default_rng(1)
    effects = group_time_effects(outcomes=outcomes, first_treated=first, control="never")
    overall, test = overall_effect(effects, rng=rng), pre_trend_test(effects, rng=rng)
    where = zip(years[effects.cohorts].tolist(), years[effects.periods].tolist(), strict=True)
    cells = dict(zip(where, effects.values.tolist(), strict=True))
    compared = [
        ("overall effect", overall.value, ATT, 1e-8),
        ("standard error", overall.standard_error, STANDARD_ERROR, 1e-8),
        ("pre-test p", test.large_sample_p_value, PRE_TEST, 5e-6),
        *((f"cell {cell}", cells[cell], published, 5e-5) for cell, published in CELLS.items()),
    ]
    for name, ours, published, tolerance in compared:
        verdict = "agrees" if abs(ours - published) <= tolerance else "DIFFERS"
        print(f"{name}: {ours:.9f}, published {published}: {verdict}")
    return any(abs(ours - published) > tolerance for _, ours, published, tolerance in compared)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
